import type { ChainBlock, ChainTransaction } from './decode/chain'
import type { Processor } from './processor'

type Fields = Readonly<Record<string, unknown>>

/**
 * A block that the gateway told, read once, from its JSON to what the decoder wants. The SDK's own entities keep their
 * relations in weak maps, which cost the garbage collector more than all else that is done with them.
 */
export class ArchivedBlock {
  readonly header: { height: number; hash: string; parentHash: string; timestamp: number }
  /** The SDK counts the members of a block's lists for its metrics. */
  readonly logs: readonly unknown[]
  readonly transactions: readonly unknown[]

  /** @throws RangeError for what is not the protocol's form: no block of such an answer is applied. */
  constructor(raw: unknown) {
    const { header, transactions, logs } = readObject(raw, 'the block')
    const fields = readObject(header, 'the header')
    this.header = {
      height: readNatural(fields.number, 'header.number'),
      hash: readHex(fields.hash, 'header.hash'),
      parentHash: readHex(fields.parentHash, 'header.parentHash'),
      timestamp: readNatural(fields.timestamp, 'header.timestamp') * 1000,
    }
    this.logs = readList(logs, 'logs')
    this.transactions = readList(transactions, 'transactions')
  }

  /** The block as the decoder wants it. */
  toChainBlock(): ChainBlock {
    const { height, hash, timestamp } = this.header
    const byIndex = new Map<number, ChainTransaction>()
    for (const raw of this.transactions) {
      const tx = readObject(raw, 'a transaction')
      byIndex.set(readNatural(tx.transactionIndex, 'transaction.transactionIndex'), readTransaction(tx))
    }
    for (const raw of this.logs) {
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
    const ordered = [...byIndex].sort(([a], [b]) => a - b).map(([, tx]) => tx)
    for (const tx of ordered) tx.logs.sort((a, b) => a.logIndex - b.logIndex)
    return { height, hash, timestamp, transactions: ordered }
  }
}

/** Makes the processor hand over final blocks as `ArchivedBlock`. The members are private in 1.27.3, which is pinned. */
export function readArchivedBlocks(processor: Processor): void {
  // biome-ignore lint/complexity/useLiteralKeys: reaches a private member, which only this form allows.
  const archive = processor['getArchiveDataSource']() as unknown as { mapBlock(raw: unknown): ArchivedBlock }
  archive.mapBlock = (raw) => new ArchivedBlock(raw)
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

/** Lower case. */
function readHex(value: unknown, what: string): string {
  if (typeof value === 'string') {
    if (/^0x[0-9a-f]*$/.test(value)) return value
    if (/^0x[0-9a-f]*$/i.test(value)) return value.toLowerCase()
  }
  throw new RangeError(`The gateway told ${what} that is no hex.`)
}
