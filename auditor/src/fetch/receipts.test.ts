import { readHeader, verifyReceipt } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestBlock, type TestBlock } from '../../testing/blocks.js'
import { type RpcBehaviour, type RpcServer, startRpcServer } from '../../testing/rpcServer.js'
import { DEFAULT_LIMITS } from './limits.js'
import { createReceipts, type Receipts } from './receipts.js'

const LIMITS = { ...DEFAULT_LIMITS, requestMs: 300, sourceMs: 2_000 }
let servers: RpcServer[]
let receipts: Receipts
let block: TestBlock

beforeEach(async () => {
  servers = [await startRpcServer(), await startRpcServer()]
  receipts = createReceipts(
    servers.map(({ url }) => `${url}/secret?key=1`),
    LIMITS,
  )
  block = makeBlock(7)
})

afterEach(async () => {
  await receipts.close()
  await Promise.all(servers.map((server) => server.stop()))
})

function makeBlock(blockNumber: number): TestBlock {
  return makeTestBlock({
    contract: `0x${'c0'.repeat(20)}`,
    item: {
      user: `0x${'bb'.repeat(20)}`,
      provider: `0x${'aa'.repeat(20)}`,
      totalFee: 5n,
      requestsHash: `0x${'11'.repeat(32)}`,
      nonce: 9n,
      signature: `0x${'22'.repeat(65)}`,
    },
    status: 0,
    fundSpent: 5n,
    balanceAfter: 1n,
    blockNumber,
    blockTime: 1_767_225_600_000,
  })
}

function behave(first: RpcBehaviour, second: RpcBehaviour = 'honest') {
  for (const [at, server] of servers.entries()) server.behaviour = at === 0 ? first : second
}

const find = (of = block) => receipts.find(of.blockHash, of.txHash)

describe('receipts', () => {
  it('recompute to the block, with the place and the calldata of the transaction', async () => {
    const { receipt, receiptAttempts } = await find()
    expect(receiptAttempts).toEqual([])
    if (receipt === null) throw new Error('nothing was found')
    expect(verifyReceipt({ ...receipt, blockHash: block.blockHash }).kind).toBe('proven')
    expect(readHeader(receipt.header).number).toBe(7)
    expect(receipt).toMatchObject({ transactionIndex: 1, source: servers[0]?.url })
    expect(receipt.transactionProof?.length).toBeGreaterThan(0)
  })

  it('cost two requests a block, however many ask and however often', async () => {
    await Promise.all(Array.from({ length: 20 }, () => find()))
    await find()
    expect(servers[0]?.asked).toEqual(['eth_getBlockByHash', 'eth_getBlockReceipts'])
  })

  it('are asked for one by one where a node serves them only so', async () => {
    behave('singly')
    expect((await find()).receipt?.source).toBe(servers[0]?.url)
    expect(servers[0]?.asked.slice(2)).toEqual(['eth_getTransactionReceipt', 'eth_getTransactionReceipt'])
  })

  it('leave the calldata unproven where a transaction is of an unknown type', async () => {
    behave('unknown-type')
    const { receipt } = await find()
    expect(receipt?.source).toBe(servers[0]?.url)
    expect(receipt).not.toHaveProperty('transactionProof')
  })

  it.each<[RpcBehaviour, string]>([
    ['no-block', 'unknown-root'],
    ['other-header', 'mismatch, the header hashes to another block'],
    ['hidden-log', 'mismatch, the receipts do not recompute to their root'],
    ['other-transaction', 'mismatch, the transactions do not recompute to their root'],
    ['hang', 'time-out'],
    ['server-error', 'unreachable, HTTP 503'],
    ['garbage', 'bad-answer'],
  ])('come from the next node where the first is %s, and name it without its secrets', async (behaviour, outcome) => {
    behave(behaviour)
    const { receipt, receiptAttempts } = await find()
    expect(receipt?.source).toBe(servers[1]?.url)
    expect(receiptAttempts).toEqual([{ source: servers[0]?.url, outcome: expect.stringContaining(outcome) }])
    expect(JSON.stringify([receipt?.source, receiptAttempts])).not.toContain('secret')
  })

  it('are none where every node lies, without asking again at once', async () => {
    behave('hidden-log', 'other-header')
    expect((await find()).receipt).toBeNull()
    const asked = servers.map(({ asked: calls }) => calls.length)
    behave('honest')
    expect((await find()).receiptAttempts).toHaveLength(2)
    expect(servers.map(({ asked: calls }) => calls.length)).toEqual(asked)
  })

  it('do not wait for a silent node with every block', async () => {
    behave('hang', 'hang')
    expect((await find()).receipt).toBeNull()
    const before = Date.now()
    const { receipt, receiptAttempts } = await find(makeBlock(8))
    expect(receipt).toBeNull()
    expect(Date.now() - before).toBeLessThan(LIMITS.requestMs)
    expect(receiptAttempts[0]?.outcome).toContain('a moment ago')
  })

  it('of a transaction that the block does not hold are none', async () => {
    const { receipt, receiptAttempts } = await receipts.find(block.blockHash, makeBlock(8).blockHash)
    expect(receipt).toBeNull()
    expect(receiptAttempts).toEqual([{ source: 'auditor', outcome: 'the block does not hold the transaction' }])
  })
})
