import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey, link, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY, type Row, timeOf } from '../testing/rows'
import { pickLines } from './lines'

const require = createRequire(__filename)
const { openDiskBlobs } = require('@touchstone/store/blobs/disk') as typeof import('@touchstone/store/blobs/disk')

const payer = address('payer')
const provider = address('prov')
const stranger = address('strange')
const roots = {
  provider: hash('r-prov'),
  stranger: hash('r-strange'),
  missing: hash('r-missing'),
  gone: hash('r-gone'),
}
const row = settlement(payer, provider, 10)

let api: TestApi
let folder: string

const base64 = (text: string | Uint8Array) => Buffer.from(text as string).toString('base64')
const LINES = [
  { spec: 'touchstone-trail/1' },
  { request: { sha256: 'aa', bytes: base64('What is 2 + 2?') }, response: { sha256: 'bb', bytes: base64('<b>4</b>') } },
  { request: { sha256: 'cc' }, response: { sha256: 'dd', bytes: base64(new Uint8Array([0xff, 0xfe])) } },
  { request: { sha256: 'ee', bytes: base64('é'.repeat(20_000)) }, response: { sha256: 'ff', bytes: base64('') } },
]

async function anchor(root: string, author: string, index: number) {
  await api.rows.insert('anchor', {
    id: `storage-${index}`,
    flow: address('flow'),
    submission_index: String(index),
    root,
    size: '1000',
    sectors: '4',
    start_pos: '0',
    tags: '0x',
    payer,
    provider,
    author,
    claimed_sender: provider,
    block_number: 11,
    block_time: timeOf(11),
    tx_hash: hash(`anchor${index}`),
    log_index: 0,
  })
}

async function publish(root: string, status: string, more: Row = {}) {
  const payload = { root, size: '1000', sha256: hash(root), source: 'http://node', fetched_at: timeOf(20), ...more }
  await api.rows.insert('verdicts.payload', payload)
  await api.rows.insert('verdicts.trail', { root, status, records: 3, parsed_at: timeOf(20) })
  await api.rows.insert('verdicts.trail_settlement', { root, payer, provider, nonce: row.nonce, records: 3 })
  for (const line of [2, 3, 4])
    await api.rows.insert('verdicts.inference_record', {
      root,
      line,
      nonce: row.nonce,
      request_sha256: `s${line}`,
      fee: '333',
    })
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'touchstone-api-'))
  const blobs = openDiskBlobs(path.join(folder, 'blobs'))
  for (const root of [roots.provider, roots.gone])
    await blobs.put(root, Buffer.from(`${LINES.map((line) => JSON.stringify(line)).join('\n')}\n`))
  api = await startTestApi({ blobs: { DATA_DIR: folder } })
  await api.rows.insert('settlement', row)
  await anchor(roots.stranger, stranger, 1)
  await anchor(roots.provider, stranger, 2)
  await anchor(roots.provider, provider, 3)
  await anchor(roots.missing, provider, 4)
  await publish(roots.provider, 'parsed')
  await publish(roots.stranger, 'parsed')
  for (const [source, outcome] of [
    ['liar', 'mismatch'],
    ['honest', 'match'],
  ] as const)
    await api.rows.insert('verdicts.fetch_attempt', {
      root: roots.provider,
      source,
      outcome,
      started_at: timeOf(15),
      finished_at: timeOf(16),
      bytes: '1000',
      found_root: outcome === 'mismatch' ? hash('lie') : null,
    })
  const evidence = [{ kind: 'anchor', ref: hash('anchor3'), note: roots.provider }]
  const checks = [
    { id: 'requests-hash', question: 'opening', status: 'pass', expected: '0xaa', found: '0xaa', evidence },
  ]
  await api.rows.judge(
    row,
    'partial',
    { opening: 'pass' },
    {
      questions: [{ id: 'opening', status: 'pass', checks }],
      observations: [{ id: 'price', question: 'content', text: 'As listed.', evidence: [] }],
      openedBy: roots.provider,
      reports: [{ source: 'http://p/v1/quote', observedAt: 1_767_268_800_000, sha256: 'ab', signature: null }],
      trails: [roots.provider, roots.stranger, roots.missing].map((root) => ({ root })),
    },
  )
  await api.rows.setHeights(30)
})
afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

async function ask(fields: string): Promise<Record<string, unknown>> {
  return (await api.ask(`query($id: ID!) { settlement(id: $id) { ${fields} } }`, { id: row.id }))
    .settlement as unknown as Record<string, unknown>
}

describe('what was published about a settlement', () => {
  it('names every file, its author, and the one that the opening was judged by', async () => {
    const { trails } = await ask(
      'trails { root author authorRole status usedForOpening opensBill anchorTx size attempts { source { text } outcome foundRoot } }',
    )
    expect(trails).toMatchObject([
      {
        root: roots.provider,
        author: provider,
        authorRole: 'provider',
        status: 'parsed',
        usedForOpening: true,
        opensBill: true,
        anchorTx: hash('anchor3'),
        size: '1000',
        attempts: [
          { source: { text: 'honest' }, outcome: 'match', foundRoot: null },
          { source: { text: 'liar' }, outcome: 'mismatch', foundRoot: hash('lie') },
        ],
      },
      {
        root: roots.missing,
        authorRole: 'provider',
        status: 'unfetched',
        usedForOpening: false,
        opensBill: false,
        size: null,
      },
      { root: roots.stranger, authorRole: 'other', status: 'parsed', usedForOpening: false, opensBill: false },
    ])
  })

  it('shows checks, observations and reports as they were signed', async () => {
    const answer = await ask(
      `questions { id status checks { id title expected { text } evidence { ref { text } note { text } } } }
       verdict { observations { text { text } } reports { source { text } observedAt sha256 } }`,
    )
    const opening = (answer.questions as Row[]).find((question) => question.id === 'opening')
    expect(opening).toEqual({
      id: 'opening',
      status: 'pass',
      checks: [
        {
          id: 'requests-hash',
          title: 'The requests recompute to the signed commitment',
          expected: { text: '0xaa' },
          evidence: [{ ref: { text: hash('anchor3') }, note: { text: roots.provider } }],
        },
      ],
    })
    expect(answer.verdict).toEqual({
      observations: [{ text: { text: 'As listed.' } }],
      reports: [{ source: { text: 'http://p/v1/quote' }, observedAt: '2026-01-01T12:00:00.000Z', sha256: 'ab' }],
    })
  })

  it('pages through the records of that file, with the bytes as inert text', async () => {
    const fields = `nodes { line fee request { size text truncated } response { size text truncated } } pageInfo { endCursor hasNextPage }`
    const first = (await ask(`records(first: 2) { ${fields} }`)).records as unknown as { nodes: Row[]; pageInfo: Row }
    expect(first.nodes).toEqual([
      {
        line: 2,
        fee: '333',
        request: { size: '14', text: 'What is 2 + 2?', truncated: false },
        response: { size: '8', text: '<b>4</b>', truncated: false },
      },
      { line: 3, fee: '333', request: null, response: { size: '2', text: null, truncated: false } },
    ])
    const rest = (await ask(`records(first: 2, after: "${first.pageInfo.endCursor}") { ${fields} }`))
      .records as unknown as typeof first
    expect(rest.nodes).toMatchObject([
      { line: 4, request: { size: '40000', truncated: true }, response: { size: '0', text: '' } },
    ])
    expect((rest.nodes[0] as { request: { text: string } }).request.text).toHaveLength(16_384)
    expect(rest.pageInfo.hasNextPage).toBe(false)
  })

  it('shows no bytes of a withdrawn file', async () => {
    await api.rows.client.query('update verdicts.payload set withdrawn_at = now() where root = $1', [roots.provider])
    const answer = await ask('records { nodes { request { text } } } trails { root status }')
    await api.rows.client.query('update verdicts.payload set withdrawn_at = null')
    expect((answer.records as unknown as { nodes: Row[] }).nodes.every((node) => node.request === null)).toBe(true)
    expect((answer.trails as Row[]).find((trail) => trail.root === roots.provider)?.status).toBe('withdrawn')
  })
})

describe('strategy of the agent that paid', () => {
  const STRATEGY = `{ agent(id: "${agentKey(7)}") { strategy { complete unreadCards commitments { source about form value }
    openings { root authorRole truncated records { records line actions system { sha256 standing committed { value fromBlock } } tools { standing } } } } } }`
  const strategy = async () =>
    ((await api.ask(STRATEGY, {})).agent as unknown as { strategy: Row & { openings: Row[] } }).strategy
  const [said, other] = ['a1'.repeat(32), 'b2'.repeat(32)]

  beforeAll(async () => {
    await api.rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
    await api.rows.insert('agent', agent(7, payer))
    await api.rows.insert('payer_link', link(7, payer, 'A', 1))
    await api.rows.client.query(
      `update verdicts.inference_record set system_sha256 = case line when 4 then $1 else $2 end, actions = 2
       where line <> 2`,
      [other, said],
    )
  })

  const commit = (id: string, key: string, value: string, from: number) => {
    const where = { agent_id: agentKey(7), from_block: from, from_log_index: 0, tx_hash: hash(id) }
    return api.rows.insert('agent_metadata', { id, key, value: `0x${value}`, value_size: 32, ...where })
  }

  it('says what was read, and what nobody committed to', async () => {
    const { openings, ...rest } = await strategy()
    expect(rest).toEqual({ complete: true, unreadCards: 0, commitments: [] })
    const none = { committed: null }
    expect(openings).toEqual([
      {
        root: roots.provider,
        authorRole: 'provider',
        truncated: false,
        records: [
          {
            records: 1,
            line: 2,
            actions: null,
            system: { sha256: null, standing: 'unread', ...none },
            tools: { standing: 'unread' },
          },
          {
            records: 1,
            line: 3,
            actions: 2,
            system: { sha256: said, standing: 'uncommitted', ...none },
            tools: { standing: 'unnamed' },
          },
          {
            records: 1,
            line: 4,
            actions: 2,
            system: { sha256: other, standing: 'uncommitted', ...none },
            tools: { standing: 'unnamed' },
          },
        ],
      },
    ])
  })

  it('compares with what stood before the window, in metadata, card and token', async () => {
    await commit('m1', 'systemPromptHash', said, 8)
    await commit('m2', 'toolsHash', other, 20)
    const card = { id: 'c', agent_id: agentKey(7), uri: 'https://card', from_block: 1, tx_hash: hash('c') }
    await api.rows.insert('agent_card', card)
    const minted = { minted_block: 1, minted_time: timeOf(1), tx_hash: hash('t') }
    await api.rows.insert('inft', { id: `${REGISTRY}-7`, contract: REGISTRY, token_id: '7', owner: payer, ...minted })
    const data = { id: 'd', inft_id: `${REGISTRY}-7`, position: 0, description: 'System Prompt', data_hash: hash('d') }
    await api.rows.insert('inft_data', { ...data, from_block: 2, from_log_index: 0, tx_hash: hash('t') })
    const { openings, ...rest } = await strategy()
    expect(rest).toMatchObject({
      unreadCards: 1,
      commitments: [
        { source: 'metadata', about: 'tools', form: 'hash', value: other },
        { source: 'metadata', about: 'system', form: 'hash', value: said },
        { source: 'inft', about: 'system', form: 'data', value: hash('d').slice(2) },
      ],
    })
    expect(openings[0]?.records).toMatchObject([
      { system: { standing: 'unread' } },
      { system: { standing: 'equal', committed: { value: said, fromBlock: 8 } } },
      { system: { standing: 'different', sha256: other, committed: { value: said } } },
    ])
  })

  it('compares nothing that a stranger wrote', async () => {
    await api.rows.client.query('update anchor set author = $1 where root = $2', [stranger, roots.provider])
    const { openings } = await strategy()
    expect(openings[0]).toMatchObject({ authorRole: 'other' })
    expect(openings[0]?.records).toMatchObject([
      { system: { standing: 'unread' } },
      { system: { standing: 'stranger', committed: null } },
      { system: { standing: 'stranger', committed: null } },
    ])
  })
})

describe('pickLines', () => {
  it('finds the lines of any file however it is cut into chunks', async () => {
    const file = fc.array(
      fc.string({ maxLength: 8 }).map((text) => text.replaceAll('\n', '')),
      { minLength: 1, maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 1, max: 5 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { minLength: 1 }),
        async (lines, size, wanted) => {
          const bytes = Buffer.from(lines.join('\n'))
          async function* chunks() {
            for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
          }
          const found = await pickLines(chunks(), new Set(wanted), 1_000_000)
          for (const line of wanted) expect(found.get(line)?.toString()).toBe(lines[line - 1])
        },
      ),
    )
  })

  it('reads no further than it may', async () => {
    let read = 0
    async function* endless() {
      for (;;) {
        read += 1
        yield Buffer.from('abc\n')
      }
    }
    expect([...(await pickLines(endless(), new Set([2, 1_000_000]), 400)).keys()]).toEqual([2])
    expect(read).toBeLessThan(110)
  })
})
