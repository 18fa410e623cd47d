import { type HeldBytes, toSent } from '../files/heldBytes.js'
import type { ThreadPool } from '../threads/pool.js'
import type { RecordRow } from './recordRows.js'
import { readTrailRows, type TrailNetwork, type TrailReading } from './trailRows.js'

/**
 * Reads a payload as a trail, handing its rows over batch by batch.
 * @throws LimitExceeded, or what `onRows` throws.
 */
export type TrailReader = (bytes: HeldBytes, onRows: (rows: RecordRow[]) => Promise<void>) => Promise<TrailReading>

/** From here on a file is read in a thread: a smaller one takes a few milliseconds. */
const THREAD_FROM_BYTES = 256 * 1024

/** @param threads undefined where everything runs in this thread, without limits. */
export function createTrailReader(
  network: TrailNetwork,
  threads: ThreadPool | undefined,
  threadFromBytes = THREAD_FROM_BYTES,
): TrailReader {
  return async (bytes, onRows) => {
    if (threads !== undefined && bytes.length >= threadFromBytes)
      return threads.run({ kind: 'read-trail', bytes: toSent(bytes), network }, { bytes: bytes.length, onRows })
    const reading = readTrailRows(bytes, network)
    for (;;) {
      const step = reading.next()
      if (step.done) return step.value
      await onRows(step.value)
    }
  }
}
