import { describe, expect, it } from 'vitest'
import { listServices } from './service-standings'
import type { Status, StatusFacts } from './status-api'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const answers = { state: 'answers', because: '' } as const
const silent = { state: 'silent', because: 'it cannot be reached' } as const
const down = { kind: 'upstream-down', reason: 'unreachable', errorId: '01234567' } as const
const facts = (network: Partial<StatusFacts['network']>): Status['facts'] => {
  const given = { head: 10, lag: 0, indexedHeight: 10, waiting: '0', lastVerdictAt: null, ...network }
  const value = { meta: { logCheckpoint: null }, network: given, logEntries: { nodes: [] } }
  return { kind: 'found', value: value as unknown as StatusFacts }
}
const states = (status: Status) => Object.fromEntries(listServices(status, NOW).map(({ part, state }) => [part, state]))

describe('services by what was asked of them', () => {
  it('answer or are current where all of them say so, and the gateway is never taken for asked', () => {
    expect(states({ facts: facts({}), api: answers, auditor: answers })).toEqual({
      'This site': 'answers',
      API: 'answers',
      'Chain’s RPC': 'answers',
      Index: 'current',
      Auditor: 'current',
      'Verdict log': 'unknown',
      'Bundles and the log’s files': 'answers',
      Gateway: 'unknown',
    })
  })

  it('are not known while the API is silent', () => {
    const { 'This site': site, ...others } = states({ facts: down, api: silent, auditor: silent })
    expect(site).toBe('answers')
    expect(new Set(Object.values(others))).toEqual(new Set(['unknown']))
  })

  it.each([
    ['API', { facts: down, api: answers, auditor: answers }, 'down'],
    ['API', { facts: down, api: { state: 'refuses', because: 'it answers 503' }, auditor: silent }, 'down'],
    ['Chain’s RPC', { facts: facts({ head: null, lag: null }), api: answers, auditor: answers }, 'unknown'],
    ['Bundles and the log’s files', { facts: facts({}), api: answers, auditor: silent }, 'unknown'],
  ] as const)('%s', (part, status, state) => {
    expect(states(status as Status)[part]).toBe(state)
  })
})
