import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { insertEverything } from '../testing/everything'
import { anchor, settlement } from '../testing/facts'
import { address, hash } from '../testing/rows'

const require = createRequire(__filename)
const { openDiskBlobs } = require('@touchstone/store/blobs/disk') as typeof import('@touchstone/store/blobs/disk')

const BODY = Buffer.from('{"quote":"00"}')
const DIGEST = createHash('sha256').update(BODY).digest('hex')
const [CONTRACT, PROVIDER] = [address('proxy'), address('prov1')]
const MODEL = { service: 'Model 1', sku: 'Lab/Model-1', licence: 'Apache-2.0', openWeights: true, source: 'test' }

const hex = (text: string) => text as `0x${string}`

let api: TestApi
let folder: string
let ids: string[]
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'touchstone-evidence-'))
  await openDiskBlobs(path.join(folder, 'blobs', 'reports')).put(`0x${DIGEST}`, BODY)
  api = await startTestApi({ blobs: { DATA_DIR: folder } })
  ids = await insertEverything(api.rows, 3)
  await api.rows.insert('settlement', settlement(address('payer9'), PROVIDER, 9, { settled_amount: '700' }))
  await api.rows.insert('anchor', anchor(hash('other'), 9))
  const contract = { kind: 'inferenceServing', label: 'inference', retired: false, start_block: 7 }
  await api.rows.insert('contract', { id: CONTRACT, ...contract })
  const ran = { contract_id: CONTRACT, implementation: address('code'), from_log_index: 0 }
  await api.rows.insert('contract_implementation', { id: 'a', ...ran, from_block: 7, to_block: 20, to_log_index: 0 })
  await api.rows.insert('contract_implementation', { id: 'b', ...ran, from_block: 20, generation: 'E' })
  await api.rows.insert('state_digest', {
    id: 'head',
    height: 30,
    digest: hash('d'),
    capability: 'frames',
    events: '4',
  })
  await api.rows.setHeights(30)
  api.api.services.network.trust.models.push({ ...MODEL, sameAs: [], tokenizer: null, asOf: '2026-01-01' })
})
afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('one thing of a list', () => {
  const RECORD = 'query($id: ID!) { record(id: $id) { line model { text } settlements { id } } }'
  it('is a record, with the settlements of the bill that it names', async () => {
    const { record } = await api.ask(RECORD, { id: `${hash('root2').toUpperCase().replace('0X', '0x')}-2` })
    expect(record).toEqual({ line: 2, model: { text: 'm' }, settlements: [{ id: ids[1] }] })
    expect(await api.ask(RECORD, { id: `${hash('root2')}-9` })).toEqual({ record: null })
  })

  it('is an anchor', async () => {
    const query = 'query($id: ID!) { anchor(id: $id) { root author } }'
    expect((await api.ask(query, { id: 'storage-flow-9' })).anchor).toMatchObject({ root: hash('other') })
    expect(await api.ask(query, { id: 'storage-flow-99' })).toEqual({ anchor: null })
  })

  it('is the body of a report, as its bytes were kept', async () => {
    const query = 'query($id: String!) { reportBody(sha256: $id) { size text truncated } }'
    const { reportBody } = await api.ask(query, { id: DIGEST })
    expect(reportBody).toEqual({ size: '14', text: '{"quote":"00"}', truncated: false })
    expect(await api.ask(query, { id: 'ab'.repeat(32) })).toEqual({ reportBody: null })
  })

  it.each([
    ['record(id: "0x12-1") { id }', 'id: expected <root>-<line>'],
    ['anchor(id: "a b") { id }', 'id: expected the id of an anchor'],
    ['reportBody(sha256: "zz") { size }', 'sha256: expected 64 hex digits'],
  ])('is refused where %s names none', async (field, words) => {
    const { errors } = await api.send(`{ ${field} }`)
    expect(errors?.[0]?.message).toContain(words)
  })
})

describe('a provider, a model and the network', () => {
  it('counts who pays, the largest first', async () => {
    const query = `query($id: String!) { provider(address: $id) {
      clients { settlements payers amount largest { payer settlements amount } } } }`
    const { provider } = await api.ask(query, { id: PROVIDER })
    const { clients } = provider as unknown as {
      clients: { amount: string; largest: { amount: string; payer: string }[] }
    }
    expect(clients).toMatchObject({ settlements: '2', payers: '2' })
    const sum = clients.largest.reduce((total, { amount }) => total + BigInt(amount), 0n)
    expect(String(sum)).toBe(clients.amount)
    expect(clients.largest.map(({ payer }) => payer).sort()).toEqual([address('payer1'), address('payer9')].sort())
    expect(BigInt(clients.largest[0]?.amount ?? 0) >= BigInt(clients.largest[1]?.amount ?? 0)).toBe(true)
  })

  it('says what is known of a model, and nothing where nothing is', async () => {
    const query = 'query($id: String!) { model(name: $id) { known { sku licence openWeights asOf } } }'
    expect((await api.ask(query, { id: 'model 1' })).model).toEqual({
      known: { sku: 'Lab/Model-1', licence: 'Apache-2.0', openWeights: true, asOf: '2026-01-01' },
    })
    expect((await api.ask(query, { id: 'model 2' })).model).toEqual({ known: null })
  })

  it('lists what ran behind the contracts, and the digest', async () => {
    const { network } = await api.ask(
      '{ network { implementations { label fromBlock toBlock generation } digest { height events } } }',
    )
    expect(network).toEqual({
      implementations: [
        { label: 'inference', fromBlock: 20, toBlock: null, generation: 'E' },
        { label: 'inference', fromBlock: 7, toBlock: 20, generation: null },
      ],
      digest: { height: 30, events: '4' },
    })
  })

  it('names the accounts that pay for many, with what they spent', async () => {
    const account = { address: hex(address('payer9')), kind: 'router', label: 'Router', source: 'test' } as const
    api.api.services.network.accounts = [account]
    const { network } = await api.ask('{ network { routers { address label { source } shares { amount } } } }')
    expect(network).toEqual({
      routers: [{ address: address('payer9'), label: { source: 'test' }, shares: { amount: '700' } }],
    })
  })
})
