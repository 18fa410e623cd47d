import type { ChainBlock, ChainTransaction } from './decode/chain'
import { orderBy } from './decode/order'
import type { Processor } from './processor'

type Fields = Readonly<Record<string, unknown>>

/** How each block of our gateway's answers begins, and with what stands before it: no text within a block has bare quotes. */
const BEGINNING = '{"header":'
const BETWEEN = `,${BEGINNING}`

/**
 * A block that the gateway told, read from its JSON to what the decoder wants when it is asked for. The SDK reads an answer
 * of some megabytes whole, up to three ahead of the one at hand, and keeps the relations of its own entities in weak maps: all
 * of that lives so long that it costs the garbage collector more than all else that is done with it.
 */
export class ArchivedBlock {
  /** The SDK counts the members of a block's lists for its metrics: as many as were read. */
  private readonly items: undefined[] = []

  /** @param source the block's JSON, or what was read of it. */
  constructor(private readonly source: Buffer | object) {}

  /**
   * Read anew each time: the SDK asks for those of an answer's ends.
   * @throws RangeError for what is not the protocol's form.
   */
  get header(): ArchivedHeader {
    return new ArchivedHeader(readObject(this.read().header, 'the header'))
  }

  /** The block as the decoder wants it. @throws RangeError for what is not the protocol's form. */
  toChainBlock(): ChainBlock {
    const block = this.read()
    const { height, hash, timestamp } = new ArchivedHeader(readObject(block.header, 'the header'))
    const [transactions, logs] = [readList(block.transactions, 'transactions'), readList(block.logs, 'logs')]
    this.items.length = transactions.length + logs.length
    const byIndex = new Map<number, ChainTransaction>()
    for (const raw of transactions) {
      const tx = readObject(raw, 'a transaction')
      byIndex.set(readNatural(tx.transactionIndex, 'transaction.transactionIndex'), readTransaction(tx))
    }
    for (const raw of logs) {
      const log = readObject(raw, 'a log')
      const tx = byIndex.get(readNatural(log.transactionIndex, 'log.transactionIndex'))
      if (!tx) throw new RangeError(`A log of block ${height} came without its transaction.`)
      tx.logs.push({
        address: readHex(log.address, 'log.address'),
        topics: readList(log.topics, 'log.topics').map((topic) => readHex(topic, 'log.topics')),
        data: readHex(log.data, 'log.data'),
        logIndex: readNatural(log.logIndex, 'log.logIndex'),
      })
    }
    for (const tx of byIndex.values()) orderBy(tx.logs, (log) => log.logIndex)
    return { height, hash, timestamp, transactions: orderBy([...byIndex], ([index]) => index).map(([, tx]) => tx) }
  }

  private read(): Fields {
    return readObject(Buffer.isBuffer(this.source) ? parseJson(this.source) : this.source, 'the block')
  }
}

/**
 * Each member is read when it is asked for: of a block that it resumes from the SDK wants the hash alone, and that answer has
 * no timestamp.
 */
class ArchivedHeader {
  constructor(private readonly told: Fields) {}

  get number(): number {
    return readNatural(this.told.number, 'header.number')
  }

  get height(): number {
    return this.number
  }

  get hash(): string {
    return readHex(this.told.hash, 'header.hash')
  }

  get parentHash(): string {
    return readHex(this.told.parentHash, 'header.parentHash')
  }

  /** Milliseconds. */
  get timestamp(): number {
    return readNatural(this.told.timestamp, 'header.timestamp') * 1000
  }
}

/** The blocks of an answer, unread where it is written as our gateway writes. @throws RangeError where it is no list. */
export function splitAnswer(answer: Buffer): ArchivedBlock[] {
  if (answer.indexOf(`[${BEGINNING}`) !== 0)
    return readList(parseJson(answer), 'blocks').map((raw) => new ArchivedBlock(readObject(raw, 'the block')))
  const blocks: ArchivedBlock[] = []
  const end = answer.lastIndexOf(']')
  for (let from = 1; from < end; ) {
    const next = answer.indexOf(BETWEEN, from)
    const to = next < 0 ? end : next
    blocks.push(new ArchivedBlock(answer.subarray(from, to)))
    from = to + 1
  }
  return blocks
}

/** What a query of the SDK's client goes through; private in 1.8.0 of its HTTP client and in 1.27.3 of the processor, which are pinned. */
interface ArchiveParts {
  client: { http: { handleResponseBody(request: { method: string }, response: Answer): Promise<unknown> } }
  mapBlock(raw: unknown): ArchivedBlock
}

type Answer = Pick<Response, 'ok' | 'arrayBuffer'>

/** Makes the processor hand over final blocks as `ArchivedBlock`. `told` hears of each answer before the processor does. */
export function readArchivedBlocks(processor: Processor, told: (answer: readonly ArchivedBlock[]) => void): void {
  // biome-ignore lint/complexity/useLiteralKeys: reaches a private member, which only this form allows.
  const archive = processor['getArchiveDataSource']() as unknown as ArchiveParts
  const { http } = archive.client
  const readBody = http.handleResponseBody.bind(http)
  // Only queries are posted. Of any other answer the SDK reads an error.
  http.handleResponseBody = async (request, response) => {
    if (request.method !== 'POST' || !response.ok) return readBody(request, response)
    const blocks = splitAnswer(Buffer.from(await response.arrayBuffer()))
    told(blocks)
    return blocks
  }
  archive.mapBlock = (raw) => raw as ArchivedBlock
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString())
  } catch {
    throw new RangeError('The gateway told blocks that are no JSON.')
  }
}

function readTransaction(tx: Fields): ChainTransaction {
  return {
    hash: readHex(tx.hash, 'transaction.hash'),
    from: readHex(tx.from, 'transaction.from'),
    to: tx.to == null ? null : readHex(tx.to, 'transaction.to'),
    input: readHex(tx.input, 'transaction.input'),
    value: BigInt(readHex(tx.value, 'transaction.value')),
    logs: [],
    frames: null,
  }
}

function readObject(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) throw new RangeError(`The gateway told ${what} that is no object.`)
  return value as Fields
}

function readList(value: unknown, what: string): readonly unknown[] {
  if (value == null) return []
  if (!Array.isArray(value)) throw new RangeError(`The gateway told ${what} that is no list.`)
  return value
}

function readNatural(value: unknown, what: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new RangeError(`The gateway told ${what} that is no natural number.`)
  return value as number
}

const HEX = /^0x[0-9a-f]*$/i
const LOWER_HEX = /^0x[0-9a-f]*$/

/** Lower case. */
function readHex(value: unknown, what: string): string {
  if (typeof value === 'string') {
    if (LOWER_HEX.test(value)) return value
    if (HEX.test(value)) return value.toLowerCase()
  }
  throw new RangeError(`The gateway told ${what} that is no hex.`)
}
