/** Which limit ended a task: the heap of its thread, or its time. */
export type LimitKind = 'memory' | 'time'

const WORDS: Record<LimitKind, string> = {
  memory: 'more memory than one task may take',
  time: 'more time than one task may take',
}

/** A task went beyond its limits. Says what we could not do, and nothing about whoever published the bytes. */
export class LimitExceeded extends Error {
  override name = 'LimitExceeded'
  constructor(readonly kind: LimitKind) {
    super(`unreadable within limits: ${WORDS[kind]}`)
  }
}

/** Bounds of one task. */
export interface TaskLimits {
  /** Heap of a thread in MiB. Payloads lie outside it, in memory that is handed over and not copied. */
  heapMb: number
  /** Milliseconds of a task of no bytes, and what each MiB adds. */
  baseMs: number
  perMbMs: number
}

/**
 * A trail of 256 MiB is read or judged in a tenth of this time on one idle core. Bodies never lie on the heap, what is kept of
 * a record does, some 1.2 kB: a trail of some seventy thousand is judged, and a worker takes some 300 MiB at most whatever comes.
 */
export const TASK_LIMITS: TaskLimits = { heapMb: 104, baseMs: 60_000, perMbMs: 1_000 }

/** Milliseconds that a task over so many bytes may take. */
export function deadlineOf({ baseMs, perMbMs }: TaskLimits, bytes: number): number {
  return baseMs + Math.ceil(bytes / 2 ** 20) * perMbMs
}
