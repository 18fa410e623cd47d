import { BundleError, type Collection, openCollection } from '@touchstone/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until } from '../../testing/auditing.js'
import {
  BLOCK_TIME,
  insertAnchor,
  insertSettlement,
  PAYER,
  PROVIDER,
  recordsOf,
  setHeight,
  trailOf,
} from '../../testing/chain.js'
import type { Auditor } from '../auditor.js'
import { openContexts } from '../contexts.js'
import { writeCollection } from './collection.js'
import { listScoped } from './scope.js'

const OTHER = `0x${'ee'.repeat(20)}` as const
const REGISTRY = `0x${'12'.repeat(20)}`
const agentId = (n: number) => `eip155:31337:${REGISTRY}:${n}`
const INTERVAL = { from: BLOCK_TIME, to: BLOCK_TIME + 1_000_000 }

let bench: Bench
let auditor: Auditor
let trail: Uint8Array
const ids = new Map<number, string>()

async function settle(wanted: Parameters<typeof insertSettlement>[1]): Promise<void> {
  const id = await insertSettlement(bench.db, wanted)
  const { rows } = await bench.db.query<{ id: string }>(
    `update settlement set id = '31337-' || tx_hash || '-0', window_from_block = block_number - 1 where id = $1 returning id`,
    [id],
  )
  ids.set(wanted.n, rows[0]?.id ?? '')
}

async function link(agent: number, payer: string, strength: string, from: number, to: number | null): Promise<void> {
  await bench.db.query(
    `insert into payer_link (id, agent_id, payer, type, strength, evidence, from_block, from_log_index, to_block, to_log_index, tx_hash)
     values ($1, $2, $3, 'L4', $4, 'a test', $5, 0, $6, $7, $8)`,
    [`${agentId(agent)}-${payer}-${from}`, agentId(agent), payer, strength, from, to, to === null ? null : 0, '0x00'],
  )
}

beforeAll(async () => {
  bench = await openBench()
  trail = trailOf([1, 2, 3].flatMap((n) => recordsOf(n)))
  const root = bench.nodes[0].add(5, trail)
  for (const n of [1, 2, 3]) await settle({ n, block: 10 * n })
  await settle({ n: 4, block: 35, payer: OTHER })
  await settle({ n: 5, block: 36, status: 4 })
  await settle({ n: 6, block: 99 })
  await insertAnchor(bench.db, { txSeq: 5, root, size: trail.length, block: 40 })
  await bench.db.query(`insert into registry (id, chain_id, kind, version) values ($1, 31337, 'erc8004', '2.0.0')`, [
    REGISTRY,
  ])
  for (const n of [1, 2, 3])
    await bench.db.query(
      `insert into agent (id, registry_id, agent_id, owner, resolved_owner, minted_block, minted_time, mint_tx_hash, registered)
       values ($1, $2, $3, $4, $4, 1, now(), '0x00', true)`,
      [agentId(n), REGISTRY, n, OTHER],
    )
  // 1: all the time, in two intervals that touch, but not alone in between. 2: weakly. 3: from 20 to 30.
  await link(1, PAYER, 'A', 1, 15)
  await link(1, PAYER, 'A-', 15, null)
  await link(2, PAYER, 'B', 1, null)
  await link(3, PAYER, 'A', 18, 25)
  await setHeight(bench.db, 50)
  auditor = await bench.start({ PORT: 0, LOG_PUBLISH_SECONDS: 3_600 })
  await until(
    () => listCurrent(bench.db),
    (rows) => rows.length === 5 && rows.filter(({ opening }) => opening === 'pass').length === 3,
  )
})
afterAll(() => bench.stop())

function open(bytes: Uint8Array): Promise<Collection> {
  return openCollection({ size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) })
}

const ask = (path: string) => fetch(`http://127.0.0.1:${auditor.port}/bundle/${path}`)

async function download(path: string): Promise<Uint8Array> {
  const response = await ask(path)
  expect(response.status).toBe(200)
  return new Uint8Array(await response.arrayBuffer())
}

async function idsOf(collection: Collection): Promise<string[]> {
  const list: string[] = []
  for await (const { item, bundle } of collection.bundles()) {
    if (bundle instanceof BundleError) throw bundle
    expect(bundle.subject.id).toBe(item.id)
    list.push(item.id)
  }
  return list
}

const listed = (...numbers: number[]) => numbers.map((n) => ids.get(n))
const interval = `from=${INTERVAL.from}&to=${INTERVAL.to}`

describe('a collection', () => {
  it("holds a provider's final accepted settlements, each with its evidence, and shared files once", async () => {
    const bytes = await download(`provider/${PROVIDER}.zip?${interval}`)
    const collection = await open(bytes)
    expect(await idsOf(collection)).toEqual(listed(1, 2, 3, 4))
    expect(collection.index.totals).toEqual({
      ...{ settlements: 4, amount: '1200', gaps: collection.gaps.length },
      outcomes: { partial: 3, paid: 1 },
    })
    expect(collection.gaps.every(({ gap }) => gap.startsWith('log proof'))).toBe(true)
    expect(collection.index.next).toBeNull()
    expect(collection.about.map(({ role }) => role)).toEqual(['claims', 'compute'])
    expect(Buffer.from(bytes).toString('latin1').split(Buffer.from(trail).toString('latin1'))).toHaveLength(2)
    expect(await download(`provider/${PROVIDER}.zip?${interval}`)).toEqual(bytes)
  })

  it("holds an agent's own: strong links, over the whole window, with nobody else", async () => {
    const of = async (agent: number) => idsOf(await open(await download(`agent/${agentId(agent)}.zip?${interval}`)))
    expect(await of(1)).toEqual(listed(1, 3))
    const { about } = await open(await download(`agent/${agentId(1)}.zip?${interval}`))
    expect(about.map(({ role }) => role)).toEqual(['claims', 'identity', 'reputation', 'validation'])
    expect(about[1]?.entries).toMatchObject([{ kind: 'agent' }, { strength: 'A' }, { strength: 'A-' }])
    expect(await of(2)).toEqual([])
    expect(await of(3)).toEqual([])
    await bench.db.query('delete from payer_link where agent_id = $1 and from_block = 18', [agentId(3)])
    expect(await of(1)).toEqual(listed(1, 2, 3))
    await bench.db.query('update payer_link set from_block = 11 where agent_id = $1 and from_block = 1', [agentId(1)])
    expect(await of(1)).toEqual(listed(2, 3))
  })

  it('holds nothing that a router paid, however it is linked', async () => {
    const scope = { kind: 'agent', id: agentId(1), ...INTERVAL } as const
    const page = { after: undefined, limit: 10 }
    const own = await listScoped(bench.db, scope, { ...page, routers: [] })
    expect(own.map(({ id }) => id)).toEqual(listed(2, 3))
    expect(await listScoped(bench.db, scope, { ...page, routers: [PAYER] })).toEqual([])
    const provider = { ...scope, kind: 'provider', id: PROVIDER } as const
    expect(await listScoped(bench.db, provider, { ...page, routers: [PAYER] })).toHaveLength(4)
  })

  it('is of its interval, half-open', async () => {
    const of = async (from: number, to: number) =>
      idsOf(await open(await download(`provider/${PROVIDER}.zip?from=${from}&to=${to}`)))
    const second = (n: number) => BLOCK_TIME + n * 1_000
    expect(await of(second(10), second(20))).toEqual(listed(1))
    expect(await of(second(11), second(21))).toEqual(listed(2))
    expect(await of(second(36), second(2_000))).toEqual([])
  })

  it('goes on in the next file where one has no room, and leaves nothing out', async () => {
    const { close, judging } = openContexts(bench.env, bench.network, {
      pool: bench.db,
      signer: undefined as never,
      metrics: undefined as never,
      log: undefined as never,
    })
    const context = { ...judging, routers: [], findLogProof: async () => undefined }
    const scope = { kind: 'provider', id: PROVIDER, ...INTERVAL } as const
    const seen: string[] = []
    let after: { block_number: number; log_index: number } | undefined
    for (let file = 0; file < 3; file += 1) {
      const chunks: Uint8Array[] = []
      const limits = { settlements: 2, bytes: 2 ** 30, page: 1 }
      for await (const chunk of writeCollection(context, scope, after, limits)) chunks.push(chunk)
      const collection = await open(Buffer.concat(chunks))
      seen.push(...(await idsOf(collection)))
      const { next } = collection.index
      if (next === null) break
      const [block, log] = next.split('-').map(Number)
      after = { block_number: block ?? 0, log_index: log ?? 0 }
    }
    expect(seen).toEqual(listed(1, 2, 3, 4))
    await close()
  })

  it.each([
    `provider/${PROVIDER}.zip`,
    `provider/${PROVIDER}.zip?from=1&to=2`,
    `provider/${PROVIDER}.zip?from=2026-01-02&to=2026-01-01`,
    `provider/${PROVIDER}.zip?${interval}&after=x`,
    `provider/${PROVIDER}.zip?${interval}&after=1-99999999999`,
  ])('is refused with the words for what was expected: %s', async (path) => {
    const response = await ask(path)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('expected')
  })

  it('is not there for parties of another form or chain', async () => {
    for (const path of [`agent/eip155:1:${REGISTRY}:1.zip`, 'agent/x.zip', `provider/${PROVIDER.toUpperCase()}.zip`])
      expect((await ask(`${path}?${interval}`)).status).toBe(404)
  })
})
