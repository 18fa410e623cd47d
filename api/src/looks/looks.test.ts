import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agent, agentKey, settlement } from '../testing/facts'
import { address, CHAIN_ID, hash, REGISTRY } from '../testing/rows'
import { Looks } from './looks'

describe('looks', () => {
  const query = vi.fn(async (_sql: string, _values?: unknown[]) => [])
  const subjects = () => query.mock.calls.map(([, values]) => values?.[1])
  beforeEach(() => {
    query.mockClear()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    return () => vi.useRealTimers()
  })

  it('are said together, each once a minute', () => {
    const looks = new Looks({ query } as never, 10)
    for (let n = 0; n < 5; n += 1) looks.look('settlement', 'a')
    looks.look('agent', 'a')
    vi.advanceTimersByTime(1_000)
    expect(subjects()).toEqual([['settlement:a', 'agent:a']])
    vi.advanceTimersByTime(58_000)
    looks.look('settlement', 'a')
    vi.advanceTimersByTime(1_000)
    expect(query).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1_000)
    looks.look('settlement', 'a')
    vi.advanceTimersByTime(1_000)
    expect(subjects()[1]).toEqual(['settlement:a'])
  })

  it('are at most so many a second, whoever causes them', () => {
    const looks = new Looks({ query } as never, 3)
    for (let n = 0; n < 100; n += 1) looks.look('settlement', String(n))
    vi.advanceTimersByTime(1_000)
    expect(subjects()).toEqual([['settlement:0', 'settlement:1', 'settlement:2']])
  })

  it('are none where they are switched off', () => {
    new Looks({ query } as never, 0).look('agent', 'a')
    vi.advanceTimersByTime(10_000)
    expect(query).not.toHaveBeenCalled()
  })

  it('that cannot be said stop nothing', async () => {
    query.mockRejectedValueOnce(new Error('away'))
    const looks = new Looks({ query } as never, 3)
    looks.look('agent', 'a')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(query).toHaveBeenCalledTimes(1)
  })
})

describe('a page', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi({ looksPerSecond: 5 })
  })
  afterAll(() => api.stop())

  it('that exists is said to the auditor from a session that cannot write, one that does not is not', async () => {
    const { rows } = api
    const paid = settlement(address('a'), address('b'), 1)
    await rows.insert('settlement', paid)
    await rows.insert('registry', { id: REGISTRY, chain_id: CHAIN_ID, kind: 'erc8004', version: '2.0.0' })
    await rows.insert('agent', agent(1, address('a')))
    const heard: unknown[] = []
    rows.client.on('notification', (message) => heard.push(message.payload))
    await rows.client.query('listen touchstone_looked')
    const ask = (kind: string, id: unknown) => api.ask(`query($id: ID!) { ${kind}(id: $id) { id } }`, { id })
    await ask('settlement', `1-${hash('none')}-0`)
    await ask('settlement', paid.id)
    await ask('agent', agentKey(1))
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual([`settlement:${paid.id}`, `agent:${agentKey(1)}`])
  })
})
