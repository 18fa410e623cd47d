import type pg from 'pg'
import { CannotCheckError } from '../../usage.js'

/** The state digests of one index. */
export interface Digests {
  /** Of the network's file that indexing began from. */
  start: string
  capability: string
  /** By height, ascending; final ones only. */
  marks: Map<number, string>
}

/**
 * Reads the digests up to the last final block, or up to `to`.
 * @returns also the height of the last of them.
 * @throws CannotCheckError where there is none to compare.
 */
export async function readKept(
  client: pg.Client,
  to: number | undefined,
): Promise<{ height: number; digests: Digests }> {
  const { rows } = await client
    .query<{ id: string; height: number; digest: string; capability: string }>(
      `select id, height, digest, capability from state_digest where id in ('start', 'head')
         or height <= least($1::int, (select height from squid_processor.status where id = 0)) order by height`,
      [to ?? 2 ** 31 - 1],
    )
    .catch((cause: Error) => {
      throw new CannotCheckError(`the database holds no index of this build (${cause.message})`, { cause })
    })
  const start = rows.find(({ id }) => id === 'start')
  const head = rows.find(({ id }) => id === 'head')
  const marks = new Map(rows.filter((row) => row !== start && row !== head).map((row) => [row.height, row.digest]))
  const height = [...marks.keys()].at(-1)
  if (!start || !head || height === undefined)
    throw new CannotCheckError('no digest of a final block is kept yet: wait until the index has passed one')
  return { height, digests: { start: start.digest, capability: head.capability, marks } }
}
