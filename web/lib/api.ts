import type { AgentsShown } from './agents-shown'
import 'server-only'
import { cache } from 'react'
import {
  AgentDocument,
  type AgentFilter,
  AgentsDocument,
  HomeDocument,
  LatestOfAgentDocument,
  LatestSettlementsDocument,
  NetworkStateDocument,
  PayerDocument,
  ProviderDocument,
  ProvidersDocument,
  SearchDocument,
  SettlementDocument,
} from './generated/graphql'
import { ask, askKept } from './graphql'
import { toSettlementFilter } from './history-filter'
import { parseAddress, parseAgentId, parseSettlementId } from './ids'
import { TOLD } from './live/newer'
import { followAsking, pick } from './result'
import type { Scope, View } from './routes'

/** Rows of a list page. */
export const PAGE = 25
const POINTS = 24
/** Nobody waits for a list that is only offered. Milliseconds. */
const LIST_DEADLINE = 3_000

function listVariables(view: View) {
  return {
    first: PAGE,
    after: view.after ?? null,
    filter: toSettlementFilter(view),
    points: POINTS,
  }
}

/** Head, indexed and finalised height, waiting work, faulty sources. Asked once for a page, however many parts show it. */
export const getNetwork = cache(async () => pick(await askKept(NetworkStateDocument, {}), (data) => data.network))
export type NetworkState = Extract<Awaited<ReturnType<typeof getNetwork>>, { kind: 'found' }>['value']

/** Latest settlements, some linked agents and some providers. */
export async function getHome() {
  return askKept(HomeDocument, {})
}

/** A page of agents, all or only those with a payment link that enters a history, with how many there are. */
export async function listAgents(show: AgentsShown, after: string | undefined) {
  const filter: AgentFilter | null = show === 'linked' ? { linked: true } : null
  const rank = show === 'settlements' || show === 'amount' ? show : null
  const variables = { filter, rank, first: PAGE, after: after ?? null }
  return pick(await askKept(AgentsDocument, variables), ({ agents, network }) => ({
    ...agents,
    counts: network.agents,
  }))
}

/** A page of providers. */
export async function listProviders(after: string | undefined) {
  return pick(await askKept(ProvidersDocument, { first: PAGE, after: after ?? null }), (data) => data.providers)
}

/** An agent by `eip155:<chain>:<registry>:<token>` with one page of its history. */
export async function getAgent(id: string, view: View) {
  const parsed = parseAgentId(id)
  if (parsed.kind === 'malformed') return parsed
  const variables = { id: parsed.id, every: view.every ?? 'day', ...listVariables(view) }
  return pick(await askKept(AgentDocument, variables), ({ agent, ...beside }) => agent && { ...beside, ...agent })
}
export type AgentDetails = Extract<Awaited<ReturnType<typeof getAgent>>, { kind: 'found' }>['value']

/** A payer by its bare address; the chain is the one that the API indexes. */
export async function getPayer(address: string, view: View) {
  const parsed = parseAddress(address)
  if (parsed.kind === 'malformed') return parsed
  return followAsking(await getNetwork(), async ({ chainId }) => {
    const id = `eip155:${chainId}:${parsed.address}`
    const variables = { id, address: parsed.address, every: view.every ?? 'day', ...listVariables(view) }
    return pick(await askKept(PayerDocument, variables), ({ payer, aggregates }) => payer && { ...payer, aggregates })
  })
}
export type PayerDetails = Extract<Awaited<ReturnType<typeof getPayer>>, { kind: 'found' }>['value']

/** A provider by address with its service, signers and one page of what it settled. */
export async function getProvider(address: string, view: View) {
  const parsed = parseAddress(address)
  if (parsed.kind === 'malformed') return parsed
  const variables = { address: parsed.address, ...listVariables(view) }
  return pick(await askKept(ProviderDocument, variables), (data) => data.provider)
}
export type ProviderDetails = Extract<Awaited<ReturnType<typeof getProvider>>, { kind: 'found' }>['value']

/** A settlement by `<chain>-<transaction hash>-<n>` with its verdicts, trails and one page of its records. */
export async function getSettlement(id: string, recordsAfter: string | undefined) {
  const parsed = parseSettlementId(id)
  if (parsed.kind === 'malformed') return parsed
  const variables = { id: parsed.id, records: PAGE, recordsAfter: recordsAfter ?? null }
  return pick(await askKept(SettlementDocument, variables), (data) => data.settlement)
}
export type SettlementDetails = Extract<Awaited<ReturnType<typeof getSettlement>>, { kind: 'found' }>['value']

/** What the API finds for a text, best first. */
export async function search(text: string) {
  return pick(await ask(SearchDocument, { text }), (data) => data.search)
}

/** Ids of the newest settlements of a list, newest first; of an agent's also the addresses that are linked to it. */
export async function listLatest(scope: Scope) {
  const { agent, payer = null, provider = null } = scope
  const filter = { agent: agent ?? null, payer, provider }
  if (agent === undefined) {
    const answer = await ask(LatestSettlementsDocument, { filter, first: TOLD }, LIST_DEADLINE)
    return pick(answer, ({ settlements }) => ({ ids: settlements.nodes.map(({ id }) => id) }))
  }
  const answer = await ask(LatestOfAgentDocument, { agent, filter, first: TOLD }, LIST_DEADLINE)
  return pick(answer, ({ settlements, agent: found }) => ({
    ids: settlements.nodes.map(({ id }) => id),
    payers: [...new Set(found?.links.map(({ payer: linked }) => linked))],
  }))
}
