import type { Hex } from '@touchstone/verify'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBatch } from '../fetch/jsonRpc.js'
import { readBlockTime, readTransaction, readWalletCount } from './readAnswer.js'

const HASH: Hex = `0x${'11'.repeat(32)}`
const BLOCK: Hex = `0x${'22'.repeat(32)}`
const FROM: Hex = `0x${'ab'.repeat(20)}`
const at = { blockHash: BLOCK, blockNumber: '0x10' }
const transaction = { hash: HASH, from: FROM.toUpperCase().replace('X', 'x'), to: FROM, nonce: '0x5', ...at }
const receipt = { transactionHash: HASH, from: FROM, status: '0x1', ...at }
const MINED = { status: 'mined', sender: FROM, recipient: FROM, nonce: 5, reverted: false, blockNumber: 16 }

describe('readTransaction', () => {
  it('reads one that lies in a block, one that reverted, one that created a contract, one that waits, one that is unknown', () => {
    expect(readTransaction(HASH, transaction, receipt)).toEqual({ ...MINED, blockHash: BLOCK })
    expect(readTransaction(HASH, transaction, { ...receipt, status: '0x0' })).toMatchObject({ reverted: true })
    expect(readTransaction(HASH, { ...transaction, to: null }, receipt)).toMatchObject({ recipient: null })
    const waiting = { ...transaction, blockHash: null, blockNumber: null }
    expect(readTransaction(HASH, waiting, null)).toEqual({ status: 'not-found' })
    expect(readTransaction(HASH, null, null)).toEqual({ status: 'not-found' })
  })

  it.each<[string, unknown, unknown]>([
    ['another transaction', { ...transaction, hash: BLOCK }, receipt],
    ['the receipt of another', transaction, { ...receipt, transactionHash: BLOCK }],
    ['two senders', transaction, { ...receipt, from: `0x${'cd'.repeat(20)}` }],
    ['two blocks', transaction, { ...receipt, blockHash: HASH }],
    ['two heights', transaction, { ...receipt, blockNumber: '0x11' }],
    ['a receipt of an unknown transaction', null, receipt],
    ['a block without a receipt', transaction, null],
    [
      'a height beyond every block',
      { ...transaction, blockNumber: '0x80000000' },
      { ...receipt, blockNumber: '0x80000000' },
    ],
    ['no status', transaction, { ...receipt, status: undefined }],
    ['a sender that is no address', { ...transaction, from: '0x' }, { ...receipt, from: '0x' }],
    ['nothing where null belongs', undefined, undefined],
  ])('knows nothing from %s', (_name, sent, got) => {
    expect(readTransaction(HASH, sent, got)).toBeUndefined()
  })

  it('never throws, and calls nothing mined that the two do not say alike', () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom('0x0', '0x1', HASH, BLOCK, FROM, '0x', '0x-1', '0x1e400', -0))
    const mixed = <T extends object>(of: T) =>
      fc.oneof(
        odd,
        fc.record(
          Object.fromEntries(Object.entries(of).map(([key, value]) => [key, fc.oneof(fc.constant(value), odd)])),
        ),
      )
    fc.assert(
      fc.property(mixed(transaction), mixed(receipt), (sent, got) => {
        const look = readTransaction(HASH, sent, got)
        if (look?.status !== 'mined') return
        expect(sent).toMatchObject({ hash: HASH })
        expect(got).toMatchObject({ transactionHash: HASH, blockHash: look.blockHash })
        expect(Number.isSafeInteger(look.nonce) && look.nonce >= 0 && look.blockNumber < 2 ** 31).toBe(true)
      }),
    )
  })
})

describe('what a node says of a block and of a wallet', () => {
  it('is read only where it is of that block, and of a time that can be kept', () => {
    const block = { hash: BLOCK, number: '0x10', timestamp: '0x6955b900' }
    expect(readBlockTime(BLOCK, 16, block)).toBe(0x6955b900 * 1_000)
    for (const change of [{ hash: HASH }, { number: '0x11' }, { timestamp: '0xffffffffffffffff' }, { timestamp: 1 }])
      expect(readBlockTime(BLOCK, 16, { ...block, ...change })).toBeUndefined()
    expect(readBlockTime(BLOCK, 16, null)).toBeUndefined()
  })

  it('is a number of transactions only where the account has no code', () => {
    expect(readWalletCount('0x', '0x19c')).toEqual({ account: 'plain', sent: 412 })
    expect(readWalletCount(`0xef0100${'ab'.repeat(20)}`, '0x19c')).toEqual({ account: 'delegated' })
    expect(readWalletCount(`0xef0100${'ab'.repeat(21)}`, '0x1')).toEqual({ account: 'contract' })
    expect(readWalletCount('0x60', null)).toEqual({ account: 'contract' })
    for (const [code, nonce] of [
      [null, '0x1'],
      ['0x6', '0x1'],
      ['', '0x1'],
      ['0x', null],
      ['0x', '0x'],
      ['0x', '0xffffffffffffffff'],
    ])
      expect(readWalletCount(code, nonce)).toBeUndefined()
  })
})

describe('readBatch', () => {
  const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
  const one = (id: unknown, result: unknown) => ({ id, result })

  it('gives each call its own answer, in whatever order they come', () => {
    expect(readBatch(bytes([one(1, 'b'), one(0, null)]), ['a', 'b'])).toEqual({ ok: true, values: [null, 'b'] })
  })

  it.each<[string, unknown]>([
    ['one answer for all', { error: { code: -32600, message: 'no batches' } }],
    ['an object', {}],
    ['a missing answer', [one(0, 1)]],
    ['two answers to one call', [one(0, 1), one(1, 1), one(0, 2)]],
    ['an id as text', [one('0', 1), one(1, 1)]],
    ['an error in place of a result', [one(0, 1), { id: 1, error: { code: -32000, message: 'missing trie node' } }]],
    ['no result', [one(0, 1), { id: 1 }]],
  ])('refuses %s', (_name, answer) => {
    expect(readBatch(bytes(answer), ['a', 'b'])).toMatchObject({ ok: false, outcome: 'bad-answer' })
  })

  it('never throws, and gives as many results as calls or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.nat(3), (text, calls) => {
        const read = readBatch(Buffer.from(text), Array<string>(calls).fill('m'))
        if (read.ok) expect(read.values).toHaveLength(calls)
        else expect(read.outcome).toBe('bad-answer')
      }),
    )
  })
})
