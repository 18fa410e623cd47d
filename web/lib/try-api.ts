import type { z } from 'zod'
import { getEnv } from './env'
import { type AttackRun, attackListSchema, attackRunSchema, refusalSchema } from './try-run'

/** Why the devnet gave nothing. `no-devnet`: these pages belong to a network where nobody may attack anybody. */
export type NoRun =
  | { kind: 'no-devnet' }
  | { kind: 'unknown' }
  | { kind: 'waiting'; message: string }
  | { kind: 'running' }
  | { kind: 'away' }
type Told<T> = { kind: 'found'; value: T } | NoRun

/** A run for the page: this one, or the last one that this server saw and why it is not newer. */
export type ShownRun =
  | { kind: 'found'; value: AttackRun; late?: Exclude<NoRun, { kind: 'no-devnet' | 'unknown' }> }
  | NoRun

/** A run takes a second or less; one that waits for others is told of as running. Milliseconds. */
const DEADLINE = 12_000
const MAX_CHARACTERS = 1024 * 1024
const KEPT = 50

/** Every attack that the devnet stages. */
export async function listAttacks(deadline = DEADLINE) {
  const told = await askDevnet('/attacks', attackListSchema, deadline)
  return told.kind === 'found' ? { kind: 'found' as const, value: told.value.attacks } : told
}

const lastRuns = new Map<string, AttackRun>()

/** Runs an attack, or gets the run of some seconds ago. Where there is no new one, the last that was seen is shown. */
export async function runAttack(name: string): Promise<ShownRun> {
  if (!/^[a-z][a-z-]{0,60}$/.test(name)) return getEnv().devnetUrl ? { kind: 'unknown' } : { kind: 'no-devnet' }
  const told = await askDevnet(`/attacks/${name}`, attackRunSchema, DEADLINE)
  if (told.kind === 'found') {
    if (lastRuns.size < KEPT || lastRuns.has(name)) lastRuns.set(name, told.value)
    return told
  }
  const last = lastRuns.get(name)
  if (last === undefined || told.kind === 'no-devnet' || told.kind === 'unknown') return told
  return { kind: 'found', value: last, late: told }
}

async function askDevnet<T>(path: string, schema: z.ZodType<T>, deadline: number): Promise<Told<T>> {
  const { devnetUrl } = getEnv()
  if (devnetUrl === undefined) return { kind: 'no-devnet' }
  try {
    const signal = AbortSignal.timeout(deadline)
    const response = await fetch(devnetUrl + path, { signal, cache: 'no-store', redirect: 'error' })
    if (response.status === 404) return { kind: 'unknown' }
    const body: unknown = JSON.parse((await response.text()).slice(0, MAX_CHARACTERS))
    if (response.ok) return { kind: 'found', value: schema.parse(body) }
    const { error, isWaiting } = refusalSchema.parse(body)
    return isWaiting ? { kind: 'waiting', message: error } : toAway(error)
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? { kind: 'running' } : toAway((error as Error).message)
  }
}

function toAway(why: string): NoRun {
  console.error(`devnet: ${why.slice(0, 500)}`)
  return { kind: 'away' }
}
