/** A block around a settlement, with the receipts, logs and calldata that the contract would have left. */
import { keccak256 } from '#primitives'
import { logsBloom } from '../src/chain/bloom.js'
import type { Log } from '../src/chain/receipt.js'
import { encodeRlp, type RlpItem, uintBytes } from '../src/chain/rlp.js'
import { buildReceiptsTrie, buildTransactionsTrie } from '../src/chain/trie.js'
import { fromHex, toHex } from '../src/hex.js'
import { encodeSettleCall } from '../src/payment/calldata.js'
import { topicOf } from '../src/payment/settlementLogs.js'
import type { Hex, ReceiptEvidence, SettlementSubject } from '../src/subject.js'

const LEDGER: Hex = `0x${'1e'.repeat(20)}`
const OWN = 1
const TYPE = 2

type Facts = Omit<SettlementSubject, 'blockHash' | 'txHash' | 'id'>

/** What the transaction left behind where that is not what the contract would have. */
export interface Left {
  logs?: readonly Log[]
  succeeded?: boolean
}

/** The settlement with the hashes of the block that it alone, between two other transactions, makes up. */
export function inBlock<T extends Facts>(
  facts: T,
  left: Left = {},
): T & Pick<SettlementSubject, 'blockHash' | 'txHash' | 'id'> {
  const txHash = toHex(keccak256(ownTransaction(facts)))
  const { header } = build(facts, left)
  return { ...facts, txHash, blockHash: toHex(keccak256(header)), id: `${facts.chainId}-${txHash}-${facts.ordinal}` }
}

/** What an honest node serves about that block. */
export function receiptOf(facts: Facts, left: Left = {}): ReceiptEvidence {
  const { header, receipts, transactions } = build(facts, left)
  return {
    header,
    transactionIndex: OWN,
    receiptProof: receipts.proofOf(OWN),
    transactionProof: transactions.proofOf(OWN),
    source: 'http://rpc.test',
  }
}

/** The logs of the settlement, in the contract's order. */
export function logsOf({ payer, caller, contract, status, unsettledAmount, fundSpent, balanceAfter }: Facts): Log[] {
  return [
    ...(fundSpent === null ? [] : [log(LEDGER, 'FundSpent(address,address,uint256)', [payer, contract], [fundSpent])]),
    ...(balanceAfter === null
      ? []
      : [log(contract, 'BalanceUpdated(address,address,uint256,uint256)', [payer, caller], [balanceAfter, 0n])]),
    log(contract, 'TEESettlementResult(address,uint8,uint256)', [payer], [BigInt(status), unsettledAmount]),
  ]
}

/** A log with that event signature, indexed addresses and data words. */
export function log(address: Hex, signature: string, indexed: readonly Hex[], words: readonly bigint[]): Log {
  const padded = (value: Hex | bigint) =>
    fromHex(`0x${(typeof value === 'bigint' ? value.toString(16) : value.slice(2)).padStart(64, '0')}`)
  return {
    address: fromHex(address),
    topics: [fromHex(topicOf(signature)), ...indexed.map(padded)],
    data: Uint8Array.from(words.flatMap((word) => [...padded(word)])),
  }
}

/** A raw receipt of type 2 with those logs. */
export function rawReceipt(logs: readonly Log[], gas = 21_000, succeeded = true): Uint8Array {
  const fields = logs.map(({ address, topics, data }): RlpItem => [address, topics, data])
  return envelope([uintBytes(succeeded ? 1 : 0), uintBytes(gas), logsBloom(logs), fields])
}

/** A raw signed transaction of type 2. */
export function rawTransaction(nonce: number, to: Hex, input: Uint8Array): Uint8Array {
  const fees = [uintBytes(1), uintBytes(nonce), uintBytes(1), uintBytes(1), uintBytes(21_000)]
  return envelope([...fees, fromHex(to), uintBytes(0), input, [], uintBytes(0), uintBytes(1), uintBytes(1)])
}

/** RLP of a header with those roots, as of Cancun. */
export function rawHeader(parts: {
  transactionsRoot: Uint8Array
  receiptsRoot: Uint8Array
  bloom: Uint8Array
  number: number
  /** Milliseconds. */
  time: number
}): Uint8Array {
  const hash = new Uint8Array(32).fill(7)
  return encodeRlp([
    ...[hash, hash, new Uint8Array(20), hash, parts.transactionsRoot, parts.receiptsRoot, parts.bloom],
    ...[0, parts.number, 30_000_000, 63_000, parts.time / 1000].map(uintBytes),
    ...[new Uint8Array(0), hash, new Uint8Array(8), uintBytes(7), hash, uintBytes(0), uintBytes(0), hash],
  ])
}

function build(facts: Facts, { logs = logsOf(facts), succeeded = true }: Left) {
  const strange = log(LEDGER, 'Transfer(address,address,uint256)', [facts.payer, facts.caller], [1n])
  const receipts = buildReceiptsTrie([
    rawReceipt([]),
    rawReceipt(logs, 42_000, succeeded),
    rawReceipt([strange], 63_000),
  ])
  const other = (nonce: number) => rawTransaction(nonce, LEDGER, new Uint8Array(0))
  const transactions = buildTransactionsTrie([other(1), ownTransaction(facts), other(2)])
  const header = rawHeader({
    transactionsRoot: transactions.root,
    receiptsRoot: receipts.root,
    bloom: logsBloom([...logs, strange]),
    number: facts.blockNumber,
    time: facts.blockTime,
  })
  return { header, receipts, transactions }
}

function ownTransaction({ item, contract }: Facts): Uint8Array {
  return rawTransaction(0, contract, item === null ? new Uint8Array(4) : encodeSettleCall([item]))
}

function envelope(fields: readonly RlpItem[]): Uint8Array {
  const payload = encodeRlp(fields)
  return Uint8Array.from([TYPE, ...payload])
}
