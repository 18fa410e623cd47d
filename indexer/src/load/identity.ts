import type { Store } from '@subsquid/typeorm-store'
import { Agent, AgentCard, AgentOwnership, AgentWallet, PayerLink } from '@touchstone/store/model'
import { In, IsNull } from 'typeorm'
import { agentKey } from '../apply/identity/agents'
import type { FactContext, PreviousRows } from '../apply/state'
import type { FactEvent } from '../decode/event'

type IdentityRows = Pick<PreviousRows, 'agents' | 'ownerships' | 'wallets' | 'cards' | 'links'>

/** The rows about agents that these events build on. */
export async function loadIdentity(store: Store, events: FactEvent[], context: FactContext): Promise<IdentityRows> {
  const keys = new Set<string>()
  for (const event of events) if ('agentId' in event) keys.add(agentKey(context, event.at.contract, event.agentId))
  const ids = [...keys]
  const none = { agents: [], ownerships: [], wallets: [], cards: [], links: [] }
  if (ids.length === 0) return none
  const agents = await store.find(Agent, { where: { id: In(ids) }, relations: { registry: true } })
  if (agents.length === 0) return none
  const open = { where: { agent: { id: In(ids) }, toBlock: IsNull() }, relations: { agent: true } }
  return {
    agents,
    ownerships: await store.find(AgentOwnership, open),
    wallets: await store.find(AgentWallet, open),
    cards: await store.find(AgentCard, open),
    links: await store.find(PayerLink, open),
  }
}
