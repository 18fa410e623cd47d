import { Worker } from 'node:worker_threads'
import type { DaWitness, Hex, RecoveredRows } from '@touchstone/verify'
import type { RowRecovery } from './collectRows.js'

/** What the thread is given. */
export interface DaRootTask {
  /** At most MAX_DA_PAYLOAD. */
  bytes: Uint8Array
  dataRoot: Hex
  /** Roots of the extensions, where they were computed before: hashing alone then decides. */
  witness?: DaWitness
}

/** The root that bytes have, with the roots of both extensions. */
export interface RecomputedRoot extends DaWitness {
  root: Hex
}

/** Recomputes the data root of bytes, whatever they are. */
export type DaRootHash = (task: DaRootTask) => Promise<RecomputedRoot>

/** Heap of the thread; the transform's memory of 81 MiB lies outside it. */
const HEAP_MB = 192
const DEADLINE_MS = 5 * 60_000

/**
 * One thread at a time, ended behind each root: a root takes seconds of processor time and 150 MiB, whoever named it.
 * @throws Error where the thread ends without an answer: our own fault, and no word about the bytes.
 */
export function createDaRootHash(): DaRootHash {
  const inTurn = createTurns()
  return (task) => inTurn(() => runThread<RecomputedRoot>('./daRoot.thread.js', task))
}

/** The same for rows that are computed from others: up to a minute of processor time and 150 MiB. */
export function createRowRecovery(): RowRecovery {
  const inTurn = createTurns()
  return (known) => inTurn(() => runThread<RecoveredRows>('./recover.thread.js', known))
}

function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}

function runThread<T>(file: string, task: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(file, import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 32 },
    })
    const timer = setTimeout(() => void worker.terminate(), DEADLINE_MS)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The thread of a blob ended with code ${code} before its answer.`))
    })
  })
}
