import type { BlobStore } from '@touchstone/store/blobs'
import type { Hex } from '@touchstone/verify'
import type pg from 'pg'
import { type Queryable, withinTransaction } from '../database.js'
import { lockExclusively } from '../queue/exclusive.js'

export interface Withdrawn {
  /** The root asked for and every other under which the same bytes lie, in their order. */
  roots: Hex[]
  /** Copies that were deleted now. */
  removed: number
}

/**
 * Withdraws a payload by its root: the anchored root, the data root of a blob on 0G DA, or 0x and the SHA-256 of an enclave
 * report. What is known under other roots to be the same bytes goes with it. First the rows, so that nothing brings them
 * back, then the bytes; a call that was cut off is completed by the next one. Verdicts stay.
 */
export async function withdraw(
  pool: pg.Pool,
  { blobs, reports }: { blobs: BlobStore; reports: BlobStore },
  root: Hex,
  reason: string,
): Promise<Withdrawn> {
  const client = await pool.connect()
  try {
    const roots = await markAll(client, root, reason)
    let removed = 0
    for (const each of roots) {
      for (const store of [blobs, reports]) if (await store.remove(each)) removed += 1
      await client.query('update verdicts.withdrawal set removed_at = now() where root = $1 and removed_at is null', [
        each,
      ])
    }
    return { roots, removed }
  } finally {
    // Ending the session frees its locks.
    client.release(true)
  }
}

/** Marks until nothing new is found: a pointer or a copy may have come meanwhile. */
async function markAll(client: pg.PoolClient, root: Hex, reason: string): Promise<Hex[]> {
  const marked = new Set<Hex>()
  for (let found = [root]; found.length > 0; ) {
    // A fetch in work ends first: what it kept is then found. Sorted, so that two withdrawals cannot wait for each other.
    for (const each of [...found].sort()) await lockExclusively(client, 'root', each)
    await withinTransaction(client, 'begin', () => mark(client, found, reason))
    for (const each of found) marked.add(each)
    found = (await listSame(client, [...marked])).filter((each) => !marked.has(each))
  }
  return [...marked].sort()
}

async function mark(client: Queryable, roots: readonly Hex[], reason: string): Promise<void> {
  await client.query(
    `insert into verdicts.withdrawal (root, reason) select unnest($1::text[]), $2 on conflict (root) do nothing`,
    [roots, reason],
  )
  await client.query(
    `update verdicts.payload p set withdrawn_at = w.withdrawn_at from verdicts.withdrawal w
     where w.root = p.root and p.root = any($1) and p.withdrawn_at is null`,
    [roots],
  )
}

/** Roots of the same bytes: a pointer and its blob, other pointers to it, payloads of the same digest. */
async function listSame(client: Queryable, roots: readonly Hex[]): Promise<Hex[]> {
  const { rows } = await client.query<{ root: Hex }>(
    `select data_root as root from verdicts.da_pointer where root = any($1)
     union select root from verdicts.da_pointer where data_root = any($1)
     union select b.root from verdicts.payload a join verdicts.payload b on b.sha256 = a.sha256 where a.root = any($1)`,
    [roots],
  )
  return rows.map(({ root }) => root)
}
