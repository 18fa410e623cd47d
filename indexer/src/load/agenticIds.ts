import type { Store } from '@subsquid/typeorm-store'
import { type Agent, AgentSeal, Inft, InftAuthorization, InftData, TrustedAttestor } from '@touchstone/store/model'
import { Any, IsNull } from 'typeorm'
import { inftKey } from '../apply/identity/context'
import type { IdentityRows } from '../apply/identity/state'
import type { FactContext } from '../apply/state'
import type { IdentitySubjects } from './identitySubjects'

type AgenticIdRows = Pick<IdentityRows, 'infts' | 'inftData' | 'authorizations' | 'seals' | 'attestors'>

/** What AgenticID said of the tokens that these events name, and of those whose agents they change. */
export async function loadAgenticIds(
  store: Store,
  subjects: IdentitySubjects,
  changing: Agent[],
  context: FactContext,
): Promise<AgenticIdRows> {
  const held = changing.filter((agent) => context.custodians.has(agent.owner))
  const infts = [...new Set([...subjects.infts, ...held.map((agent) => inftKey(agent.owner, agent.agentId))])]
  return {
    ...(await loadInfts(store, infts)),
    authorizations: [...(await loadUsers(store, infts)), ...(await loadDelegates(store, [...subjects.delegators]))],
    attestors: await loadAttestors(store, [...subjects.attestors]),
  }
}

async function loadInfts(store: Store, ids: string[]): Promise<Pick<AgenticIdRows, 'infts' | 'inftData' | 'seals'>> {
  if (ids.length === 0) return { infts: [], inftData: [], seals: [] }
  const open = { where: { inft: { id: Any(ids) }, toBlock: IsNull() }, relations: { inft: true } }
  return {
    infts: await store.findBy(Inft, { id: Any(ids) }),
    inftData: await store.find(InftData, open),
    seals: await store.find(AgentSeal, { where: { id: Any(ids) }, relations: { agent: true } }),
  }
}

async function loadUsers(store: Store, infts: string[]): Promise<InftAuthorization[]> {
  if (infts.length === 0) return []
  const where = { inft: { id: Any(infts) }, toBlock: IsNull() }
  return store.find(InftAuthorization, { where, relations: { inft: true } })
}

async function loadDelegates(store: Store, users: string[]): Promise<InftAuthorization[]> {
  if (users.length === 0) return []
  return store.findBy(InftAuthorization, { grantedBy: Any(users), kind: 'delegate', toBlock: IsNull() })
}

async function loadAttestors(store: Store, attestors: string[]): Promise<TrustedAttestor[]> {
  if (attestors.length === 0) return []
  return store.findBy(TrustedAttestor, { attestor: Any(attestors), toBlock: IsNull() })
}
