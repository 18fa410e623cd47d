import type { Backfill } from '../fetch/backfill.js'
import { toFragment, toHeaderFragment } from '../fetch/fragment.js'
import { type FreshParts, servedKey } from '../fetch/freshParts.js'
import type { Need } from '../fetch/need.js'
import type { Query } from '../query/query.js'
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
  { backfill, fresh, reader }: AnswerSources,
): AsyncGenerator<Buffer, number> {
  const started = performance.now()
  const pages = new Pages(query, need, { backfill, fresh, reader })
  let [at, bytes, named, hasBlocks] = [query.fromBlock, 0, -1, false]
  const hasTime = () => performance.now() - started < (hasBlocks && !backfill.has(at) ? MAX_WAIT_MS : MAX_MS)
  while (at <= limit && bytes < MAX_BYTES && (at === query.fromBlock || hasTime())) {
    const page = await pages.read(at, limit).catch((error) => {
      // What was read so far is a whole answer; the client's next query meets the failure at its beginning.
      if (at > query.fromBlock) return undefined
      throw error
    })
    if (!page) break
    if (page.last !== undefined) {
      yield hasBlocks ? COMMA : OPEN
      yield page.text
      hasBlocks = true
      named = page.last
    }
    bytes += page.text.length
    at = page.end + 1
  }
  const end = at - 1
  if (named !== end) {
    const header = await reader.readHeader(end).catch((error) => {
      if (hasBlocks) return undefined
      throw error
    })
    if (header) yield Buffer.from(`${hasBlocks ? ',' : '['}${toHeaderFragment(header, query.select)}`)
  }
  yield SHUT
  return end
}

const [OPEN, COMMA, SHUT] = ['[', ',', ']'].map((mark) => Buffer.from(mark)) as [Buffer, Buffer, Buffer]

/** Where an answer is taken from. */
export interface AnswerSources {
  backfill: Backfill
  fresh: FreshParts
  reader: PageReader
}

/** Blocks of an answer up to `end`, with commas between them; `last` is undefined where there are none. */
interface AnswerPage {
  end: number
  last: number | undefined
  text: Buffer
}

/** The pages of one answer: of what was fetched just now, else from disk. */
class Pages {
  private readonly key: string | undefined

  constructor(
    private readonly query: Query,
    private readonly need: Need,
    private readonly sources: AnswerSources,
  ) {
    // A block of which nothing is found is nowhere but on disk.
    this.key = query.includeAllBlocks ? undefined : servedKey(need)
  }

  async read(at: number, limit: number): Promise<AnswerPage> {
    const { backfill, fresh, reader } = this.sources
    const reached = await backfill.reach(at, limit)
    const taken = this.key === undefined ? undefined : fresh.take(this.key, at, reached)
    if (taken) {
      const parts = taken.blocks.flatMap(({ text }, n) => (n === 0 ? [text] : [COMMA, text]))
      return { end: taken.end, last: taken.blocks.at(-1)?.block, text: Buffer.concat(parts) }
    }
    const { end, blocks, gathered } = await reader.read(this.need, at, reached, this.query.includeAllBlocks)
    let text = ''
    for (const { block, selected } of blocks)
      text += (text === '' ? '' : ',') + toFragment(block, selected, gathered.of(block), this.query.select)
    return { end, last: blocks.at(-1)?.block, text: Buffer.from(text) }
  }
}
