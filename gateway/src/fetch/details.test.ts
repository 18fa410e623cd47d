import { describe, expect, it } from 'vitest'
import { toHex } from '../chain/hex.js'
import type { Database } from '../disk/store.js'
import type { Call } from '../rpc/call.js'
import type { RpcPool } from '../rpc/pool.js'
import { DetailSource } from './details.js'
import type { BlockWants } from './wants.js'

const hash = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
const hashOfTransaction = (block: number, index: number) => hash(block * 100_000 + index)

/** @param transactions how many each block has. */
function build(transactions: (block: number) => number) {
  const asked: string[] = []
  const transactionOf = (block: number, index: number) => ({
    transactionIndex: toHex(index),
    hash: hashOfTransaction(block, index),
    blockHash: hash(block),
    from: `0x${'11'.repeat(20)}`,
    to: `0x${'22'.repeat(20)}`,
    input: '0x',
    value: '0x0',
    nonce: '0x0',
    gas: '0x0',
    type: '0x0',
  })
  const answer = ({ method, params }: Call<unknown>) => {
    asked.push(method === 'eth_getBlockByNumber' && params[1] === true ? 'whole block' : method)
    if (method === 'eth_getTransactionByHash') {
      const n = Number(params[0])
      return transactionOf(Math.floor(n / 100_000), n % 100_000)
    }
    const number = Number(params[0])
    const own = Array.from({ length: transactions(number) }, (_, n) => n)
    return {
      number: toHex(number),
      hash: hash(number),
      parentHash: hash(number - 1),
      timestamp: toHex(number),
      transactions: own.map((n) => (params[1] === true ? transactionOf(number, n) : hashOfTransaction(number, n))),
    }
  }
  const pool = { has: () => false, run: async (calls: Call<unknown>[]) => calls.map((call) => call.read(answer(call))) }
  const database = { getMany: async (keys: string[]) => keys.map(() => undefined) }
  const details = new DetailSource(database as unknown as Database, pool as unknown as RpcPool)
  /** Asks for the first so many transactions of each block. @returns what the RPC was asked. */
  const complete = async (blocks: number[], count: number) => {
    asked.length = 0
    const items = (block: number) =>
      Array.from({ length: count }, (_, index) => ({
        index,
        hash: hashOfTransaction(block, index),
        transaction: true,
        receipt: false,
        frames: false,
      }))
    const wants: BlockWants[] = blocks.map((block) => ({ block, items: items(block) }))
    const gathered = await details.complete(wants)
    for (const { block } of wants) expect(gathered.find('t', block, count - 1)).toBeDefined()
    return [...asked]
  }
  return { complete }
}

const BLOCKS = Array.from({ length: 40 }, (_, n) => 10 + n)

describe('transactions of blocks', () => {
  it('come with their whole block where nearly all are wanted, also after one that has a thousand', async () => {
    const { complete } = build((block) => (block === 3 ? 1_000 : 1))
    expect(await complete([3], 1_000)).toEqual(['whole block'])
    expect(await complete(BLOCKS, 1)).toEqual(BLOCKS.map(() => 'whole block'))
  })

  it('come one by one where blocks hold many that nobody wants', async () => {
    const { complete } = build(() => 300)
    await complete(BLOCKS, 1)
    const asked = await complete([60, 61], 1)
    expect(asked.sort()).toEqual([
      'eth_getBlockByNumber',
      'eth_getBlockByNumber',
      'eth_getTransactionByHash',
      'eth_getTransactionByHash',
    ])
  })
})
