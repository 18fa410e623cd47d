/** What is asked: documents of the explorer by their digest where it has one, with variables that name rows of the data set. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../index/harness/child.mjs'
import { withClient } from './cluster.mjs'
import { CHAIN_ID, REGISTRY } from './dataset.mjs'
import { createRandom } from './spaced.mjs'

/** Seed of what is drawn. */
const DRAWN = 0xd8a3

const FIELDS = 'id amount payer provider blockNumber blockTime outcome questions { id status }'
/** 25 settlements with six statuses. */
export const LIST = { query: `{ settlements(first: 25) { nodes { ${FIELDS} } } }` }

const YEAR = `query Year($from: String, $until: String, $of: AggregateScope!, $id: ID) {
  aggregates(of: $of, id: $id, by: day, from: $from, until: $until) {
    from settlements amount payers outcomes { outcome settlements amount } } }`

/** The digest of a document of the explorer. */
function digestOf(name) {
  const documents = JSON.parse(readFileSync(join(ROOT, 'web/lib/generated/operations.json'), 'utf8'))
  const begins = new RegExp(`^\\s*query ${name}\\b`)
  const found = Object.entries(documents).find(([, document]) => begins.test(document))
  if (found === undefined) throw new Error(`The explorer has no document ${name}.`)
  return found[0]
}

/** Agents with payments, those that pay most and others, one after the other. */
export function agentPages({ sizes }, count = 200) {
  const every = Math.floor(sizes.agents / sizes.paying)
  const sha256 = digestOf('Agent')
  return spread(count, sizes.paying).map((payer) => {
    const id = `eip155:${CHAIN_ID}:${REGISTRY}:${(payer + 1) * every}`
    return { sha256, variables: { id, first: 25, points: 24, every: 'day' } }
  })
}

/** Pages of agents with payments, drawn at random among all of them; the same ones for the same sizes. */
export function drawnAgentPages(data, count = 20_000) {
  const pages = agentPages(data, data.sizes.paying)
  const random = createRandom(DRAWN)
  return Array.from({ length: count }, () => pages[Math.floor(random() * pages.length)])
}

/** Beginnings of names, words inside them, addresses, hashes, numbers. */
export async function searches({ url, sizes }) {
  const sha256 = digestOf('Search')
  const texts = await withClient(url, async (client) => {
    const { rows } = await client.query(
      `select id, payer, provider, tx_hash, requests_hash from settlement
      order by block_number, n offset $1 limit 8`,
      [Math.floor(sizes.settlements / 2)],
    )
    return rows.flatMap((row) => [row.id, row.payer, row.provider, row.tx_hash, row.requests_hash])
  })
  const words = [
    'Atlas',
    'kestrel or',
    'oracle',
    'Solace',
    'auditor',
    'tundra writer',
    'model-7',
    'nowhere at all',
    'watcher 12',
    'ra',
  ]
  const numbers = spread(10, sizes.agents).map((agent) => `${agent + 1}`)
  const agents = spread(10, sizes.agents).map((agent) => `eip155:${CHAIN_ID}:${REGISTRY}:${agent + 1}`)
  return [...texts, ...words, ...numbers, ...agents].map((text) => ({ sha256, variables: { text } }))
}

/** Every day of the year, of the network, of providers and of models. */
export async function years({ url, end }) {
  const until = end
  const from = new Date(Date.parse(end) - 365 * 86_400_000).toISOString()
  const { rows } = await withClient(url, (client) => client.query('select id from provider order by id limit 10'))
  const scopes = [
    { of: 'network' },
    ...rows.map(({ id }) => ({ of: 'provider', id })),
    ...[1, 2, 3].map((n) => ({ of: 'model', id: `org${n}/model-${n}-instruct` })),
  ]
  return scopes.map((scope) => ({ query: YEAR, variables: { from, until, ...scope } }))
}

/** Other lists and pages whose time must not follow the number of rows. */
export async function others({ url }) {
  const { rows } = await withClient(url, (client) =>
    client.query(`select payer, provider, id from settlement order by settled_amount desc, id limit 5`),
  )
  const filtered = (filter) => ({
    query: `query ($filter: SettlementFilter) { settlements(first: 25, filter: $filter) { nodes { ${FIELDS} } } }`,
    variables: { filter },
  })
  return {
    'list by payer': rows.map(({ payer }) => filtered({ payer })),
    'list by provider and outcome': rows.map(({ provider }) => filtered({ provider, outcome: ['failed'] })),
    'list by outcome': ['failed', 'pending', 'verified'].map((outcome) => filtered({ outcome: [outcome] })),
    'list by question': [filtered({ questions: [{ question: 'content', status: ['fail'] }] })],
    'list by model': [filtered({ model: 'org3/model-3-instruct' })],
    largest: [{ query: `{ settlements(first: 25, order: largest) { nodes { ${FIELDS} } } }` }],
    'linked agents': [{ query: '{ agents(first: 25, filter: { linked: true }) { nodes { id name { text } } } }' }],
    verdicts: [{ query: '{ verdicts(first: 25) { nodes { id outcome settlement { id } } } }' }],
    'trail files': [{ query: '{ trailFiles(first: 25) { nodes { root status settlements { nonce } } } }' }],
    network: [{ query: '{ network { indexedHeight waiting faultySources { mismatches } } }' }],
    settlement: rows.map(({ id }) => ({
      query: `query ($id: ID!) { settlement(id: $id) { ${FIELDS} trails { root status } agents { strength agent { id } } } }`,
      variables: { id },
    })),
  }
}

function spread(count, of) {
  return Array.from({ length: Math.min(count, of) }, (_, index) => Math.floor((index * of) / count))
}
