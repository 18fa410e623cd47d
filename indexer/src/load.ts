import type { Store } from '@subsquid/typeorm-store'
import {
  Account,
  Agent,
  AgentCard,
  AgentOwnership,
  AgentWallet,
  Contract,
  PayerLink,
  Provider,
  ServiceRevision,
  SignerAcknowledgement,
} from '@touchstone/store/model'
import { In, IsNull } from 'typeorm'
import { accountId } from './apply/accounts'
import { agentKey } from './apply/agents'
import type { FactContext, PreviousRows } from './apply/state'
import type { FactEvent } from './decode/event'

/** Ids of the rows that a batch's events can touch. */
interface Subjects {
  beacons: string[]
  providers: string[]
  accounts: string[]
  agents: string[]
}

/** Reads, in a few queries a batch, the rows that its events build on; none where no event needs them. */
export async function loadRows(store: Store, events: FactEvent[], context: FactContext): Promise<PreviousRows> {
  const subjects = listSubjects(events, context)
  return {
    contracts: await (subjects.beacons.length > 0 ? store.findBy(Contract, { beacon: In(subjects.beacons) }) : []),
    ...(await loadProviders(store, subjects.providers)),
    accounts: await (subjects.accounts.length > 0 ? store.findBy(Account, { id: In(subjects.accounts) }) : []),
    ...(await loadAgents(store, subjects.agents)),
  }
}

function listSubjects(events: FactEvent[], context: FactContext): Subjects {
  const beacons = new Set<string>()
  const providers = new Set<string>()
  const accounts = new Set<string>()
  const agents = new Set<string>()
  for (const event of events) {
    if (event.kind === 'upgraded') beacons.add(event.beacon)
    if (event.kind === 'settlement') {
      providers.add(event.caller)
      accounts.add(accountId(event.payer, event.caller))
    } else if ('provider' in event) {
      if ('payer' in event) accounts.add(accountId(event.payer, event.provider))
      else providers.add(event.provider)
    }
    if ('agentId' in event) agents.add(agentKey(context, event.agentId))
  }
  return { beacons: [...beacons], providers: [...providers], accounts: [...accounts], agents: [...agents] }
}

async function loadProviders(
  store: Store,
  ids: string[],
): Promise<Pick<PreviousRows, 'providers' | 'services' | 'acknowledgements'>> {
  if (ids.length === 0) return { providers: [], services: [], acknowledgements: [] }
  const providers = await store.find(Provider, { where: { id: In(ids) }, relations: { currentService: true } })
  const services = providers.flatMap((provider) =>
    provider.currentService ? [new ServiceRevision({ ...provider.currentService, provider })] : [],
  )
  const acknowledgements: SignerAcknowledgement[] = []
  // One indexed row each: a provider can make any number of these rows, so they are never read whole.
  for (const provider of providers) {
    const last = await store.findOne(SignerAcknowledgement, {
      where: { provider: { id: provider.id } },
      order: { fromBlock: 'DESC', fromLogIndex: 'DESC' },
    })
    if (last) acknowledgements.push(new SignerAcknowledgement({ ...last, provider }))
  }
  return { providers, services, acknowledgements }
}

async function loadAgents(
  store: Store,
  ids: string[],
): Promise<Pick<PreviousRows, 'agents' | 'ownerships' | 'wallets' | 'cards' | 'links'>> {
  if (ids.length === 0) return { agents: [], ownerships: [], wallets: [], cards: [], links: [] }
  const agents = await store.find(Agent, { where: { id: In(ids) }, relations: { registry: true } })
  if (agents.length === 0) return { agents, ownerships: [], wallets: [], cards: [], links: [] }
  const open = { where: { agent: { id: In(ids) }, toBlock: IsNull() }, relations: { agent: true } }
  return {
    agents,
    ownerships: await store.find(AgentOwnership, open),
    wallets: await store.find(AgentWallet, open),
    cards: await store.find(AgentCard, open),
    links: await store.find(PayerLink, open),
  }
}
