/** TCB statuses of Intel, from best to worst, and how two of them join. */
const STATUSES: readonly string[] = [
  'UpToDate',
  'SWHardeningNeeded',
  'ConfigurationNeeded',
  'ConfigurationAndSWHardeningNeeded',
  'OutOfDate',
  'OutOfDateConfigurationNeeded',
  'Revoked',
]

export interface TcbState {
  status: string
  advisories: readonly string[]
}

/** Whether Intel's rules know the status. */
export function isKnownStatus(status: string): boolean {
  return STATUSES.includes(status)
}

/** The worse status of two parts of a platform with the advisories of both, in the order in which they come. */
export function joinStates(a: TcbState, b: TcbState): TcbState {
  const status = rank(b.status) > rank(a.status) ? b.status : a.status
  return { status, advisories: [...new Set([...a.advisories, ...b.advisories])] }
}

/**
 * The state of a platform whose TDX module is in another state. An outdated module leaves the platform's need of
 * configuration as it is: that is a status of its own.
 */
export function joinModule(platform: TcbState, module: TcbState): TcbState {
  const joined = joinStates(platform, module)
  const isBoth = module.status === 'OutOfDate' && platform.status.startsWith('Configuration')
  return isBoth ? { ...joined, status: 'OutOfDateConfigurationNeeded' } : joined
}

// A status that nobody knows is worse than every known one.
function rank(status: string): number {
  const at = STATUSES.indexOf(status)
  return at === -1 ? STATUSES.length : at
}
