import { MerklePatriciaTrie } from '@ethereumjs/mpt'
import {
  buildReceiptsTrie,
  buildTransactionsTrie,
  decodeRlp,
  encodeHeader as encodeRpcHeader,
  encodeReceipt as encodeRpcReceipt,
  encodeTransaction as encodeRpcTransaction,
  encodeRlp as encodeVerifierRlp,
  proveTransaction,
  readHeader,
  verifyReceipt,
} from '@touchstone/verify'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBlock, formatReceipt, formatTransaction } from '../rpc/format.js'
import { bloomOf } from './bloom.js'
import { directCall, listLogs, type TransactionDraft } from './draft.js'
import { ForkChain } from './forkChain.js'
import { encodeHeader } from './header.js'
import { toBytes, toHex, toUint } from './hex.js'
import { listRoot } from './listTrie.js'
import { encodeRlp, type RlpItem } from './rlp.js'
import { encodeReceipt } from './transaction.js'
import type { Block } from './view.js'

const hex = (least: number, most = least) =>
  fc.uint8Array({ minLength: least, maxLength: most }).map((bytes) => toHex(bytes))
const log = fc.record({
  address: hex(20),
  topics: fc.array(hex(32), { maxLength: 4 }),
  data: hex(0, 200),
})
const draft: fc.Arbitrary<TransactionDraft> = fc
  .tuple(hex(20), hex(20), hex(0, 300), fc.array(log, { maxLength: 4 }), fc.boolean())
  .map(([from, to, input, logs, fails]) => {
    const made = directCall(from, to, input, logs)
    return fails ? { call: { ...made.call, error: 'execution reverted' } } : made
  })

/** Proves every receipt and transaction of a block by the verifier, from what the RPC says alone. */
function proveAll(chainId: number, { header, transactions }: Block) {
  const raw = encodeRpcHeader(formatBlock(chainId, { header, transactions }, false))
  expect(toHex(raw)).toBe(toHex(encodeHeader(header)))
  const receipts = transactions.map((tx, index) => encodeRpcReceipt(formatReceipt(header, tx, index)))
  const signed = transactions.map((tx, index) => encodeRpcTransaction(formatTransaction(chainId, header, tx, index)))
  const receiptsTrie = buildReceiptsTrie(receipts)
  const transactionsTrie = buildTransactionsTrie(signed)
  for (const [transactionIndex, tx] of transactions.entries()) {
    const receiptProof = receiptsTrie.proofOf(transactionIndex)
    const claim = { header: raw, blockHash: header.hash as `0x${string}`, transactionIndex, receiptProof }
    const proven = verifyReceipt(claim)
    if (proven.kind === 'refused') throw new Error(proven.why)
    expect(proven.receipt.logs).toHaveLength(tx.logs.length)
    expect(proven.receipt.succeeded).toBe(tx.status === 1)
    const sent = proveTransaction(readHeader(raw), transactionIndex, transactionsTrie.proofOf(transactionIndex))
    if (sent.kind === 'refused') throw new Error(sent.why)
    expect(sent.value).toMatchObject({ hash: tx.hash, to: tx.draft.call.to })
  }
}

describe('ForkChain', () => {
  it('makes blocks whose headers, receipts and transactions the verifier proves', () => {
    let proven = 0
    fc.assert(
      fc.property(fc.array(fc.array(draft, { maxLength: 12 }), { minLength: 1, maxLength: 4 }), (blocks) => {
        const chain = new ForkChain({ chainId: 5, finality: 2 })
        for (const drafts of blocks) {
          const block = chain.mine(drafts)
          proveAll(5, block)
          proven += block.transactions.length
        }
      }),
      { numRuns: 60 },
    )
    expect(proven).toBeGreaterThan(100)
  })

  it('makes receipts that prove nothing once a byte of them differs', () => {
    const chain = new ForkChain({ chainId: 5, finality: 2 })
    const logs = [{ address: `0x${'1'.repeat(40)}`, topics: [], data: '0x1234' }]
    const { header, transactions } = chain.mine([directCall(`0x${'2'.repeat(40)}`, `0x${'3'.repeat(40)}`, '0x', logs)])
    const [tx] = transactions
    const receipt = encodeReceipt({ ...tx, cumulativeGasUsed: 1 } as (typeof transactions)[0], bloomOf(logs))
    const claim = { header: encodeHeader(header), blockHash: header.hash as `0x${string}`, transactionIndex: 0 }
    expect(verifyReceipt({ ...claim, receiptProof: buildReceiptsTrie([receipt]).proofOf(0) }).kind).toBe('refused')
  })

  it('keeps what a snapshot saw while the chain forks away from it', () => {
    const chain = new ForkChain({ chainId: 5, finality: 2 })
    const moved = directCall(`0x${'2'.repeat(40)}`, `0x${'3'.repeat(40)}`, '0x01', [])
    const old = chain.mine([{ ...moved, nonce: 7 }])
    chain.mine([])
    const before = chain.snapshot()
    const [first, second, third] = chain.fork(2, [[], [{ ...moved, nonce: 7 }], []])
    const after = chain.snapshot()
    expect(before.head).toBe(2)
    expect(before.block(1)).toBe(old)
    expect(after.head).toBe(3)
    expect(after.finalized).toBe(1)
    expect([1, 2, 3].map((number) => after.block(number))).toEqual([first, second, third])
    expect(second?.header.parentHash).toBe(first?.header.hash)
    const hash = old.transactions[0]?.hash ?? ''
    expect(after.findTransaction(hash)?.block).toBe(second)
    expect(before.findTransaction(hash)?.block).toBe(old)
    expect(after.blockByHash(old.header.hash)).toBe(old)
    expect(() => chain.fork(9, [[]])).toThrow(RangeError)
  })
})

describe('listLogs', () => {
  it('leaves out what lies below a failed call and keeps the order of execution', () => {
    const at = (data: string) => ({ address: '0x', topics: [], data })
    const call = (steps: TransactionDraft['call']['steps'], error?: string) => {
      return { from: '0x', to: '0x', input: '0x', steps, ...(error === undefined ? {} : { error }) }
    }
    const root = call([
      at('1'),
      call([at('2'), call([at('3')]), at('4')]),
      call([call([at('x')])], 'reverted'),
      at('5'),
    ])
    expect(listLogs(root).map(({ data }) => data)).toEqual(['1', '2', '3', '4', '5'])
  })
})

describe('encodings', () => {
  it('agree with the verifier on RLP', () => {
    const { item } = fc.letrec<{ item: RlpItem }>((tie) => ({
      item: fc.oneof({ maxDepth: 4 }, fc.uint8Array({ maxLength: 300 }), fc.array(tie('item'), { maxLength: 12 })),
    }))
    fc.assert(
      fc.property(item, (value) => {
        const encoded = encodeRlp(value)
        expect(toHex(encoded)).toBe(toHex(encodeVerifierRlp(value)))
        expect(() => decodeRlp(encoded)).not.toThrow()
      }),
      { numRuns: 500 },
    )
    const long = new Uint8Array(70_000).fill(1)
    expect(toHex(encodeRlp([long]))).toBe(toHex(encodeVerifierRlp([long])))
  })

  it('agree with the verifier and with a third implementation on the root of a list of any length', async () => {
    for (const length of [0, 1, 2, 16, 17, 127, 128, 129, 255, 256, 257, 700]) {
      const values = Array.from({ length }, (_, index) => toBytes(`0x${index.toString(16).padStart(80, '0')}`))
      const third = new MerklePatriciaTrie()
      for (const [index, value] of values.entries()) await third.put(encodeRlp(toUint(index)), value)
      expect(toHex(listRoot(values)), `${length}`).toBe(toHex(third.root()))
      expect(toHex(listRoot(values)), `${length}`).toBe(toHex(buildReceiptsTrie(values).root))
    }
  })
})
