import { createRequire } from 'node:module'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../limits/limits'
import { startTestApi, type TestApi } from '../testing/api'
import { poll } from '../testing/child'
import { settlement } from '../testing/facts'
import { address, type Row } from '../testing/rows'
import { readEvents, type SseReader } from '../testing/sse'

const WebSocketImpl = createRequire(require.resolve('mercurius'))('ws')
const [alice, bob, provider] = [address('alice'), address('bob'), address('prov')]

let api: TestApi
let block = 0
const readers: SseReader[] = []

beforeAll(async () => {
  api = await startTestApi({ limits: { ...DEFAULT_LIMITS, streamsPerClient: 6, streamBuffer: 30 } })
})
beforeEach(async () => {
  for (const reader of readers.splice(0)) reader.close()
  await poll('closed streams', async () => (api.api.services.slots.count === 0 ? true : undefined))
  await poll('a log that is read to its end', isReadUp)
})
afterAll(() => api.stop())

/** A stream begins at the newest event that the server has read: behind an older one it would tell of the test before. */
async function isReadUp(): Promise<true | undefined> {
  const { events } = api.api.services
  await events.start()
  const { rows } = await api.rows.client.query('select id from derived.event order by tx desc, id desc limit 1')
  return events.position().id === BigInt(rows[0]?.id ?? 0) ? true : undefined
}

async function settle(payer: string, more: Row = {}): Promise<Row> {
  block += 1
  const row = settlement(payer, provider, block, more)
  await api.rows.insert('settlement', row)
  return row
}

async function read(query = '', headers: Record<string, string> = {}): Promise<SseReader> {
  const reader = await readEvents(`${api.url}/v1/events${query}`, headers)
  readers.push(reader)
  return reader
}

describe('the stream', () => {
  it('tells what is settled, judged and orphaned, in order', async () => {
    const reader = await read()
    const row = await settle(alice)
    await api.rows.judge(row, 'failed')
    await api.rows.client.query('delete from settlement where id = $1', [row.id])
    const events = await reader.take(3)
    expect(events.map(({ event, data }) => [event, data.settlementId, data.outcome])).toEqual([
      ['settlement', row.id, null],
      ['verdict', row.id, 'failed'],
      ['removed', row.id, null],
    ])
    expect(events[0]?.data).toMatchObject({ payer: alice, provider, blockNumber: block })
  })

  it('resumes behind the last id, without loss and without doubles, from memory and from the database', async () => {
    const first = await read()
    const rows = [await settle(alice), await settle(bob)]
    const [begin] = await first.take(2)
    first.close()
    for (let n = 0; n < 50; n++) rows.push(await settle(alice))
    const expected = rows.slice(1).map((row) => row.id)
    const again = await read('', { 'last-event-id': begin?.id ?? '' })
    expect((await again.take(51)).map(({ data }) => data.settlementId)).toEqual(expected)
    const filtered = await read(`?payer=${bob}&after=${begin?.id}`)
    expect((await filtered.take(1)).map(({ data }) => data.settlementId)).toEqual([expected[0]])
  })

  it('tells a ready reader all of what comes at once, however little is kept', async () => {
    const reader = await read()
    await settle(alice)
    await reader.take(1)
    const rows: Row[] = []
    await api.rows.client.query('begin')
    for (let n = 0; n < 80; n++) rows.push(await settle(bob))
    await api.rows.client.query('commit')
    expect((await reader.take(80)).map(({ data }) => data.settlementId)).toEqual(rows.map((row) => row.id))
  })

  it('waits for a transaction that began earlier and commits later: nothing is skipped', async () => {
    const reader = await read()
    const late = await import('../testing/rows').then(({ Rows }) => Rows.connect(api.databaseUrl))
    await late.client.query('begin')
    block += 1
    const early = settlement(alice, provider, block)
    await late.insert('settlement', early)
    const other = await settle(bob)
    await late.client.query('commit')
    await late.close()
    expect((await reader.take(2)).map(({ data }) => data.settlementId)).toEqual([early.id, other.id])
  })

  it('goes on where it was when the connections to the database were cut', async () => {
    const reader = await read()
    const before = await settle(alice)
    await reader.take(1)
    await api.rows.client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name like 'touchstone-api%' and datname = current_database()`,
    )
    const rows = [await settle(bob), await settle(alice)]
    expect((await reader.take(2)).map(({ data }) => data.settlementId)).toEqual(rows.map((row) => row.id))
    expect(before.id).not.toBe(rows[0]?.id)
  })

  it('says so where what it is asked to resume was forgotten', async () => {
    const reader = await read()
    await settle(alice)
    const [event] = await reader.take(1)
    await settle(alice)
    await api.rows.client.query('select derived.prune_events(1)')
    for (const after of [event?.id, event?.id.replace(/^.{8}/, '00000000')]) {
      const again = await read(`?after=${after}`)
      // Memory may still have what the database forgot.
      if (after === event?.id) await again.take(1)
      else expect((await again.take(1))[0]).toMatchObject({ event: 'dropped', data: { reason: 'gone' } })
    }
  })

  it.each([
    ['?kinds=everything', 'kinds'],
    ['?payer=0x1', 'payer'],
    ['?after=1', 'after'],
    ['?colour=red', 'colour'],
  ])('refuses %s by name', async (query, argument) => {
    const response = await fetch(`${api.url}/v1/events${query}`)
    expect(response.status).toBe(400)
    expect(JSON.stringify(await response.json())).toContain(argument)
  })

  it('is refused to a client with too many', async () => {
    for (let n = 0; n < 6; n++) await read()
    const response = await fetch(`${api.url}/v1/events`)
    expect(response.status).toBe(429)
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'streamsPerClient', max: 6 } }],
    })
  })
})

function connect() {
  return createClient({
    url: `${api.url.replace('http', 'ws')}/graphql/ws`,
    webSocketImpl: WebSocketImpl,
    retryAttempts: 0,
  })
}

describe('a subscription', () => {
  it('gives the events with their settlements', async () => {
    const client = connect()
    const got: unknown[] = []
    const query = `subscription { events(kinds: [settlement, verdict], payer: "${bob}") { kind outcome settlement { id payer amount finality payerPage { address } } } }`
    const opened = new Promise<void>((resolve) => client.on('connected', () => resolve()))
    const stop = client.subscribe(
      { query },
      { next: (value) => got.push(value), error: got.push, complete: () => undefined },
    )
    await opened
    await poll('a subscriber', async () => (api.api.services.slots.count === 1 ? true : undefined))
    // The subscription is made behind the acknowledgement: what comes before it is not meant.
    const rows: Row[] = []
    await poll('the first event', async () => {
      rows.push(await settle(bob), await settle(alice))
      return got.length > 0 ? true : undefined
    })
    const known = rows.map((row) => row.id)
    const first = (got[0] as { data: { events: { kind: string; settlement: Row } } }).data.events
    expect(first).toMatchObject({
      kind: 'settlement',
      settlement: { payer: bob, amount: '1000', payerPage: { address: bob } },
    })
    expect(known).toContain(first.settlement.id)
    stop()
    await client.dispose()
  })

  it.each<[string, string, RegExp]>([
    [
      'with nested pages',
      'subscription { events { settlement { payerPage { settlements(first: 100) { nodes { payerPage { settlements(first: 100) { nodes { id } } } } } } } } }',
      /could return \d+ objects/,
    ],
    ['of an unknown field', 'subscription { events { secret } }', /Cannot query field/],
    ['that is a query', '{ network { name } }', /[Ii]nvalid|only/],
    ['of a wrong address', 'subscription { events(payer: "0x1") { id } }', /payer: expected an address/],
    ['behind a wrong id', 'subscription { events(after: "x") { id } }', /after: expected the id of an event/],
  ])('%s is refused', async (_name, query, message) => {
    const client = connect()
    const error = await new Promise((resolve) => {
      client.subscribe({ query }, { next: resolve, error: resolve, complete: () => resolve('complete') })
    })
    expect(JSON.stringify(error)).toMatch(message)
    await client.dispose()
  })

  it('needs a WebSocket', async () => {
    const response = await fetch(`${api.url}/graphql/ws?query={network{name}}`)
    expect(response.status).toBe(426)
  })
})
