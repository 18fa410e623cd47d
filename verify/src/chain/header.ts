import { keccak256 } from '#primitives'
import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { readBytes, readCount, readList, readSized, readUint } from './fields.js'
import { decodeRlp } from './rlp.js'

/** What of a block's header is read; the hash covers all of it. */
export interface BlockHeader {
  hash: Hex
  parentHash: Hex
  transactionsRoot: Uint8Array
  receiptsRoot: Uint8Array
  /** 256 bytes. */
  logsBloom: Uint8Array
  number: number
  /** Seconds. */
  timestamp: number
}

const SIZES: Readonly<Record<number, [string, number]>> = {
  0: ['parentHash', 32],
  1: ['ommersHash', 32],
  2: ['beneficiary', 20],
  3: ['stateRoot', 32],
  4: ['transactionsRoot', 32],
  5: ['receiptsRoot', 32],
  6: ['logsBloom', 256],
  13: ['mixHash', 32],
  14: ['nonce', 8],
  16: ['withdrawalsRoot', 32],
  19: ['parentBeaconBlockRoot', 32],
  20: ['requestsHash', 32],
}
const NUMBERS: Readonly<Record<number, string>> = {
  7: 'difficulty',
  9: 'gasLimit',
  10: 'gasUsed',
  15: 'baseFeePerGas',
  17: 'blobGasUsed',
  18: 'excessBlobGas',
}
/** Fields that every block has had since the first. */
const LEAST_FIELDS = 15

/**
 * Reads a header and hashes it. Fields are known by their position (Yellow Paper 4.4, EIP-1559, 4895, 4844, 4788, 7685);
 * later forks append further ones, which only the hash covers.
 * @throws RlpError naming the field that is missing or wrong.
 */
export function readHeader(bytes: Uint8Array): BlockHeader {
  const fields = readList(decodeRlp(bytes), 'header', LEAST_FIELDS)
  for (const [at, item] of fields.entries()) {
    const sized = SIZES[at]
    const number = NUMBERS[at]
    if (sized !== undefined) readSized(item, sized[1], `header.${sized[0]}`)
    if (number !== undefined) readUint(item, `header.${number}`)
  }
  readBytes(fields[12], 'header.extraData')
  return {
    hash: toHex(keccak256(bytes)),
    parentHash: toHex(readBytes(fields[0], 'header.parentHash')),
    transactionsRoot: readBytes(fields[4], 'header.transactionsRoot'),
    receiptsRoot: readBytes(fields[5], 'header.receiptsRoot'),
    logsBloom: readBytes(fields[6], 'header.logsBloom'),
    number: readCount(fields[8], 'header.number'),
    timestamp: readCount(fields[11], 'header.timestamp'),
  }
}
