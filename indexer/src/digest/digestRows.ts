import type { Store } from '@subsquid/typeorm-store'
import { StateDigest } from '@touchstone/store/model'
import { insertRows, upsertRows } from '../bulk'
import { type DigestMark, listMarks, nextMark, type RunningDigest } from './journal'

/** What the RPC could tell of a transaction's inner calls; digests compare only between equals. */
export type Capability = 'none' | 'frames' | 'frames+calls'

/** The capability of an index that was read with several: it compares with no other. */
const MIXED = 'mixed'

/** Distance of the kept digests where the network's file names none. */
export const DIGEST_INTERVAL = 1000

export const HEAD_ID = 'head'
/** The digest that the index started from: of its network's file. */
export const START_ID = 'start'

/** The running digest; undefined before the network was written down. */
export async function findRunningDigest(store: Store): Promise<StateDigest | undefined> {
  return store.findOneBy(StateDigest, { id: HEAD_ID })
}

/** Keeps what a batch made of the digest, through the squid's store: a rollback takes it back with the rows. */
export async function saveDigest(
  store: Store,
  kept: StateDigest,
  { running, marks }: { running: RunningDigest; marks: DigestMark[] },
  capability: Capability,
): Promise<void> {
  const told = kept.events === 0n || kept.capability === capability ? capability : MIXED
  await insertRows(
    store,
    marks.map((mark) => new StateDigest({ ...mark, id: markId(mark.height), capability: told })),
  )
  await upsertRows(store, [new StateDigest({ ...running, id: HEAD_ID, capability: told })])
}

/**
 * Adds the marks that blocks without events passed, in the transaction that passes them. Costs nothing but where
 * (after, to] holds a multiple of the interval.
 */
export async function passMarks(store: Store, after: number, to: number, interval: number): Promise<void> {
  if (nextMark(after, interval) > to) return
  const kept = await findRunningDigest(store)
  const last = kept && listMarks(kept, to, interval)
  const running = last?.at(-1)
  if (kept && last && running) await saveDigest(store, kept, { running, marks: last }, kept.capability as Capability)
}

/** Heights sort as text up to ten digits. */
export function markId(height: number): string {
  return `${height}`.padStart(10, '0')
}
