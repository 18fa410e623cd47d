/** Two checkpoints of one log that cannot both be honest: a proof of misbehaviour that anybody can check. */
import type { Checkpoint } from './checkpoint.js'
import { isSameHash } from './hash.js'
import { verifyConsistency } from './proof.js'

/** What a log's tiles say about the beginning of its larger tree. */
export interface Beginning {
  /** Root of as many entries as the smaller checkpoint has. */
  root: Uint8Array
  /** Consistency proof from that root to the larger checkpoint's. */
  path: readonly Uint8Array[]
}

/** `consistent`: the older tree begins the newer. `forked`: it does not. `unknown`: the beginning is not of the larger. */
export type Comparison = 'consistent' | 'forked' | 'unknown'

/**
 * Compares two opened checkpoints of one origin. Two roots of one size convict a log by themselves. Of two sizes, a
 * beginning that leads to the larger root and has another root than the smaller checkpoint does: whoever served it, no
 * other beginning leads there. One that does not lead there says nothing about the log.
 */
export function compareCheckpoints(a: Checkpoint, b: Checkpoint, beginning: Beginning | undefined): Comparison {
  const [old, grown] = a.size <= b.size ? [a, b] : [b, a]
  if (old.size === grown.size) return isSameHash(old.root, grown.root) ? 'consistent' : 'forked'
  if (beginning === undefined) return 'unknown'
  const { root, path } = beginning
  const leads = verifyConsistency({
    ...{ oldSize: old.size, oldRoot: root },
    ...{ newSize: grown.size, newRoot: grown.root, path },
  })
  if (!leads) return 'unknown'
  return isSameHash(root, old.root) ? 'consistent' : 'forked'
}
