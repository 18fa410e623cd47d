import { type FileBytes, type Hex, readTrail, type TrailHeader } from '@touchstone/verify'
import { type RecordLine, type RecordRow, toRecordRow } from './recordRows.js'

/** Records written with one statement. */
const BATCH = 500

/** The contract whose settlements trails of this network open. */
export interface TrailNetwork {
  chainId: number
  contract: Hex
}

/** Transactions kept of one file, those of its last records. */
export const MAX_NAMED = 200

/** A transaction that a record names in `actions`, at a place of that list. */
export interface NamedTransaction {
  line: number
  position: number
  nonce: string
  createdAt: string
  chainId: number
  txHash: Hex
}

/** What a whole file turned out to be. */
export type TrailReading =
  | {
      status: 'parsed'
      header: TrailHeader
      records: number
      /** Transactions that its records name, of which `named` has the last. */
      namedCount: number
      named: NamedTransaction[]
    }
  | { status: 'rejected'; reason: string }

/** Reads a payload as a trail: its records in batches, then what the file is. A rejection takes back all before it. */
export function* readTrailRows(bytes: FileBytes, network: TrailNetwork): Generator<RecordRow[], TrailReading, void> {
  let header: TrailHeader | undefined
  let records = 0
  let batch: RecordRow[] = []
  let namedCount = 0
  let named: NamedTransaction[] = []
  for (const line of readTrail(bytes)) {
    if (line.kind === 'rejected') return { status: 'rejected', reason: `Line ${line.line}: ${line.reason}` }
    if (line.kind === 'header') {
      const wrong = describeOther(line.header, network)
      if (wrong !== undefined) return { status: 'rejected', reason: wrong }
      header = line.header
      continue
    }
    records += 1
    batch.push(toRecordRow(line))
    const found = listNamed(line)
    namedCount += found.length
    if (found.length > 0) named = [...named, ...found].slice(-MAX_NAMED)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
  if (!header) return { status: 'rejected', reason: 'The file has no header.' }
  return { status: 'parsed', header, records, namedCount, named }
}

function describeOther(header: TrailHeader, { chainId, contract }: TrailNetwork): string | undefined {
  if (header.chainId !== chainId) return `Line 1: the trail is about chain ${header.chainId}, expected ${chainId}.`
  if (header.contract !== contract)
    return `Line 1: the trail is about contract ${header.contract}, expected ${contract}.`
  return undefined
}

function listNamed({ line, record }: RecordLine): NamedTransaction[] {
  const { actions = [], settlement: nonce, createdAt } = record
  const time = new Date(createdAt).toISOString()
  return actions.map(({ chainId, txHash }, position) => ({ line, position, nonce, createdAt: time, chainId, txHash }))
}
