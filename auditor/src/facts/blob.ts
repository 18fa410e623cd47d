import type { DaPointer, Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from './height.js'

/** What the chain says about a blob, as far as it is indexed and final. */
export interface BlobFacts {
  /** The quorum signed for it: most of its nodes took their rows. */
  isAttested: boolean
  /** Newest epoch in which anything was dispersed: the current one is not lower. */
  epoch: bigint
}

/** Facts of the entrance in use about one dispersal. */
export async function findBlobFacts(db: Queryable, entrance: Hex, pointer: DaPointer): Promise<BlobFacts> {
  const { dataRoot, epoch, quorumId } = pointer
  const { rows } = await db.query<{ attested: boolean; epoch: string }>(
    `select exists (select from da_commitment where data_root = $2 and entrance = $1 and epoch = $3 and quorum = $4
         and block_number <= ${FINAL_HEIGHT}) as attested,
       coalesce((select max(epoch) from da_upload where entrance = $1 and block_number <= ${FINAL_HEIGHT}), 0) as epoch`,
    [entrance, dataRoot, `${epoch}`, `${quorumId}`],
  )
  return { isAttested: rows[0]?.attested ?? false, epoch: BigInt(rows[0]?.epoch ?? 0) }
}

/** Newest epoch in which anything was dispersed until then; 0 where nothing was. */
export async function findEpochAt(db: Queryable, entrance: Hex, time: Date): Promise<bigint> {
  const { rows } = await db.query<{ epoch: string }>(
    `select coalesce(max(epoch), 0) as epoch from da_upload
     where entrance = $1 and block_number <= ${FINAL_HEIGHT} and block_time <= $2`,
    [entrance, time],
  )
  return BigInt(rows[0]?.epoch ?? 0)
}

/** Where signers say that their nodes listen, by signer; text of strangers. One without a socket is left out. */
export async function listSockets(db: Queryable, signers: readonly Hex[]): Promise<Map<Hex, string>> {
  const { rows } = await db.query<{ signer: Hex; socket: string }>(
    `select distinct on (signer) signer, socket from da_signer
     where signer = any($1) and socket is not null and from_block <= ${FINAL_HEIGHT}
     order by signer, from_block desc, from_log_index desc`,
    [signers],
  )
  return new Map(rows.map(({ signer, socket }) => [signer, socket]))
}
