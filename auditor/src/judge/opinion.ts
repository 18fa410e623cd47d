import { type SettlementSubject, type TrustMaterial, trustHash } from '@touchstone/verify'
import { toSent } from '../files/heldBytes.js'
import { listOwnBuffers } from '../threads/memory.js'
import type { ThreadPool } from '../threads/pool.js'
import type { LoadedEvidence } from './evidence.js'
import { formOpinion, type Later, type Opinion } from './formOpinion.js'

/**
 * Judges one settlement on that evidence, unless its inputs are the known ones.
 * @throws LimitExceeded
 */
export type Judging = (
  subject: SettlementSubject,
  evidence: LoadedEvidence,
  known: string | undefined,
  later?: Later,
) => Promise<Opinion>

/**
 * The trust material is that of this moment.
 * @param threads undefined where everything runs in this thread, without limits.
 */
export function createJudging(trust: TrustMaterial, threads: ThreadPool | undefined): Judging {
  const [sent, trustDigest] = [JSON.stringify(trust), trustHash(trust)]
  return async (subject, evidence, known, later = {}) => {
    if (threads === undefined) return formOpinion(subject, evidence, { trust, trustDigest, known, later })
    const trails = evidence.trails.map((trail) => ({ ...trail, bytes: toSent(trail.bytes) }))
    const files = [...trails, ...evidence.reports].map(({ bytes }) => bytes)
    const bytes = files.reduce((sum, { length }) => sum + length, 0)
    return threads.run(
      { kind: 'judge', subject, evidence: { ...evidence, trails }, trust: sent, trustDigest, known, later },
      { bytes, transfer: listOwnBuffers(files.filter((file) => file instanceof Uint8Array)) },
    )
  }
}
