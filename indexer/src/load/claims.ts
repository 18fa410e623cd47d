import type { Store } from '@subsquid/typeorm-store'
import { type Agent, AgentMetadata, Feedback, OperatorGrant, ValidationRequest } from '@touchstone/store/model'
import { Any, IsNull } from 'typeorm'
import type { IdentityRows } from '../apply/identity/state'
import type { IdentitySubjects } from './identitySubjects'

type Claims = Pick<IdentityRows, 'metadata' | 'grants' | 'feedback' | 'validationRequests'>

/** Metadata, approvals, feedback and validation requests that these events build on. */
export async function loadClaims(store: Store, subjects: IdentitySubjects, changing: Agent[]): Promise<Claims> {
  const ids = changing.map((agent) => agent.id)
  return {
    metadata: await loadMetadata(store, ids, [...subjects.metadataKeys]),
    grants: [...(await loadTokenGrants(store, ids)), ...(await loadOperators(store, subjects))],
    feedback: await loadById(subjects.feedback, (list) =>
      store.find(Feedback, { where: { id: Any(list) }, relations: { agent: true } }),
    ),
    validationRequests: await loadById(subjects.requests, (list) =>
      store.find(ValidationRequest, { where: { id: Any(list) }, relations: { agent: true } }),
    ),
  }
}

async function loadMetadata(store: Store, agents: string[], keys: string[]): Promise<AgentMetadata[]> {
  if (agents.length === 0 || keys.length === 0) return []
  const where = { agent: { id: Any(agents) }, key: Any(keys), toBlock: IsNull() }
  return store.find(AgentMetadata, { where, relations: { agent: true } })
}

async function loadTokenGrants(store: Store, agents: string[]): Promise<OperatorGrant[]> {
  if (agents.length === 0) return []
  return store.find(OperatorGrant, {
    where: { agent: { id: Any(agents) }, toBlock: IsNull() },
    relations: { agent: true },
  })
}

async function loadOperators(store: Store, { owners, operators }: IdentitySubjects): Promise<OperatorGrant[]> {
  if (owners.size === 0) return []
  return store.findBy(OperatorGrant, {
    owner: Any([...owners]),
    operator: Any([...operators]),
    scope: 'all',
    toBlock: IsNull(),
  })
}

async function loadById<Row>(ids: Set<string>, load: (ids: string[]) => Promise<Row[]>): Promise<Row[]> {
  return ids.size > 0 ? load([...ids]) : []
}
