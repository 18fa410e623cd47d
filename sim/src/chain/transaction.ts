import { keccak256 } from '@touchstone/verify'
import { type LogDraft, listLogs, type TransactionDraft } from './draft.js'
import { toBytes, toHex, toUint } from './hex.js'
import { encodeRlp, type RlpItem } from './rlp.js'

/** A transaction of a block, type 2 (EIP-1559). */
export interface Transaction {
  hash: string
  nonce: number
  /** As the transactions trie holds it; encoded when it is first read. */
  readonly raw: Uint8Array
  draft: TransactionDraft
  /** 1 where the outermost call succeeded, else 0. */
  status: 0 | 1
  gasUsed: number
  cumulativeGasUsed: number
  logs: LogDraft[]
  /** Index of the first log within the block. */
  firstLogIndex: number
}

export const FEE_PER_GAS = 4_000_000_007n
export const PRIORITY_FEE = 4_000_000_000n
export const GAS_LIMIT = 5_000_000

/**
 * Parts of a synthetic signature: `r` names the sender, so that equal calls of two senders have two hashes. No key recovers
 * from an `s` of 0: another one would name a sender that the call does not have.
 */
export function signatureOf(from: string): { r: string; s: string } {
  return { r: `0x01${from.slice(2)}`, s: '0x0' }
}

/** Raw bytes as the transactions trie holds them: 0x02 ‖ RLP(fields). */
function encodeTransaction(chainId: number, draft: TransactionDraft, nonce: number): Uint8Array {
  const { from, to, input, value } = draft.call
  const { r, s } = signatureOf(from)
  return typed([
    toUint(chainId),
    toUint(nonce),
    toUint(PRIORITY_FEE),
    toUint(FEE_PER_GAS),
    toUint(GAS_LIMIT),
    to === null ? new Uint8Array(0) : toBytes(to),
    toUint(value ?? 0n),
    toBytes(input),
    [],
    new Uint8Array(0),
    toBytes(r),
    toUint(BigInt(s)),
  ])
}

/** Raw bytes as the receipts trie holds them: 0x02 ‖ RLP(status, cumulative gas, bloom, logs). */
export function encodeReceipt(tx: Transaction, bloom: Uint8Array): Uint8Array {
  const logs = tx.logs.map(({ address, topics, data }) => [toBytes(address), topics.map(toBytes), toBytes(data)])
  return typed([toUint(tx.status), toUint(tx.cumulativeGasUsed), bloom, logs])
}

/** Where a transaction stands in its block, and what it used. */
type Place = Pick<Transaction, 'nonce' | 'gasUsed' | 'cumulativeGasUsed' | 'firstLogIndex'>

class SealedTransaction implements Transaction {
  readonly hash: string
  readonly nonce: number
  readonly status: 0 | 1
  readonly gasUsed: number
  readonly cumulativeGasUsed: number
  readonly firstLogIndex: number
  readonly #chainId: number
  #raw: Uint8Array | undefined

  constructor(
    chainId: number,
    readonly draft: TransactionDraft,
    readonly logs: LogDraft[],
    place: Place,
    hash?: Uint8Array,
  ) {
    this.#chainId = chainId
    this.nonce = place.nonce
    this.status = draft.call.error === undefined ? 1 : 0
    this.gasUsed = place.gasUsed
    this.cumulativeGasUsed = place.cumulativeGasUsed
    this.firstLogIndex = place.firstLogIndex
    this.hash = toHex(hash ?? keccak256(this.raw))
  }

  get raw(): Uint8Array {
    this.#raw ??= encodeTransaction(this.#chainId, this.draft, this.nonce)
    return this.#raw
  }
}

/**
 * Hashes of these drafts as transactions of block `number`, with what their receipts need.
 * @param hashes 32 bytes for each, where the same drafts were sealed before: encoding and hashing is most of the work.
 */
export function sealTransactions(
  chainId: number,
  number: number,
  drafts: readonly TransactionDraft[],
  hashes?: Uint8Array,
): Transaction[] {
  let firstLogIndex = 0
  let cumulativeGasUsed = 0
  return drafts.map((draft, index) => {
    const logs = listLogs(draft.call)
    const gasUsed = 21_000 + 8 * draft.call.input.length + 2_000 * logs.length
    cumulativeGasUsed += gasUsed
    const place = { nonce: draft.nonce ?? number * 4096 + index, gasUsed, cumulativeGasUsed, firstLogIndex }
    firstLogIndex += logs.length
    return new SealedTransaction(chainId, draft, logs, place, hashes?.subarray(32 * index, 32 * index + 32))
  })
}

function typed(fields: readonly RlpItem[]): Uint8Array {
  const payload = encodeRlp(fields)
  const envelope = new Uint8Array(1 + payload.length)
  envelope[0] = 2
  envelope.set(payload, 1)
  return envelope
}
