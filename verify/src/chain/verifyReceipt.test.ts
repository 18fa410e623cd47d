import { describe, expect, it } from 'vitest'
import { keccak256 } from '#primitives'
import { log, rawHeader, rawReceipt, rawTransaction } from '../../testing/block.js'
import { fromHex, toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { covers, logsBloom } from './bloom.js'
import { readReceipt } from './receipt.js'
import { encodeRlp, type RlpItem } from './rlp.js'
import { readTransaction } from './transaction.js'
import { buildReceiptsTrie, buildTransactionsTrie } from './trie.js'
import { proveTransaction, verifyHeader, verifyReceipt } from './verifyReceipt.js'

const CONTRACT: Hex = `0x${'ab'.repeat(20)}`
const bytesOf = (length: number, byte = 0) => new Uint8Array(length).fill(byte)
const transfer = log(CONTRACT, 'Transfer(address,address,uint256)', [CONTRACT, `0x${'cd'.repeat(20)}`], [5n])
const transactions = buildTransactionsTrie([0, 1, 2].map((nonce) => rawTransaction(nonce, CONTRACT, bytesOf(3, nonce))))

/** A block of three receipts, of which the one in the middle and the block's bloom are as given. */
function block(middle: Uint8Array, bloom = logsBloom([transfer])) {
  const receipts = buildReceiptsTrie([rawReceipt([]), middle, rawReceipt([], 63_000)])
  const roots = { transactionsRoot: transactions.root, receiptsRoot: receipts.root }
  const header = rawHeader({ ...roots, bloom, number: 9, time: 5_000 })
  const claim = { header, transactionIndex: 1, receiptProof: receipts.proofOf(1), blockHash: toHex(keccak256(header)) }
  return { claim, receipts }
}
const { claim, receipts } = block(rawReceipt([transfer], 42_000))

describe('verifyReceipt', () => {
  it('proves the receipt of that place in the block of that hash, in whatever case', () => {
    const proven = verifyReceipt(claim)
    expect(proven).toMatchObject({
      kind: 'proven',
      header: { hash: claim.blockHash, number: 9, timestamp: 5 },
      receipt: { type: 2, succeeded: true, cumulativeGasUsed: 42_000, logs: [transfer] },
    })
    expect(verifyReceipt({ ...claim, blockHash: claim.blockHash.toUpperCase().replace('X', 'x') as Hex })).toEqual(
      proven,
    )
    expect(verifyReceipt({ ...claim, transactionIndex: 0, receiptProof: receipts.proofOf(0) })).toMatchObject({
      kind: 'proven',
      receipt: { cumulativeGasUsed: 21_000, logs: [] },
    })
  })

  it('names both blocks where the header is of another', () => {
    const other = `0x${'AB'.repeat(32)}` as Hex
    expect(verifyReceipt({ ...claim, blockHash: other })).toEqual({
      kind: 'refused',
      why: 'the header hashes to another block',
      expected: other.toLowerCase(),
      found: claim.blockHash,
    })
  })

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])('knows no position %s', (transactionIndex) => {
    expect(verifyReceipt({ ...claim, transactionIndex })).toEqual({
      kind: 'refused',
      why: `${transactionIndex} is no position in a block`,
    })
  })

  it('refuses a bloom that is not of the logs, and a block’s that lacks them', () => {
    const fields: RlpItem[] = [
      Uint8Array.of(1),
      Uint8Array.of(9),
      bytesOf(256),
      [[transfer.address, [], transfer.data]],
    ]
    expect(verifyReceipt(block(encodeRlp(fields)).claim)).toEqual({
      kind: 'refused',
      why: 'the bloom of the receipt is not that of its logs',
    })
    expect(verifyReceipt(block(rawReceipt([transfer]), bytesOf(256)).claim)).toEqual({
      kind: 'refused',
      why: 'the bloom of the block lacks logs of the receipt',
    })
  })

  it('refuses what is no header, and an entry that is no receipt', () => {
    expect(verifyHeader(bytesOf(0), claim.blockHash)).toEqual({ kind: 'refused', why: 'an item is missing at byte 0' })
    expect(verifyReceipt(block(bytesOf(40, 5)).claim)).toEqual({
      kind: 'refused',
      why: 'receipt has the unknown type 0x05',
    })
  })

  it('proves a transaction under its own root alone', () => {
    const header = verifyHeader(claim.header, claim.blockHash)
    if (header.kind === 'refused') throw new Error(header.why)
    const proven = proveTransaction(header.value, 2, transactions.proofOf(2))
    expect(proven).toMatchObject({ kind: 'read', value: { type: 2, to: CONTRACT, input: bytesOf(3, 2) } })
    expect(proveTransaction(header.value, 1, transactions.proofOf(2)).kind).toBe('refused')
    expect(proveTransaction(header.value, 1, receipts.proofOf(1))).toMatchObject({ why: 'node 0 has another hash' })
  })
})

describe('the bloom', () => {
  it('has three bits for an address and for each topic, none for data', () => {
    const bits = (bloom: Uint8Array) =>
      [...bloom].flatMap((byte, at) =>
        [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bit) => ((byte >> bit) & 1 ? [2047 - 8 * at - 7 + bit] : [])),
      )
    const bloom = logsBloom([{ address: fromHex(CONTRACT), topics: [] }])
    const hash = keccak256(fromHex(CONTRACT))
    const expected = [0, 2, 4].map((at) => ((hash[at] ?? 0) * 256 + (hash[at + 1] ?? 0)) % 2048)
    expect(bits(bloom).sort()).toEqual([...new Set(expected)].sort())
    const both = logsBloom([{ address: fromHex(CONTRACT), topics: transfer.topics }])
    expect(bits(both).length).toBeGreaterThan(bits(bloom).length)
    expect(covers(both, bloom)).toBe(true)
    expect(covers(bloom, both)).toBe(false)
    expect(covers(bytesOf(0), bloom)).toBe(false)
    expect(covers(bytesOf(256), bytesOf(256))).toBe(true)
  })
})

describe('a receipt', () => {
  const word = bytesOf(32, 7)
  const good: RlpItem[] = [Uint8Array.of(1), Uint8Array.of(0x52), bytesOf(256), [[bytesOf(20), [word], bytesOf(2, 3)]]]
  const read = (...fields: RlpItem[]) => readReceipt(encodeRlp(fields))
  const withLog = (...fields: RlpItem[]) => read(...good.slice(0, 3), [good[3]?.[0] as RlpItem, fields])

  it('tells success, failure and the state root from before Byzantium', () => {
    const logs = [{ address: bytesOf(20), topics: [word], data: bytesOf(2, 3) }]
    const rest = { type: 0, cumulativeGasUsed: 0x52, logsBloom: bytesOf(256), logs }
    expect(read(...good)).toEqual({ ...rest, succeeded: true })
    expect(read(bytesOf(0), ...good.slice(1))).toEqual({ ...rest, succeeded: false })
    expect(read(word, ...good.slice(1))).toEqual({ ...rest, succeeded: null })
    expect(readReceipt(Uint8Array.of(1, ...encodeRlp(good)))).toEqual({ ...rest, type: 1, succeeded: true })
    expect(readReceipt(Uint8Array.of(4, ...encodeRlp(good)))).toEqual({ ...rest, type: 4, succeeded: true })
  })

  it.each<[string, () => unknown]>([
    ['receipt is empty', () => readReceipt(bytesOf(0))],
    ['receipt has 0 items instead of 4', () => readReceipt(Uint8Array.of(0xc0))],
    ['receipt has the unknown type 0x00', () => readReceipt(Uint8Array.of(0, ...encodeRlp(good)))],
    ['receipt has the unknown type 0x05', () => readReceipt(Uint8Array.of(5, ...encodeRlp(good)))],
    ['receipt has 3 items instead of 4', () => read(...good.slice(1))],
    ['receipt has 5 items instead of 4', () => read(...good, [])],
    ['receipt is not a list', () => readReceipt(Uint8Array.of(2, 7))],
    ['receipt.status is neither 0, 1 nor a state root', () => read(Uint8Array.of(2), ...good.slice(1))],
    ['receipt.status is neither 0, 1 nor a state root', () => read(Uint8Array.of(1, 1), ...good.slice(1))],
    ['receipt.status is not a byte string', () => read([], ...good.slice(1))],
    ['receipt.cumulativeGasUsed has a leading zero', () => read(good[0] ?? [], bytesOf(1), ...good.slice(2))],
    ['receipt.logsBloom has 255 bytes instead of 256', () => read(...good.slice(0, 2), bytesOf(255), [])],
    ['receipt.logs is not a list', () => read(...good.slice(0, 3), bytesOf(1))],
    ['receipt.logs.1 has 2 items instead of 3', () => withLog(bytesOf(20), [])],
    ['receipt.logs.1.address has 19 bytes instead of 20', () => withLog(bytesOf(19), [], bytesOf(0))],
    [
      'receipt.logs.1.topics has 5 items instead of 0 to 4',
      () => withLog(bytesOf(20), Array(5).fill(word), bytesOf(0)),
    ],
    ['receipt.logs.1.topics has 31 bytes instead of 32', () => withLog(bytesOf(20), [bytesOf(31)], bytesOf(0))],
    ['receipt.logs.1.data is not a byte string', () => withLog(bytesOf(20), [], [])],
  ])('is refused: %s', (message, build) => {
    expect(build).toThrow(expect.objectContaining({ name: 'RlpError', message }))
  })

  it('counts exactly', () => {
    const gas = (bytes: Uint8Array) => read(good[0] ?? [], bytes, ...good.slice(2)).cumulativeGasUsed
    expect(gas(fromHex('0x1fffffffffffff'))).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => gas(fromHex('0x20000000000000'))).toThrow('receipt.cumulativeGasUsed is beyond 2^53: 9007199254740992')
    expect(() => gas(bytesOf(32, 1))).toThrow('is beyond 2^53')
    expect(() => gas(bytesOf(33, 1))).toThrow('receipt.cumulativeGasUsed has 33 bytes, a number has at most 32')
  })
})

describe('a transaction', () => {
  const fields = (count: number, place: number, to: RlpItem = fromHex(CONTRACT)): RlpItem[] =>
    Array.from({ length: count }, (_, at) => (at === place ? to : at === place + 2 ? Uint8Array.of(1, 2) : bytesOf(0)))
  const raw = (type: number, items: readonly RlpItem[]) =>
    Uint8Array.from([...(type === 0 ? [] : [type]), ...encodeRlp(items)])

  it.each([
    [0, 9, 3],
    [1, 11, 4],
    [2, 12, 5],
    [3, 14, 5],
    [4, 13, 5],
  ])('of type %i has %i fields, the recipient at %i', (type, count, place) => {
    const bytes = raw(type, fields(count, place))
    const hash = toHex(keccak256(bytes))
    expect(readTransaction(bytes)).toEqual({ type, hash, to: CONTRACT, input: Uint8Array.of(1, 2) })
    expect(readTransaction(raw(type, fields(count, place, bytesOf(0)))).to).toBeNull()
    for (const other of [count - 1, count + 1])
      expect(() => readTransaction(raw(type, fields(other, place)))).toThrow(
        `transaction has ${other} items instead of ${count}`,
      )
    expect(() => readTransaction(raw(type, fields(count, place, bytesOf(19))))).toThrow(
      'transaction.to has 19 bytes instead of 20',
    )
    expect(() => readTransaction(raw(type, fields(count, place, [])))).toThrow('transaction.to is not a byte string')
    expect(() => readTransaction(raw(type, fields(count, place).with(place + 2, [])))).toThrow(
      'transaction.input is not a byte string',
    )
  })
})
