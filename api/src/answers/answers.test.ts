import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, startTestApi, type TestApi } from '../testing/api'
import { settlement } from '../testing/facts'
import { address, hash, timeOf } from '../testing/rows'
import { Answers, type Executed } from './answers'
import { KeptAnswers } from './kept'

const [payer, provider] = [address('payer'), address('prov')]
const LIST = '{ settlements { nodes { id outcome finality blockNumber } } }'
let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
  await api.rows.setHeights(10)
  await api.rows.insert('settlement', settlement(payer, provider, 9))
  // A document is executed at once when it is first seen.
  await api.ask(LIST)
})
afterAll(() => api.stop())

const list = async () => (await api.ask(LIST)).settlements as unknown as { nodes: Record<string, unknown>[] }

const readMetrics = () => fetch(`${api.url}/metrics`).then((response) => response.text())

async function countSql(work: () => Promise<unknown>): Promise<number> {
  let statements = 0
  const unwatch = api.api.services.database.watch(() => {
    statements += 1
  })
  await work()
  unwatch()
  return statements
}

describe('an answer that is kept', () => {
  it('is given again, by POST and by GET, with the meta of now and no statement', async () => {
    const first = await post(api.url, { query: LIST })
    const again = await countSql(async () => {
      const got = await fetch(`${api.url}/graphql?query=${encodeURIComponent(LIST)}`)
      expect(got.headers.get('content-type')).toBe('application/json; charset=utf-8')
      const answer = (await got.json()) as { data: unknown; extensions: { meta: { indexedHeight: number } } }
      expect(answer.data).toEqual(first.data)
      expect(answer.extensions.meta.indexedHeight).toBe(10)
      expect(Object.keys(answer)).toEqual(['data', 'extensions'])
    })
    expect(again).toBe(0)
    expect(await readMetrics()).toMatch(/touchstone_api_answers_total\{source="kept"\} [1-9]/)
  })

  it('is not outlived by a block, a verdict, finality or a reorganisation', async () => {
    await list()
    const row = settlement(payer, provider, 12)
    await api.rows.insert('settlement', row)
    const of = async () => (await list()).nodes[0]
    expect(await of()).toEqual({ id: row.id, outcome: 'pending', finality: 'hot', blockNumber: 12 })
    await api.rows.judge(row, 'verified', { payment: 'pass' })
    expect(await of()).toMatchObject({ outcome: 'verified' })
    await api.rows.setHeights(12)
    expect(await of()).toMatchObject({ finality: 'final' })
    const moved = { block_number: 13, block_hash: hash('other'), block_time: timeOf(13) }
    await api.rows.client.query('begin')
    await api.rows.client.query('delete from settlement where id = $1', [row.id])
    await api.rows.insert('settlement', { ...row, ...moved })
    // Not yet committed: the old answer is still the true one.
    expect(await of()).toMatchObject({ blockNumber: 12, outcome: 'verified' })
    await api.rows.client.query('commit')
    expect(await of()).toMatchObject({ blockNumber: 13, outcome: 'pending', finality: 'hot' })
    await api.rows.client.query('delete from settlement where id = $1', [row.id])
    expect(await of()).toMatchObject({ blockNumber: 9 })
  })

  it('is another one for other variables, and none where it has an error', async () => {
    const query = 'query ($first: Int!) { settlements(first: $first) { nodes { id } } }'
    const ask = (first: number) => api.send(query, { first })
    await ask(1)
    const executed = () => readMetrics().then((text) => Number(/source="executed"\} (\d+)/.exec(text)?.[1]))
    const before = await executed()
    for (const _ of [1, 2]) expect((await ask(0)).errors?.[0]?.extensions.argument).toBe('first')
    expect((await ask(2)).errors).toBeUndefined()
    expect((await executed()) - before).toBe(3)
  })

  it('leaves streams alone', async () => {
    const ofAnswers = (text: string) => text.match(/^touchstone_api_answers_total.*$/gm)
    const before = ofAnswers(await readMetrics())
    const stream = await fetch(`${api.url}/v1/events`)
    await api.rows.insert('settlement', settlement(payer, provider, 14))
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let seen = ''
    while (!seen.includes('event: settlement')) seen += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    expect(before?.length).toBe(3)
    expect(ofAnswers(await readMetrics())).toEqual(before)
  })
})

/** Answers over a state that the test sets, and an execution that it ends. */
function startAnswers(maxBytes = 10_000) {
  const world = { snapshot: 'a' as string | undefined, executions: 0, readAt: new Date(0) }
  const ends: ((result: Executed) => void)[] = []
  const answers = new Answers(
    { current: async () => world.snapshot },
    { get: async () => ({ readAt: world.readAt }) as never },
    maxBytes,
  )
  const get = (query = 'q') =>
    answers.get({ query, variables: undefined, operationName: undefined }, () => {
      world.executions += 1
      return new Promise<Executed>((resolve) => ends.push(resolve))
    })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const end = async (result: Executed) => {
    await settled()
    for (const resolve of ends.splice(0)) resolve(result)
  }
  /** Makes a document known. */
  const know = async () => {
    const first = get()
    await end({ data: 0 })
    await first
  }
  return { world, answers, get, end, know }
}

describe('answers', () => {
  it('are executed once for the same operation at the same time', async () => {
    const { world, answers, get, end, know } = startAnswers()
    await know()
    const both = [get(), get()]
    await end({ data: 1 })
    expect(await Promise.all(both)).toEqual(['{"data":1}', '{"data":1}'])
    expect(await get()).toBe('{"data":1}')
    expect(world.executions).toBe(2)
    expect(answers.counts).toEqual({ executed: 2, kept: 1, shared: 1 })
  })

  it('are not kept for rows that changed while they were made, nor past the reading of meta', async () => {
    const { world, get, end, know } = startAnswers()
    await know()
    const early = get()
    await end({ data: 'half old' })
    world.snapshot = 'b'
    expect(await early).toBe('{"data":"half old"}')
    const late = get()
    await end({ data: 'new' })
    expect(await late).toBe('{"data":"new"}')
    world.readAt = new Date(1)
    const next = get()
    await end({ data: 'newest' })
    expect(await next).toBe('{"data":"newest"}')
    expect(world.executions).toBe(4)
  })

  it('are executed each where the database does not tell its state, where nothing may be kept, and after an error', async () => {
    const asEach = async (bench: ReturnType<typeof startAnswers>, result: Executed) => {
      await bench.know()
      for (const _ of [1, 2]) {
        const answer = bench.get()
        await bench.end(result)
        await answer
      }
      return bench.world.executions
    }
    const silent = startAnswers()
    silent.world.snapshot = undefined
    expect(await asEach(silent, { data: 1 })).toBe(3)
    expect(await asEach(startAnswers(0), { data: 1 })).toBe(3)
    expect(await asEach(startAnswers(), { data: null, errors: [{ message: 'no' }] })).toBe(3)
  })

  it('take no more than they may', () => {
    const kept = new KeptAnswers(1_000)
    kept.find('a', 'x')
    for (const key of ['1', '2', '3', '4', '5']) kept.keep('a', key, 'x'.repeat(100))
    expect(['1', '2', '3', '4', '5'].filter((key) => kept.find('a', key))).toEqual(['4', '5'])
    kept.keep('a', 'long', 'x'.repeat(1_000))
    expect(kept.find('a', 'long')).toBeUndefined()
    kept.keep('old', '6', 'x')
    expect(kept.find('a', '6')).toBeUndefined()
    expect(kept.find('b', '5')).toBeUndefined()
    expect(kept.find('a', '5')).toBeUndefined()
  })
})
