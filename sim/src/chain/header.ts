import { keccak256 } from '@touchstone/verify'
import { bloomOf, joinBlooms } from './bloom.js'
import { toBytes, toHex, toUint } from './hex.js'
import { listRoot } from './listTrie.js'
import { encodeRlp } from './rlp.js'
import { encodeReceipt, type Transaction } from './transaction.js'

/** What a block's transactions come to in its header. */
export interface BodyRoots {
  transactionsRoot: string
  receiptsRoot: string
  /** 256 bytes. */
  logsBloom: Uint8Array
  gasUsed: number
}

export interface Header extends BodyRoots {
  number: number
  hash: string
  parentHash: string
  /** Seconds. */
  timestamp: number
  /** Tells blocks of two forks apart that hold the same. */
  extraData: string
}

export const ZERO_HASH = `0x${'0'.repeat(64)}`
export const EMPTY_OMMERS = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'
export const STATE_ROOT = `0x${'5a'.repeat(32)}`
export const MINER = `0x${'0a'.repeat(20)}`
export const BLOCK_GAS_LIMIT = 1_000_000_000
export const BASE_FEE = 7
const EMPTY_ROOT = toHex(keccak256(encodeRlp(new Uint8Array(0))))

export const EMPTY_BODY: BodyRoots = {
  transactionsRoot: EMPTY_ROOT,
  receiptsRoot: EMPTY_ROOT,
  logsBloom: new Uint8Array(256),
  gasUsed: 0,
}

/** Roots of real tries over the block's transactions and receipts, and the bloom of all logs. */
export function rootsOf(transactions: readonly Transaction[]): BodyRoots {
  if (transactions.length === 0) return EMPTY_BODY
  const blooms = transactions.map((tx) => bloomOf(tx.logs))
  return {
    transactionsRoot: toHex(listRoot(transactions.map((tx) => tx.raw))),
    receiptsRoot: toHex(listRoot(transactions.map((tx, at) => encodeReceipt(tx, blooms[at] ?? bloomOf(tx.logs))))),
    logsBloom: joinBlooms(blooms),
    gasUsed: transactions.at(-1)?.cumulativeGasUsed ?? 0,
  }
}

const FIXED = {
  ommers: toBytes(EMPTY_OMMERS),
  miner: toBytes(MINER),
  stateRoot: toBytes(STATE_ROOT),
  gasLimit: toUint(BLOCK_GAS_LIMIT),
  mixHash: new Uint8Array(32),
  nonce: new Uint8Array(8),
  baseFee: toUint(BASE_FEE),
  none: new Uint8Array(0),
}

/** RLP of the header with the fields up to London, in the order of the Yellow Paper. */
export function encodeHeader(header: Omit<Header, 'hash'>): Uint8Array {
  return encodeRlp([
    toBytes(header.parentHash),
    FIXED.ommers,
    FIXED.miner,
    FIXED.stateRoot,
    toBytes(header.transactionsRoot),
    toBytes(header.receiptsRoot),
    header.logsBloom,
    FIXED.none,
    toUint(header.number),
    FIXED.gasLimit,
    toUint(header.gasUsed),
    toUint(header.timestamp),
    toBytes(header.extraData),
    FIXED.mixHash,
    FIXED.nonce,
    FIXED.baseFee,
  ])
}

export function sealHeader(fields: Omit<Header, 'hash'>): Header {
  return { ...fields, hash: toHex(keccak256(encodeHeader(fields))) }
}
