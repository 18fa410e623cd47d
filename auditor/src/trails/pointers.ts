import type { BlobStore } from '@touchstone/store/blobs'
import type { DaPointer, DaWitness, Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { cleanText } from '../untrusted/text.js'

/** An anchored file that names a blob on 0G DA, and the blob's witness where it was fetched once. */
export interface KeptPointer {
  pointer: DaPointer
  witness: DaWitness | undefined
}

/** Undefined where the anchored file was not fetched yet, or is no pointer. */
export async function findPointer(db: Queryable, root: Hex): Promise<KeptPointer | undefined> {
  const { rows } = await db.query<{ data_root: Hex; epoch: string; quorum: string; r1: Hex | null; r2: Hex | null }>(
    'select data_root, epoch, quorum, r1, r2 from verdicts.da_pointer where root = $1',
    [root],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const { data_root: dataRoot, epoch, quorum, r1, r2 } = row
  return {
    pointer: { kind: 'pointer', dataRoot, epoch: BigInt(epoch), quorumId: BigInt(quorum) },
    witness: r1 === null || r2 === null ? undefined : { r1, r2 },
  }
}

/** Keeps the anchored file, whose bytes recompute to `root`. */
export async function keepPointer(
  db: Queryable,
  root: Hex,
  { text, dataRoot, epoch, quorumId }: DaPointer & { text: string },
  source: string,
): Promise<void> {
  await db.query(
    `insert into verdicts.da_pointer (root, file, data_root, epoch, quorum, source) values ($1, $2, $3, $4, $5, $6)
     on conflict (root) do nothing`,
    [root, text, dataRoot, `${epoch}`, `${quorumId}`, cleanText(source, 300)],
  )
}

/** Keeps the roots of the extensions, which say for every later time what the blob's bytes are. */
export async function keepWitness(db: Queryable, dataRoot: Hex, { r1, r2 }: DaWitness): Promise<void> {
  await db.query('update verdicts.da_pointer set r1 = $2, r2 = $3 where data_root = $1', [dataRoot, r1, r2])
}

/** The blob as another anchored file brought it here; withdrawn bytes are not looked for. */
export async function findOwnCopy(
  db: Queryable,
  blobs: BlobStore,
  { dataRoot }: DaPointer,
): Promise<({ bytes: Uint8Array; source: string } & DaWitness) | undefined> {
  const { rows } = await db.query<{ root: Hex; source: string; r1: Hex; r2: Hex }>(
    `select d.root, p.source, d.r1, d.r2 from verdicts.da_pointer d
     join verdicts.payload p on p.root = d.root and p.withdrawn_at is null
     where d.data_root = $1 and d.r1 is not null and d.r2 is not null order by p.fetched_at limit 4`,
    [dataRoot],
  )
  for (const { root, ...row } of rows) {
    const bytes = await blobs.find(root)
    if (bytes) return { bytes, ...row }
  }
  return undefined
}
