import type { DaPointer } from '@touchstone/verify'
import type pg from 'pg'
import { type FetchAttempt, refuse } from '../fetch/attempt.js'
import { type FetchedBlob, fetchBlob } from '../fetch/da/fetchBlob.js'
import type { Locator } from '../fetch/locator.js'
import { type BlobNetwork, findNodes } from '../queue/fetchBlobBehind.js'
import { toPointerLine } from '../trails/validationTrail.js'

/** A blob by its name, with the line that names it and that line's root. */
export interface NamedBlob extends FetchedBlob {
  line: string
  root: `0x${string}`
}

/** Fetches a blob that a commitment names, by the same sources as one that an anchored file names. */
export async function lookUpBlob(
  { pool, da }: { pool: pg.Pool; da: BlobNetwork | undefined },
  { root: dataRoot, epoch, quorum }: Extract<Locator, { kind: 'da' }>,
  stop: AbortSignal,
  record: (attempt: FetchAttempt) => Promise<void>,
): Promise<NamedBlob | undefined> {
  const { line, root } = toPointerLine(`da://${dataRoot}/${epoch}/${quorum}`)
  if (da === undefined) {
    const at = new Date()
    const { outcome, detail } = refuse('unreachable', "the network's file names no 0G DA")
    await record({ root, source: 'auditor', outcome, detail, startedAt: at, finishedAt: at, bytes: 0 })
    return undefined
  }
  const pointer: DaPointer = { kind: 'pointer', dataRoot, epoch: BigInt(epoch), quorumId: BigInt(quorum) }
  const kept = { pointer, witness: undefined }
  const blob = await fetchBlob(da, {
    ...{ root, pointer, stop, record },
    findNodes: (signal) => findNodes(pool, da, kept, signal),
  })
  return blob && { ...blob, line, root }
}
