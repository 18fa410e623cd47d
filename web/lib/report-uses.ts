import type { CaptureFieldsFragment, ReportStepsQuery, ReportUseFragment } from './generated/graphql'
import type { CellStatus } from './status'

export type Capture = CaptureFieldsFragment
export type Steps = ReportStepsQuery

/** A settlement whose verdict looked at an observation of a report. */
export interface Use {
  settlement: ReportUseFragment
  verdict: string
  /** Seconds from the settlement to the observation: negative where the report was seen before. */
  seconds: number
}

/** The settlements whose verdict looked at this observation, the nearest in time first. */
export function findUses(settlements: readonly ReportUseFragment[], capture: Capture): Use[] {
  const observed = Date.parse(capture.observedAt)
  const uses = settlements.flatMap((settlement) => {
    const { verdict } = settlement
    const seen = verdict?.reports.find(
      (report) => report.sha256 === capture.sha256 && Date.parse(report.observedAt) === observed,
    )
    if (!verdict || !seen) return []
    const seconds = Math.round((observed - Date.parse(settlement.blockTime)) / 1_000)
    return [{ settlement, verdict: verdict.id, seconds: seen.secondsFromSettlement ?? seconds }]
  })
  return uses.sort((a, b) => Math.abs(a.seconds) - Math.abs(b.seconds))
}

/**
 * Whether the checks of a verdict are about this observation: a verdict looks at up to three, and decides by one, which
 * its first check names by source and second. Anything else would show one report's checks on another's page.
 */
export function decidesBy({ enclave, verdict }: Steps, { source, observedAt }: Capture): boolean {
  const published = enclave.find(({ id }) => id === 'report-published')
  if (verdict?.inForce !== true || published?.status !== 'pass') return false
  const note = `observed at ${new Date(observedAt).toISOString().slice(0, 19)}Z`
  return published.evidence.some(
    (item) => item.kind === 'source' && item.ref.text === source.text && item.note?.text === note,
  )
}

const WORST: readonly CellStatus[] = ['fail', 'unavailable', 'absent', 'pass']

/** The worst status of some checks; `waiting` where there is none. */
export function worstOf(checks: Steps['enclave']): CellStatus {
  return WORST.find((status) => checks.some((check) => check.status === status)) ?? 'waiting'
}

/** How far apart in the two largest units: `3 min 20 s before`. Seconds; negative is before. */
export function describeDistance(seconds: number): string {
  if (seconds === 0) return 'within the same second'
  const size = Math.abs(seconds)
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ]
  const first = units.findIndex(([, length]) => size >= length)
  const parts = units.slice(first, first + 2).map(([name, length], index) => {
    const rest = index === 0 ? size : size % (units[first]?.[1] ?? 1)
    return { name, count: Math.floor(rest / length) }
  })
  const text = parts.filter(({ count }) => count > 0).map(({ name, count }) => `${count} ${name}`)
  return `${text.join(' ')} ${seconds < 0 ? 'before' : 'after'}`
}
