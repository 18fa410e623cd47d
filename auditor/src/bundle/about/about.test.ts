import type { AboutFile, AboutRole, Claim } from '@touchstone/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../../../testing/auditing.js'
import { PROVIDER, setHeight } from '../../../testing/chain.js'
import { gatherAbout } from './about.js'
import { MAX_ROWS } from './rows.js'

const REGISTRY = `0x${'12'.repeat(20)}`
const AGENT = `eip155:31337:${REGISTRY}:7`
const OWNER = `0x${'aa'.repeat(20)}`
const CLIENT = `0x${'bb'.repeat(20)}`
const HASH = `0x${'cd'.repeat(32)}`
/** 9 007 199 254 740 993 is no double: amounts and numbers of any size stay text. */
const LARGE = '9007199254740993'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  const run = (sql: string, values: unknown[] = []) => bench.db.query(sql, values)
  await run(`insert into registry (id, chain_id, kind, version) values ($1, 31337, 'erc8004', '2.0.0')`, [REGISTRY])
  await run(
    `insert into agent (id, registry_id, agent_id, owner, minted_block, minted_time, mint_tx_hash, registered)
     values ($1, $2, 7, $3, 1, now(), '0x01', true)`,
    [AGENT, REGISTRY, OWNER],
  )
  await run(
    `insert into agent_ownership (id, agent_id, owner, from_block, from_log_index, to_block, to_log_index, tx_hash)
     values ('o1', $1, $2, 1, 0, 20, 0, '0x01'), ('o2', $1, $3, 20, 0, 99, 0, '0x02'), ('o3', $1, $2, 99, 0, null, null, '0x03')`,
    [AGENT, OWNER, CLIENT],
  )
  await run(`insert into agent_card (id, agent_id, uri, from_block, tx_hash) values ('c1', $1, $2, 1, '0x01')`, [
    AGENT,
    `https://example.org/${'a'.repeat(5_000)}`,
  ])
  await run(
    `insert into verdicts.commitment_check (kind, subject, uri, outcome, attempts) values ('card', 'c1', 'x', 'time-out', 1),
       ('card', 'c1', 'x', 'no-hash', 1), ('feedback', 'f1', 'x', 'mismatch', 1)`,
  )
  await run(
    `insert into agent_wallet (id, agent_id, wallet, how, signature, signature_bytes, deadline, sent_by_wallet, from_block,
       from_log_index, tx_hash) values ('w1', $1, $2, 'set', 'verified', '0xab', $3, false, 5, 0, '0x05')`,
    [AGENT, CLIENT, LARGE],
  )
  await run(
    `insert into payer_link (id, agent_id, payer, type, strength, evidence, from_block, from_log_index, tx_hash)
     values ('l1', $1, $2, 'L2', 'A', 'the wallet signed', 5, 0, '0x05')`,
    [AGENT, CLIENT],
  )
  await run(
    `insert into feedback (id, agent_id, registry, client, index, value, value_decimals, tag1, tag2, endpoint, uri, hash,
       revoked_block, block_number, block_time, tx_hash, log_index)
     values ('f1', $1, $2, $3, $4, -5, 0, 'a', 'b', '', 'https://example.org/f', $5, 60, 6, to_timestamp(1700000000), '0x06', 0),
       ('f2', $1, $2, $3, 2, 5, 0, 'a', 'b', '', '', $5, null, 60, now(), '0x07', 0)`,
    [AGENT, REGISTRY, CLIENT, LARGE, HASH],
  )
  await run(
    `insert into feedback_response (id, feedback_id, responder, uri, hash, block_number, block_time, tx_hash)
     values ('r1', 'f1', $1, 'u', $2, 7, now(), '0x08')`,
    [OWNER, HASH],
  )
  await run(
    `insert into validation_request (id, agent_id, registry, validator, request_hash, uri, block_number, block_time, tx_hash, tx_from, log_index)
     values ('v1', $1, $2, $3, $4, 'u', 8, now(), '0x09', $3, 0)`,
    [AGENT, REGISTRY, CLIENT, HASH],
  )
  await run(
    `insert into validation_response (id, request_id, validator, response, uri, hash, tag, block_number, block_time, tx_hash)
     values ('a1', 'v1', $1, 0, '', $2, 't', 9, now(), '0x0a')`,
    [CLIENT, HASH],
  )
  await setHeight(bench.db, 50)
})
afterAll(() => bench.stop())

async function read(kind: 'agent' | 'provider', id: string): Promise<Map<AboutRole, AboutFile>> {
  const { refs, files } = await gatherAbout(bench.db, 31337, { kind, id, from: 0, to: 1 })
  const found = new Map<AboutRole, AboutFile>()
  for (const [at, { role, file }] of refs.entries()) {
    expect(files[at]?.name).toBe(file)
    const chunks: Uint8Array[] = []
    for await (const chunk of files[at]?.open() ?? []) chunks.push(chunk)
    const said = JSON.parse(Buffer.concat(chunks).toString()) as AboutFile
    expect(said).toMatchObject({ spec: 'touchstone-about/1', role, chainId: 31337, scope: { kind, id }, asOf: 50 })
    found.set(role, said)
  }
  return found
}

describe('the files about an agent', () => {
  it('hold registration, owners, wallets and links as far as they are final, with their transactions', async () => {
    const { entries = [], missing } = (await read('agent', AGENT)).get('identity') ?? {}
    const of = (wanted: string) => entries.filter((entry) => 'kind' in entry && entry.kind === wanted)
    expect(of('agent')).toMatchObject([{ id: AGENT, number: '7', mintTx: '0x01', registered: true }])
    expect(of('owner')).toMatchObject([
      { owner: OWNER, from: 1, to: 20, tx: '0x01' },
      { owner: CLIENT, from: 20, to: null, tx: '0x02' },
    ])
    expect(of('registration')).toMatchObject([{ uriCharacters: 5_020, lookedAt: { outcome: 'no-hash' } }])
    expect((of('registration')[0] as { uri?: string }).uri).toHaveLength(4_096)
    expect(of('wallet')).toMatchObject([{ wallet: CLIENT, signature: 'verified', deadline: LARGE, tx: '0x05' }])
    expect(of('link')).toMatchObject([{ payer: CLIENT, strength: 'A', evidence: 'the wallet signed', to: null }])
    expect(missing?.join()).toContain('the bytes of registration files')
  })

  it('hold what others say, with what became of it up to that block', async () => {
    const files = await read('agent', AGENT)
    expect(files.get('reputation')?.entries).toMatchObject([
      {
        ...{ kind: 'feedback', client: CLIENT, index: LARGE, value: '-5', revokedBlock: null, time: 1_700_000_000_000 },
        ...{ lookedAt: { outcome: 'mismatch' }, responses: [{ responder: OWNER, tx: '0x08' }] },
      },
    ])
    expect(files.get('validation')?.entries).toMatchObject([
      { kind: 'request', responses: [{ response: 0, tag: 't' }] },
    ])
  })

  it('keep apart what the agent claims, none of it as proven and the links as none of its own', async () => {
    const claims = ((await read('agent', AGENT)).get('claims')?.entries ?? []) as Claim[]
    expect(claims.map(({ type }) => type)).toEqual(['registration', 'wallet'])
    expect(claims.every(({ by, evidence }) => by === AGENT && evidence.length === 1)).toBe(true)
    expect(new Set(claims.map(({ verdict }) => verdict))).toEqual(new Set(['not_checked']))
  })

  it('say of an agent that nobody knows that it is not known', async () => {
    const files = await read('agent', `eip155:31337:${REGISTRY}:8`)
    expect([...files.values()].flatMap(({ entries }) => entries)).toEqual([])
    expect(files.get('identity')?.missing[0]).toBe('the agent: the index knows none of this name.')
  })

  it('name what they leave out, and keep the newest', async () => {
    await bench.db.query(
      `insert into agent_metadata (id, agent_id, key, value, value_size, from_block, from_log_index, tx_hash)
       select 'm' || lpad(n::text, 5, '0'), $1, 'key' || n, '0x', 0, 10, n, '0x0b' from generate_series(1, $2::int) n`,
      [AGENT, MAX_ROWS + 1],
    )
    const { entries = [], missing } = (await read('agent', AGENT)).get('identity') ?? {}
    const kept = entries.filter((entry) => 'kind' in entry && entry.kind === 'metadata') as { key?: string }[]
    expect([kept.length, kept[0]?.key, kept.at(-1)?.key]).toEqual([MAX_ROWS, 'key2', `key${MAX_ROWS + 1}`])
    expect(missing).toContain(`metadata: only the newest ${MAX_ROWS} are here.`)
  })
})

describe('the files about a provider', () => {
  it('hold its services, and what they answered, as claims', async () => {
    await bench.db.query(
      `insert into verdicts.provider_answer (provider, kind, source, sha256, size, models)
       values ($1, 'models', 'https://example.org/v1/models', 'ab', 3, '{one,two}')`,
      [PROVIDER],
    )
    const files = await read('provider', PROVIDER)
    expect([...files.keys()].sort()).toEqual(['claims', 'compute'])
    expect(files.get('compute')?.entries).toMatchObject([{ kind: 'service', verifiability: expect.any(String) }])
    expect(files.get('claims')?.entries).toMatchObject([
      { type: 'service', by: PROVIDER, verdict: 'not_checked' },
      { type: 'models', says: { models: ['one', 'two'] }, evidence: ['sha256 ab'], verdict: 'not_available' },
    ])
  })
})
