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
  /** What a judgement keeps of records outside that heap, MiB: digests and proofs. */
  keptMb: number
  /** Milliseconds of a task of no bytes, and what each MiB adds. */
  baseMs: number
  perMbMs: number
}

/**
 * A trail of 256 MiB is read or judged in a tenth of this time on one idle core. Neither bodies nor records lie on the heap but
 * those in hand; what is kept of each record of a large file is its digests and its proof, at most some 400 bytes.
 */
export const TASK_LIMITS: TaskLimits = { heapMb: 64, keptMb: 48, baseMs: 60_000, perMbMs: 1_000 }

/** Milliseconds that a task over so many bytes may take. */
export function deadlineOf({ baseMs, perMbMs }: TaskLimits, bytes: number): number {
  return baseMs + Math.ceil(bytes / 2 ** 20) * perMbMs
}
