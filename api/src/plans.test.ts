import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PLANNED_SETTINGS } from './db/database'
import { startTestApi, type TestApi } from './testing/api'
import { CHAIN_ID, REGISTRY } from './testing/rows'

/** Enough that reading a table whole costs the planner more than its indexes do. */
const ROWS = 15_000
const PARTIES = 500
let api: TestApi

/** Hex of a number, so many digits. */
const hex = (n: string, digits: number) => `'0x' || lpad(to_hex(${n}), ${digits}, '0')`
const payer = (n: string) => hex(`1000000 + ${n} % ${PARTIES}`, 40)
const provider = (n: string) => hex(`2000000 + ${n} % 50`, 40)
const at = (n: string) => `timestamptz '2026-01-01' + ${n} * interval '1 minute'`
const agentId = (n: string) => `'eip155:${CHAIN_ID}:${REGISTRY}:' || ${n}`
const verdict = `'verified', 'pass', 'pass', 'pass', (array['pass', 'fail'])[1 + (n % 100 = 0)::int], 'pass', 'absent'`

const FILL = `
set session_replication_role = replica;
insert into registry values ('${REGISTRY}', ${CHAIN_ID}, 'erc8004', '2');
insert into settlement (id, n, payer, provider, status, accepted, unsettled_amount, settled_amount, requests_hash, nonce, calldata,
    generation, signer_acknowledged, window_from_block, contract, block_number, block_hash, block_time, tx_hash, tx_from, log_index,
    service_id)
  select '${CHAIN_ID}-' || ${hex('n', 64)} || '-0', 0, ${payer('n')}, ${provider('n')}, 0, true, 0, n * 7 % 1000, ${hex('n + 5', 64)}, n,
    'transaction', 'E', true, n - 1, '0xc', n, ${hex('n', 64)}, ${at('n')}, ${hex('n', 64)}, '0xf', 0, 'r' || n % 50
  from generate_series(1, ${ROWS}) n;
insert into service_revision (id, contract, service_type, url, model, verifiability, input_price, output_price, calldata,
    additional_info, derived_mode, pricing, from_block, from_log_index, from_time, tx_hash, provider_id)
  select 'r' || n, '0xc', 'chatbot', 'u', 'model ' || n, 'v', 1, 1, 'transaction', '', 'relayed', 'plain', 1, 0, ${at('n')}, '0x', ${provider('n')}
  from generate_series(0, 49) n;
insert into account (id, contract, payer, provider, balance, pending_refund, opened_block, updated_block)
  select '0xc-' || n, '0xc', ${payer('n')}, ${provider('n')}, 0, 0, 1, 1 from generate_series(1, ${ROWS / 3}) n;
insert into agent (id, agent_id, owner, wallet, name, description, minted_block, minted_time, mint_tx_hash, registered, registry_id)
  select ${agentId('n')}, n, ${hex('n', 40)}, case when n % 30 = 0 then ${payer('n / 30')} else ${hex('n', 40)} end,
    md5(n::text), repeat(md5(n::text), 20), n, ${at('n')}, '0x', true, '${REGISTRY}' from generate_series(1, ${ROWS}) n;
insert into payer_link (id, payer, type, strength, evidence, from_block, from_log_index, tx_hash, agent_id)
  select 'l' || agent_id, wallet, 'L4', 'A-', '', minted_block, 0, '0x', id from agent;
insert into agent_ownership (id, owner, from_block, from_log_index, tx_hash, agent_id)
  select 'o' || agent_id, owner, minted_block, 0, '0x', id from agent;
insert into provider (id, first_seen_block, stake) select ${provider('n')}, n, 0 from generate_series(0, 49) n;
insert into derived.paying_agent select minted_block, id from agent where agent_id % 30 = 0;
insert into verdicts.verdict (settlement_id, payer, provider, inputs, outcome, payment, signature, opening, content, enclave, workload,
    body, body_signature, key_id, verifier, judged_at)
  select id, payer, provider, 'i', ${verdict}, '{"blockHash":"' || block_hash || '","questions":[]}', 's', 'k', 'v', block_time
  from (select id, payer, provider, block_hash, block_time, block_number as n from settlement) s where n < ${ROWS - 50};
insert into verdicts.current_verdict select settlement_id, v.id, 'i', v.outcome, v.payment, v.signature, v.opening, v.content, v.enclave,
    v.workload, s.payer, s.provider, s.settled_amount, date_trunc('hour', s.block_time), s.block_number
  from verdicts.verdict v join settlement s on s.id = v.settlement_id;
insert into verdicts.enclave_report (provider, source, sha256, size, observed_at, last_observed_at)
  select provider, 's', md5(id), 1, block_time, block_time from settlement;
insert into verdicts.report_attempt (provider, source, outcome, attempted_at) select provider, 's', 'not-served', block_time from settlement;
insert into verdicts.commitment_check (kind, subject, uri, outcome, attempts, checked_at)
  select 'card', id, 'u', 'match', 1, block_time from settlement;
insert into verdicts.log_entry (index, kind, entry, leaf_hash, added_at) select block_number, 'key', '{}', 'h', block_time from settlement;
insert into verdicts.share_rollup select payer, provider, hour, 'payment', 'pass', 1, amount from verdicts.current_verdict on conflict do nothing;
select verdicts.rebuild_days();
insert into anchor (id, flow, submission_index, root, size, sectors, start_pos, tags, payer, provider, author, claimed_sender,
    block_number, block_time, tx_hash, log_index)
  select 'a' || n, 'f', n, ${hex('n + 9', 64)}, 1, 1, 1, '0x', ${payer('n')}, ${provider('n')}, ${provider('n')}, '0x', n, ${at('n')}, '0x', 0
  from generate_series(1, ${ROWS}) n;
insert into verdicts.payload (root, size, sha256, source, fetched_at) select root, 1, md5(root), 's', block_time from anchor;
insert into verdicts.fetch_attempt (root, source, outcome, started_at, finished_at) select root, 's', 'match', block_time, block_time from anchor;
insert into verdicts.trail (root, status, records, parsed_at) select root, 'parsed', 1, block_time from anchor;
insert into verdicts.trail_settlement select root, payer, provider, block_number, 1 from anchor;
insert into verdicts.inference_record (root, line, nonce) select root, 2, block_number from anchor;
update verdicts.current_verdict c set opened_by = a.root from anchor a where a.block_number = c.block_number;
update verdicts.trail set named = 1;
insert into verdicts.named_transaction select root, block_number, 2, 0, block_time, ${CHAIN_ID}, root from anchor;
insert into verdicts.transaction_look (tx_hash, status) select root, 'not-found' from anchor;
insert into derived.party select 'payer', payer, count(*), sum(settled_amount) from settlement group by 2
  union all select 'provider', provider, count(*), sum(settled_amount) from settlement group by 2
  union all select 'agent', id, agent_id::bigint, agent_id from agent where agent_id % 30 = 0;
insert into derived.aggregate select 'day', s.scope, s.key, timestamptz '2025-01-01' + d * interval '1 day', 1, 1, 1, '[]', '[]'
  from generate_series(1, 400) d, (select 'network' as scope, '' as key union all select 'provider', ${provider('n')}
    from generate_series(1, 40) n) s;
insert into derived.waiting select id, block_number, block_hash, block_time from settlement;
set session_replication_role = origin;
analyze`

const LARGE = new Set(
  `settlement account agent payer_link agent_ownership verdict current_verdict share_rollup payer_day anchor payload fetch_attempt trail
   trail_settlement inference_record aggregate party named_transaction transaction_look waiting
   enclave_report report_attempt commitment_check log_entry`.split(/\s+/),
)

/** Indexes by time alone: who looks one party up in them reads everybody's rows of that time. */
const EVERYBODYS = new Set(['share_rollup_hour'])

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Plan[]
}

beforeAll(async () => {
  api = await startTestApi()
  await api.rows.client.query(FILL)
  await api.rows.setHeights(ROWS)
})
afterAll(() => api.stop())

/** Plans of the statements of an operation. */
async function plansOf(query: string): Promise<Plan[]> {
  const statements: [string, unknown[], boolean][] = []
  const unwatch = api.api.services.database.watch((...statement) => statements.push(statement))
  await api.ask(query)
  unwatch()
  expect(statements.length).toBeGreaterThan(0)
  const plans: Plan[] = []
  for (const [sql, values, isPlanned] of statements) {
    // A plan that is kept is made without knowing the values.
    const { rows } = isPlanned
      ? await explainPlanned(sql)
      : await api.rows.client.query(`explain (format json) ${sql}`, values)
    plans.push(rows[0]['QUERY PLAN'][0].Plan)
  }
  return plans
}

/** Large tables that the statements of an operation read whole. */
const findWholeReads = async (query: string) => (await plansOf(query)).flatMap(readWhole)

async function explainPlanned(sql: string) {
  const { client } = api.rows
  await client.query('begin')
  for (const [name, value] of Object.entries(PLANNED_SETTINGS)) await client.query(`set local ${name} = ${value}`)
  const explained = await client.query(`explain (generic_plan, format json) ${sql}`)
  await client.query('rollback')
  return explained
}

/** Every node, those that stand above an index walk before it. */
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

function readWhole(plan: Plan): string[] {
  const table = plan['Relation Name'] ?? ''
  const isWhole = plan['Node Type'] === 'Seq Scan' && LARGE.has(table)
  const own = isWhole || EVERYBODYS.has(plan['Index Name'] ?? '') ? [table || (plan['Index Name'] ?? '')] : []
  return [...own, ...(plan.Plans ?? []).flatMap(readWhole)]
}

const literal = (n: number, digits: number) => `"0x${n.toString(16).padStart(digits, '0')}"`
const [ALICE, PROVIDER] = [literal(1_000_007, 40), literal(2_000_007, 40)]
const list = (args: string) => `{ settlements(${args}) { nodes { id outcome questions { id status } } } }`
const AGENT = `"eip155:${CHAIN_ID}:${REGISTRY}:210"`

const QUERIES = [
  ...['newest', 'oldest', 'largest', 'smallest'].map((order) => list(`order: ${order}`)),
  ...[
    `payer: ${ALICE}`,
    `provider: ${PROVIDER}`,
    `payer: ${ALICE}, provider: ${PROVIDER}`,
    `agent: ${AGENT}`,
    'model: "model 7"',
    'outcome: [verified]',
    'outcome: [pending]',
    'outcome: [failed, pending]',
    `provider: ${PROVIDER}, outcome: [verified, pending]`,
    `payer: ${ALICE}, outcome: [failed]`,
    'questions: [{ question: content, status: [fail] }]',
    `provider: ${PROVIDER}, questions: [{ question: content, status: [fail] }]`,
    `requestsHash: ${literal(77, 64)}`,
    `txHash: ${literal(77, 64)}`,
    'blocks: { from: 5000, until: 5100 }',
    'times: { from: "2026-01-02T00:00:00Z", until: "2026-01-02T01:00:00Z" }',
    'amount: { min: "990" }',
  ].map((filter) => list(`filter: { ${filter} }`)),
  list(`filter: { payer: ${ALICE} }, order: largest`),
  list(`filter: { outcome: [verified] }, order: largest`),
  `{ settlement(id: "${CHAIN_ID}-0x${'4d'.padStart(64, '0')}-0") { id verdicts { id } trails { root } anchors { id } agents { strength } } }`,
  '{ network { waiting waitingSince } }',
  '{ agents { nodes { id } } }',
  '{ agents(filter: { linked: true }) { nodes { id } } }',
  `{ agents(filter: { owner: ${literal(77, 40)} }) { nodes { id } } }`,
  `{ agent(id: ${AGENT}) { id ownerships { address } links { id } settlements { nodes { id } } shares { settlements } } }`,
  `{ payer(id: "eip155:${CHAIN_ID}:${ALICE.slice(1)}) { id accounts { balance } shares { settlements } settlements { nodes { id } } } }`,
  `{ provider(address: ${PROVIDER}) { id shares { settlements } settlements { nodes { id } } } }`,
  '{ verdicts { nodes { id settlement { id } } } }',
  '{ anchors { nodes { id attempts { id } } } }',
  `{ anchors(filter: { provider: ${PROVIDER} }) { nodes { id } } }`,
  ...['from: "2026-01-02T00:00:00Z", until: "2026-01-02T01:00:00Z"', 'until: "2026-01-01T02:00:00Z"'].flatMap(
    (times) => [
      `{ anchors(filter: { times: { ${times} } }) { nodes { id } } }`,
      `{ anchors(filter: { author: ${PROVIDER}, times: { ${times} } }) { nodes { id } } }`,
      `{ agents(filter: { times: { ${times} } }) { nodes { id } } }`,
      `{ agents(filter: { linked: true, times: { ${times} } }) { nodes { id } } }`,
      `{ verdicts(filter: { judgedAt: { ${times} } }) { nodes { id } } }`,
      `{ enclaveReports(filter: { observedAt: { ${times} } }) { nodes { id } } }`,
      `{ reportAttempts(attemptedAt: { ${times} }) { nodes { id } } }`,
      `{ commitments(filter: { checkedAt: { ${times} } }) { nodes { id } } }`,
      `{ logEntries(addedAt: { ${times} }) { nodes { index } } }`,
      `{ verdicts(filter: { outcome: verified, judgedAt: { ${times} } }) { nodes { id } } }`,
      `{ payloads(filter: { fetchedAt: { ${times} } }) { nodes { root } } }`,
      `{ trailFiles(filter: { parsedAt: { ${times} } }) { nodes { root } } }`,
    ],
  ),
  `{ verdicts(filter: { payer: ${ALICE} }) { nodes { id } } }`,
  `{ verdicts(filter: { provider: ${PROVIDER}, question: content, status: fail }) { nodes { id } } }`,
  `{ verdicts(filter: { agent: ${AGENT} }) { nodes { id } } }`,
  ...['settlements', 'amount'].flatMap((rank) => [
    `{ payers(rank: ${rank}) { nodes { id } } }`,
    `{ providers(rank: ${rank}) { nodes { id } } }`,
    `{ agents(rank: ${rank}) { nodes { id } } }`,
  ]),
  '{ payloads { nodes { root } } }',
  '{ trailFiles { nodes { root settlements { nonce } } } }',
  `{ records(root: ${literal(77, 64)}) { nodes { id } } }`,
  '{ aggregates(of: network, by: day, from: "2025-01-01T00:00:00Z", until: "2025-12-31T00:00:00Z") { settlements } }',
  `{ aggregates(of: provider, id: ${PROVIDER}, by: day, from: "2025-01-01T00:00:00Z", until: "2025-12-31T00:00:00Z") { settlements } }`,
  `{ aggregates(of: agent, id: ${AGENT}, by: day, until: "2026-01-20T00:00:00Z") { settlements } }`,
  `{ aggregates(of: payer, id: ${ALICE}, by: day, until: "2026-01-20T00:00:00Z") { settlements } }`,
  `{ agent(id: ${AGENT}) { sharesOverTime { settlements } strategy { transactions { sent named } openings { records { line } actions { state } } } } }`,
  ...[ALICE, PROVIDER, literal(77, 64), '"77"', AGENT, '"ab12"', '"nowhere to be found"'].map(
    (text) => `{ search(text: ${text}) { kind id } }`,
  ),
]

describe('plans', () => {
  it('tell a whole table where one is read', async () => {
    const { rows } = await api.rows.client.query(
      "explain (format json) select count(*) from agent where description = 'x'",
    )
    expect(readWhole(rows[0]['QUERY PLAN'][0].Plan)).toEqual(['agent'])
  })

  it("walk a provider's verdicts of an outcome as far as the page goes", async () => {
    const nodes = (await plansOf(list(`filter: { provider: ${PROVIDER}, outcome: [verified] }`))).flatMap(nodesOf)
    const walked = nodes.find((node) => node['Index Name'] === 'current_verdict_provider')
    expect(walked?.['Node Type']).toBe('Index Scan')
    expect(nodes.map((node) => node['Node Type'])).toContain('Incremental Sort')
  })

  it('walk what waits from its newest block down, and count without looking at each', async () => {
    const listed = (await plansOf(list('filter: { outcome: [pending] }'))).flatMap(nodesOf)
    expect(listed.find((node) => node['Relation Name'] === 'waiting')?.['Node Type']).toMatch(/^Index/)
    const counted = (await plansOf('{ network { waiting waitingSince } }')).flatMap(nodesOf)
    const nodes = counted.filter((node) => node['Relation Name'] === 'waiting').map((node) => node['Node Type'])
    expect(nodes).toEqual(['Index Only Scan', 'Index Only Scan'])
  })

  it.each(QUERIES)('read no large table whole: %s', async (query) => {
    expect(await findWholeReads(query)).toEqual([])
  })
})
