import type { Backfill } from '../fetch/backfill.js'
import type { Need } from '../fetch/need.js'
import type { Query } from '../query/query.js'
import { toFragment, toHeaderFragment } from './fragment.js'
import type { PageReader } from './page.js'

/**
 * An answer ends after so many bytes, or after so long once it has something to say. The client asks on from there: it holds
 * three at once, and larger ones cost it memory and no less time.
 */
const MAX_BYTES = 4_000_000
const MAX_MS = 3_000
/** It ends sooner where it would wait for an RPC: the client works on what there is while more is fetched. */
const MAX_WAIT_MS = 250

/**
 * The answer to a query as pieces of one JSON list, from its first block up to some block that the last entry names, at
 * most `limit`. Pieces are written as they are read: no more than a page is in memory.
 * @returns that block.
 * @throws what reading throws, as long as nothing was given out; a later failure ends the answer before it.
 */
export async function* streamAnswer(
  query: Query,
  need: Need,
  limit: number,
  backfill: Backfill,
  reader: PageReader,
): AsyncGenerator<string, number> {
  const started = Date.now()
  let [at, bytes, named, hasBlocks] = [query.fromBlock, 0, -1, false]
  const hasTime = () => Date.now() - started < (hasBlocks && !backfill.has(at) ? MAX_WAIT_MS : MAX_MS)
  while (at <= limit && bytes < MAX_BYTES && (at === query.fromBlock || hasTime())) {
    const page = await readNext(query, need, at, limit, backfill, reader).catch((error) => {
      // What was read so far is a whole answer; the client's next query meets the failure at its beginning.
      if (at > query.fromBlock) return undefined
      throw error
    })
    if (!page) break
    let piece = ''
    for (const { block, selected } of page.blocks) {
      piece += (hasBlocks ? ',' : '[') + toFragment(block, selected, page.gathered.of(block), query.select)
      hasBlocks = true
      named = block
    }
    bytes += piece.length
    if (piece !== '') yield piece
    at = page.end + 1
  }
  const end = at - 1
  if (named !== end) {
    const header = await reader.readHeader(end).catch((error) => {
      if (hasBlocks) return undefined
      throw error
    })
    if (header) yield `${hasBlocks ? ',' : '['}${toHeaderFragment(header, query.select)}`
  }
  yield ']'
  return end
}

async function readNext(query: Query, need: Need, at: number, limit: number, backfill: Backfill, reader: PageReader) {
  const end = await backfill.reach(at, limit)
  return reader.read(need, at, end, query.includeAllBlocks)
}
