import { toChecksumAddress } from '@touchstone/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/api'
import { agentKey } from '../testing/facts'
import { address, hash } from '../testing/rows'

// From EIP-55.
const CHECKED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const WRONG = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD'

let api: TestApi
let statements = 0
beforeAll(async () => {
  api = await startTestApi()
  api.api.services.database.watch(() => {
    statements += 1
  })
})
afterAll(() => api.stop())

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const list = (name: string, filter: string) => `{ ${name}(filter: { ${filter} }) { nodes { __typename } } }`

const REFUSED: [string, string, string][] = [
  ['id', 'no id of a settlement', '{ settlement(id: "12") { id } }'],
  ['id', 'no id of an agent', '{ agent(id: "7") { id } }'],
  ['id', 'an agent id with a wrong checksum', `{ agent(id: "eip155:1:${WRONG}:1") { id } }`],
  ['id', 'a payer with a wrong checksum', `{ payer(id: "eip155:1:${WRONG}") { id } }`],
  ['id', 'no number of a verdict', '{ verdict(id: "-1") { id } }'],
  ['id', 'a number of a verdict with leading zeros', '{ verdict(id: "007") { id } }'],
  ['address', 'an address that is too short', '{ provider(address: "0x12") { id } }'],
  ['address', 'a wrong checksum', `{ provider(address: "${WRONG}") { id } }`],
  ['settlement', 'checks of nothing', '{ checks(settlement: "x") { id } }'],
  ['root', 'records of nothing', '{ records(root: "0x") { nodes { id } } }'],
  ['nonce', 'a nonce that is none', `{ records(root: "${hash('r')}", nonce: "x") { nodes { id } } }`],
  ['agent', 'cards of nothing', '{ agentCards(agent: "x") { nodes { id } } }'],
  ['verdict', 'entries of nothing', '{ logEntries(verdict: "x") { nodes { index } } }'],
  ['first', 'a page that is too large', '{ anchors(first: 101) { nodes { id } } }'],
  ['after', 'a cursor that is none', '{ anchors(after: "x") { nodes { id } } }'],
  ['after', 'a cursor of another list', `{ anchors(after: "${cursor('feedback', 1, 2)}") { nodes { id } } }`],
  ['after', 'a cursor with another key', `{ anchors(after: "${cursor('anchors', 1, 'x')}") { nodes { id } } }`],
  ['after', 'a cursor with no time', `{ payloads(after: "${cursor('payloads', 'now()', 'x')}") { nodes { root } } }`],
  [
    'after',
    'a cursor of another order',
    `{ settlements(order: largest, after: "${cursor('settlements', 1, 0, 'x')}") { nodes { id } } }`,
  ],
  ['filter.payer', 'no payer', list('settlements', 'payer: "bob"')],
  ['filter.blocks', 'a range without blocks', list('settlements', 'blocks: { from: 5, until: 5 }')],
  ['filter.blocks.from', 'a block below 0', list('anchors', 'blocks: { from: -1 }')],
  ['filter.times.from', 'a time without zone', list('settlements', 'times: { from: "2026-11-01T00:00:00" }')],
  ['filter.times.until', 'a time that is a number', list('settlements', 'times: { until: 5 }')],
  [
    'filter.times',
    'times that exclude each other',
    list('settlements', 'times: { from: "2026-11-02", until: "2026-11-01" }'),
  ],
  ['filter.amount.min', 'an amount with a point', list('settlements', 'amount: { min: "0.1" }')],
  ['filter.amount', 'amounts that exclude each other', list('settlements', 'amount: { min: "2", max: "1" }')],
  ['filter.outcome', 'no outcome', list('settlements', 'outcome: []')],
  ['filter.outcome', 'rejected and accepted', list('settlements', 'outcome: [rejected], accepted: true')],
  ['filter.outcome', 'paid and refused', list('settlements', 'outcome: [paid], accepted: false')],
  [
    'filter.questions',
    'a status of what waits',
    list('settlements', 'outcome: [pending], questions: [{ question: content, status: [pass] }]'),
  ],
  ['filter.questions', 'no status', list('settlements', 'questions: [{ question: content, status: [] }]')],
  [
    'filter.questions',
    'a question twice',
    list('settlements', 'questions: [{ question: content, status: [pass] }, { question: content, status: [fail] }]'),
  ],
  ['filter.model', 'a model with NUL', list('settlements', 'model: "\\u0000"')],
  ['filter.blocks', 'agents of no block', list('agents', 'blocks: { from: 3, until: 3 }')],
  ['filter.registry', 'agents of no registry', list('agents', 'registry: "0x1"')],
  ['filter.provider', 'payers of no provider', list('payers', 'provider: "0x1"')],
  ['filter.derivedMode', 'a mode that is none', list('providers', 'derivedMode: "tee"')],
  ['after', 'a cursor of agents for providers', `{ providers(after: "${cursor('agents', 1, 'x')}") { nodes { id } } }`],
  ['filter.status', 'a question without status', list('verdicts', 'question: content')],
  ['filter.inForce', 'superseded verdicts of everybody', list('verdicts', 'inForce: false')],
  ['filter.outcome', 'a verdict that waits', list('verdicts', 'outcome: pending')],
  ['filter.kind', 'a kind of commitment that is none', list('commitments', 'kind: "x"')],
  ['filter.kind', 'a kind of drift that is none', list('providerDrift', 'kind: "x"')],
  [
    'filter.checkedAt',
    'times that exclude each other',
    list('commitments', 'checkedAt: { from: "2026-11-02", until: "2026-11-01" }'),
  ],
  ['filter.observedAt.from', 'a time that is none', list('enclaveReports', 'observedAt: { from: "yesterday" }')],
  ['filter.detectedAt.until', 'a time that is none', list('providerDrift', 'detectedAt: { until: "x" }')],
  ['filter.fetchedAt.from', 'a time that is none', list('collateral', 'fetchedAt: { from: "x" }')],
  ['filter.validAt', 'a time that is none', list('collateral', 'validAt: "x"')],
  ['attemptedAt.from', 'a time that is none', '{ reportAttempts(attemptedAt: { from: "x" }) { nodes { id } } }'],
  ['addedAt.from', 'a time that is none', '{ logEntries(addedAt: { from: "x" }) { nodes { index } } }'],
  ['kind', 'a kind of entry that is none', '{ logEntries(kind: "x") { nodes { index } } }'],
  ['publishedAt.from', 'a time that is none', '{ logCheckpoints(publishedAt: { from: "x" }) { nodes { size } } }'],
  ['blocks', 'a range without blocks', '{ daUploads(blocks: { from: 5, until: 5 }) { nodes { id } } }'],
  ['times.from', 'a time that is none', '{ fineTuningSettlements(times: { from: "x" }) { nodes { id } } }'],
  ['blocks.from', 'a block below 0', '{ fineTuningDeliverables(blocks: { from: -1 }) { nodes { id } } }'],
  ['filter.provider', 'models of no provider', list('models', 'provider: "0x1"')],
  ['filter.served', 'models that nobody offers', list('models', 'served: false')],
  [
    'filter.owner',
    'the largest of an owner',
    `{ agents(rank: amount, filter: { owner: "${address('x')}" }) { nodes { id } } }`,
  ],
  ['order', 'the smallest agents first', '{ agents(rank: amount, order: oldest) { nodes { id } } }'],
  ['filter.sha256', 'no digest', list('enclaveReports', 'sha256: "xyz"')],
  ['filter.fmspc', 'no platform', list('collateral', 'fmspc: "1"')],
  ['filter', 'links of nobody', list('links', 'type: "L1"')],
  ['filter.type', 'a type of link that is none', list('links', `agent: "${agentKey(1)}", type: "L9"`)],
  ['filter.minStrength', 'a grade that is none', list('links', `agent: "${agentKey(1)}", minStrength: "A+"`)],
  ['filter.at', 'a block below 0', list('links', `agent: "${agentKey(1)}", at: -1`)],
]

describe('bad input', () => {
  it.each(REFUSED)('%s is named: %s', async (argument, _what, query) => {
    statements = 0
    const [error] = (await api.send(query)).errors ?? []
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
    expect(error?.message).toMatch(new RegExp(`^${argument}: expected .+, got `))
    expect(statements).toBe(0)
  })

  it('is not what does not exist: that is null, or an empty list', async () => {
    const query = `{ a: settlement(id: "1-${hash('x')}-0") { id } b: agent(id: "${agentKey(9)}") { id }
      c: payer(id: "${address('x')}") { id } d: provider(address: "${address('x')}") { id } e: model(name: "x") { services }
      f: verdict(id: "9") { id } g: checks(settlement: "1-${hash('x')}-0") { id } h: links(filter: { payer: "eip155:99:${address('x')}" }) { nodes { id } } }`
    const nothing = { a: null, b: null, c: null, d: null, e: null, f: null, g: [], h: { nodes: [] } }
    expect(await api.ask(query)).toEqual(nothing)
  })

  it('is no address in its checksum, in lower or in upper case', async () => {
    expect(toChecksumAddress(CHECKED.toLowerCase() as `0x${string}`)).toBe(CHECKED)
    for (const text of [CHECKED, CHECKED.toLowerCase(), CHECKED.toUpperCase().replace('0X', '0x')])
      expect(await api.ask(`{ provider(address: "${text}") { id } }`)).toEqual({ provider: null })
  })
})
