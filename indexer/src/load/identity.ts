import type { Store } from '@subsquid/typeorm-store'
import { Agent, AgentCard, AgentOwnership, AgentWallet, PayerLink } from '@touchstone/store/model'
import { Any, IsNull } from 'typeorm'
import { type IdentityRows, NO_IDENTITY_ROWS } from '../apply/identity/state'
import type { FactContext } from '../apply/state'
import type { FactEvent } from '../decode/event'
import { loadAgenticIds } from './agenticIds'
import { loadClaims } from './claims'
import { listIdentitySubjects } from './identitySubjects'

/**
 * The rows about agents that these events build on. Of agents that a batch mints only the ids are asked for: a contract
 * may lie, but a new agent has no rows.
 */
export async function loadIdentity(store: Store, events: FactEvent[], context: FactContext): Promise<IdentityRows> {
  const subjects = listIdentitySubjects(events, context)
  if (subjects === undefined) return NO_IDENTITY_ROWS
  const named = [...subjects.agents]
  const agents =
    named.length > 0 ? await store.find(Agent, { where: { id: Any(named) }, relations: { registry: true } }) : []
  const changing = agents.filter((agent) => subjects.changing.has(agent.id))
  return {
    ...NO_IDENTITY_ROWS,
    agents,
    ...(await loadIntervals(store, changing)),
    ...(await loadClaims(store, subjects, changing)),
    ...(await loadAgenticIds(store, subjects, changing, context)),
  }
}

type Intervals = Pick<IdentityRows, 'ownerships' | 'wallets' | 'cards' | 'links'>

async function loadIntervals(store: Store, agents: Agent[]): Promise<Partial<Intervals>> {
  if (agents.length === 0) return {}
  const open = {
    where: { agent: { id: Any(agents.map((agent) => agent.id)) }, toBlock: IsNull() },
    relations: { agent: true },
  }
  return {
    ownerships: await store.find(AgentOwnership, open),
    wallets: await store.find(AgentWallet, open),
    cards: await store.find(AgentCard, open),
    links: await store.find(PayerLink, open),
  }
}
