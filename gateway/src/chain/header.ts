import { BadAnswer } from '../rpc/rpcError.js'
import { readData, readHash, readNumber, readObject, readQuantity } from './hex.js'
import { encodeRecord, type Layout, pickLines, type Record } from './record.js'

/** Fields of a block header as the protocol names and encodes them; the first three are in every answer. */
export const HEADER_FIELDS = [
  ['number', readNumber],
  ['hash', readHash],
  ['parentHash', readHash],
  ['timestamp', readNumber],
  ['nonce', readData],
  ['sha3Uncles', readHash],
  ['logsBloom', readData],
  ['transactionsRoot', readHash],
  ['stateRoot', readHash],
  ['receiptsRoot', readHash],
  ['mixHash', readHash],
  ['miner', readData],
  ['difficulty', readQuantity],
  ['totalDifficulty', readQuantity],
  ['extraData', readData],
  ['size', readNumber],
  ['gasLimit', readQuantity],
  ['gasUsed', readQuantity],
  ['baseFeePerGas', readQuantity],
  ['l1BlockNumber', readNumber],
] as const satisfies Layout<string>

const HASH_CHARS = 66

/** Header of the block `number` out of an `eth_getBlockByNumber` answer. */
export function encodeHeader(answer: unknown, number: number): Record {
  if (answer === null) throw new BadAnswer('lagging', `there is no block ${number}`)
  const block = readObject(answer, 'the block')
  const record = encodeRecord(HEADER_FIELDS, 'block', (name) => block[name])
  if (readNumber(block.number, 'block.number') !== number)
    throw new BadAnswer('malformed', `asked for block ${number}, got another one`)
  readHash(block.hash, 'block.hash')
  readHash(block.parentHash, 'block.parentHash')
  return record
}

/** By position: behind the number all that is read here has fixed widths. */
export function hashOf(header: Record): string {
  const at = header.indexOf('\n') + '\n"hash":"'.length
  return header.slice(at, at + HASH_CHARS)
}

export function parentHashOf(header: Record): string {
  const at = header.indexOf('\n') + '\n"hash":"'.length + HASH_CHARS + '"\n"parentHash":"'.length
  return header.slice(at, at + HASH_CHARS)
}

export function pickHeaderLines(fields: Iterable<string>): number[] {
  return pickLines(HEADER_FIELDS, ['number', 'hash', 'parentHash', ...fields])
}
