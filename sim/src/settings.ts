/** What `main.ts` serves and how, from one JSON object. */
export interface Settings {
  seed: number
  profile: 'settlements' | 'registrations'
  /** Length of the generated chain, block 0 included. */
  blocks: number
  /** Share of blocks that hold something. */
  density: number
  /** Items of a settle call, or registrations, in each such block. */
  perBlock: number
  finality: number
  /** Round trip that each request takes at least. */
  latencyMs: number
  /** 0: a free port. */
  port: number
  /** Adds a block of the same kind this often; 0: the chain stands still. */
  mineEveryMs: number
  maxBlockRange?: number
  maxLogs?: number
  hasTraceApi: boolean
  hasDebugApi: boolean
}

const DEFAULTS: Settings = {
  seed: 1,
  profile: 'settlements',
  blocks: 10_000,
  density: 0.01,
  perBlock: 10,
  finality: 10,
  latencyMs: 0,
  port: 0,
  mineEveryMs: 0,
  hasTraceApi: true,
  hasDebugApi: true,
}
const OPTIONAL = ['maxBlockRange', 'maxLogs']

/** Reads settings from JSON text; what is left out has its default. @throws TypeError naming a setting that is wrong. */
export function parseSettings(text: string): Settings {
  const given: unknown = JSON.parse(text === '' ? '{}' : text)
  if (typeof given !== 'object' || given === null) throw new TypeError('Settings are one JSON object.')
  const settings = { ...DEFAULTS, ...given }
  for (const [name, value] of Object.entries(settings)) {
    const expected = OPTIONAL.includes(name) ? 'number' : typeof Reflect.get(DEFAULTS, name)
    if (expected === 'undefined') throw new TypeError(`There is no setting ${name}.`)
    if (typeof value !== expected || (typeof value === 'number' && !(value >= 0)))
      throw new TypeError(`${name} is ${JSON.stringify(value)}, expected a ${expected}.`)
  }
  if (!['settlements', 'registrations'].includes(settings.profile))
    throw new TypeError(`profile is ${settings.profile}, expected settlements or registrations.`)
  return settings
}
