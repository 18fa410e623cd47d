import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { buildLogTags, storageRoot } from '@touchstone/verify'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChainServer, startChainServer } from '../../../testing/chainServer.js'
import { type AnchorNodes, openAnchorNodes } from './anchorChain.js'
import { type AnchorKey, readAnchorKey } from './anchorKey.js'
import { findAnchor } from './anchorRows.js'
import { type AnchorContext, anchorStep } from './anchorStep.js'

const FLOW = `0x${'f1'.repeat(20)}` as const
const LOG_KEY = 'ab'.repeat(32)
const LIMITS = { connectMs: 2_000, requestMs: 2_000 }

let postgres: TestPostgres
let db: pg.Pool
let folder: string
let chain: ChainServer
let nodes: AnchorNodes
let key: AnchorKey

beforeAll(async () => {
  postgres = await startTestPostgres()
  await migrate(postgres.url)
  db = new pg.Pool({ connectionString: postgres.url, max: 4 })
  folder = await mkdtemp(join(tmpdir(), 'touchstone-anchor-'))
  key = await keyOf('11')
})
afterAll(async () => {
  await db.end()
  await postgres.stop()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  await db.query('truncate verdicts.log_checkpoint cascade')
  chain = await startChainServer()
  nodes = openAnchorNodes([chain.url], 16_688, LIMITS)
})
afterEach(async () => {
  await nodes.close()
  await chain.stop()
})

async function keyOf(byte: string): Promise<AnchorKey> {
  await writeFile(join(folder, byte), byte.repeat(32))
  return readAnchorKey(join(folder, byte))
}
const noteOf = (size: number) => `example.org/log\n${size}\nroot\n\n— example.org/log signature\n`
const addCheckpoint = (size: number) =>
  db.query('insert into verdicts.log_checkpoint (size, root, note) values ($1, $2, $3)', [size, 'root', noteOf(size)])
/** Waits for no pause unless a test says so. */
const look = (changes: Partial<AnchorContext> = {}) =>
  anchorStep({ db, key, logKeyId: LOG_KEY, chainId: 16_688, flow: FLOW, finality: 2, everyMs: 0, ...changes }, () =>
    nodes.find(new AbortController().signal),
  )
const age = (ms: number) =>
  db.query("update verdicts.log_anchor_attempt set made_at = made_at - $1 * interval '1 millisecond'", [ms])
const attempts = async () =>
  (await db.query('select size::int, nonce::int, outcome from verdicts.log_anchor_attempt order by gas_price')).rows

describe('a checkpoint', () => {
  it('is sent once, stands when its block is final, and the next one follows after the pause', async () => {
    expect(await look()).toBe(false)
    expect(chain.asked).toEqual([])
    await addCheckpoint(5)
    expect(await look()).toBe(true)
    const [sent] = chain.waiting.values()
    expect(sent?.data).toContain(buildLogTags(LOG_KEY).slice(2))
    const { root } = storageRoot(Buffer.from(noteOf(5)))
    expect(sent?.data).toContain(root?.slice(2))
    chain.mine()
    await look()
    expect(await findAnchor(db)).toBeUndefined()
    chain.mine(2)
    await look()
    expect(await findAnchor(db)).toEqual({ note: noteOf(5), root, tx: sent?.hash, block: 101 })
    expect(await look()).toBe(false)
    await addCheckpoint(6)
    await addCheckpoint(9)
    expect(await look({ everyMs: 60_000 })).toBe(false)
    await look()
    chain.mine(3)
    await look()
    expect((await findAnchor(db))?.note).toBe(noteOf(9))
    expect(chain.mined.map(({ nonce }) => nonce)).toEqual([0, 1])
  })

  it.each<[string, () => void]>([
    ['before it was sent', () => chain.waiting.clear()],
    ['after it was sent', () => undefined],
    ['after it was mined', () => chain.mine(5)],
  ])('gets one anchor where the process was killed %s', async (_, strike) => {
    await addCheckpoint(5)
    // What a killed process leaves: the attempt in the database, and the chain anywhere.
    await look()
    strike()
    for (let round = 0; round < 4; round += 1) {
      await look()
      chain.mine(2)
    }
    await look()
    expect(chain.mined).toHaveLength(1)
    expect((await findAnchor(db))?.tx).toBe(chain.mined[0]?.hash)
    expect(await attempts()).toHaveLength(1)
  })

  it('gets one anchor where two processes look at the same time', async () => {
    await addCheckpoint(5)
    await Promise.allSettled(Array.from({ length: 8 }, () => look()))
    chain.mine(3)
    await Promise.allSettled(Array.from({ length: 8 }, () => look()))
    chain.mine(3)
    expect(chain.mined).toHaveLength(1)
    expect(await attempts()).toHaveLength(1)
    expect(await look()).toBe(false)
  })
})

describe('a transaction', () => {
  it('that no block takes is outbid with the same nonce, and either may be the one that is mined', async () => {
    await addCheckpoint(5)
    await look()
    const [first] = chain.waiting.values()
    await look({ outbidMs: 0 })
    const [second] = chain.waiting.values()
    expect(second?.nonce).toBe(first?.nonce)
    expect(second?.gasPrice).toBeGreaterThan(first?.gasPrice ?? 0n)
    await look()
    if (first) chain.waiting.set(first.nonce, first)
    chain.mine(3)
    await look()
    expect((await findAnchor(db))?.tx).toBe(first?.hash)
    expect(await look()).toBe(false)
    expect(await attempts()).toHaveLength(2)
  })

  it('that a node took and lost is sent again as it was', async () => {
    await addCheckpoint(5)
    chain.forgets = true
    await look()
    expect(chain.waiting.size).toBe(0)
    chain.forgets = false
    await look()
    chain.mine(3)
    await look()
    expect(chain.mined).toHaveLength(1)
    expect(await findAnchor(db)).toBeDefined()
  })

  it('that a reorganisation took away is sent again', async () => {
    await addCheckpoint(5)
    await look()
    chain.mine(1)
    await look()
    chain.mined.pop()
    await look()
    chain.mine(3)
    await look()
    expect(await findAnchor(db)).toMatchObject({ block: 102 })
    expect(chain.mined).toHaveLength(1)
  })

  it('that waits for one that a chain lost, although it was final, brings that back', async () => {
    for (const size of [5, 6]) {
      await addCheckpoint(size)
      await look()
      if (size === 5) chain.mine(3)
      await look()
    }
    chain.mined.pop()
    chain.waiting.clear()
    await look()
    chain.mine(3)
    await look()
    expect(chain.mined.map(({ nonce }) => nonce)).toEqual([0, 1])
    expect((await findAnchor(db))?.note).toBe(noteOf(6))
  })

  it('that reverted is made anew for the same checkpoint, later', async () => {
    await addCheckpoint(5)
    await look()
    chain.mine(3, false)
    await expect(look()).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/reverted in block 101/),
    })
    expect(await look({ everyMs: 60_000 })).toBe(false)
    await age(61_000)
    await look({ everyMs: 60_000 })
    chain.mine(3)
    await look()
    expect(await findAnchor(db)).toMatchObject({ tx: chain.mined[1]?.hash })
    expect(await attempts()).toEqual([
      { size: 5, nonce: 0, outcome: 'reverted' },
      { size: 5, nonce: 1, outcome: null },
    ])
  })

  it('whose receipt a node hides is not taken for lost; a nonce used otherwise is given up for that checkpoint', async () => {
    await addCheckpoint(5)
    await look()
    chain.hidesReceipts = true
    chain.mine(3)
    await look()
    await age(9 * 60_000)
    await look()
    expect(await attempts()).toEqual([{ size: 5, nonce: 0, outcome: null }])
    await age(2 * 60_000)
    await expect(look()).rejects.toThrow(/used nonce 0 for another transaction/)
    expect(await look()).toBe(false)
    chain.hidesReceipts = false
    await addCheckpoint(6)
    await look()
    chain.mine(3)
    await look()
    expect((await findAnchor(db))?.note).toBe(noteOf(6))
  })

  it('of an account that was replaced is still taken up, and its checkpoint not sent by the new one', async () => {
    await addCheckpoint(5)
    await look()
    const other = await keyOf('22')
    await look({ key: other, outbidMs: 0 })
    expect(await attempts()).toHaveLength(1)
    chain.mine(3)
    await look({ key: other })
    expect((await findAnchor(db))?.note).toBe(noteOf(5))
  })
})

describe('trouble', () => {
  it('is a sentence: an account with too little, a price that is too high, a contract that refuses', async () => {
    await addCheckpoint(5)
    chain.balance = 10n ** 15n
    await expect(look()).rejects.toMatchObject({
      kind: 'balance',
      message: expect.stringMatching(
        /^account 0x[0-9a-f]{40} has 0\.001 0G, an anchor costs 0\.00200\d+ 0G: send it some$/,
      ),
    })
    chain.balance = 10n ** 18n
    chain.pricePerSector = 10n ** 18n
    await expect(look()).rejects.toMatchObject({ kind: 'price' })
    chain.pricePerSector = 1n
    chain.reverts = true
    await expect(look()).rejects.toMatchObject({ kind: 'refused', message: expect.stringMatching(/paused/) })
    expect(await attempts()).toEqual([])
    chain.reverts = false
    await look()
    expect(chain.waiting.size).toBe(1)
  })

  it('is a node of another chain, or none', async () => {
    await addCheckpoint(5)
    chain.chainId = 1
    await expect(look()).rejects.toMatchObject({ kind: 'rpc', message: expect.stringMatching(/serves chain 1/) })
    const none = openAnchorNodes(['http://127.0.0.1:1/secret'], 16_688, LIMITS)
    const found = none.find(new AbortController().signal)
    await expect(found).rejects.toMatchObject({ kind: 'rpc', message: expect.not.stringMatching(/secret/) })
    await none.close()
    expect(chain.asked).not.toContain('eth_sendRawTransaction')
  })
})
