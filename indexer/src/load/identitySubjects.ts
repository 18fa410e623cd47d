import { isIdentityEvent } from '../apply/identity/apply'
import { findAgentKey, inftKey } from '../apply/identity/context'
import { feedbackKey } from '../apply/identity/feedback'
import { requestKey } from '../apply/identity/validation'
import type { FactContext } from '../apply/state'
import type { FactEvent, IdentityEventBody } from '../decode/event'

/** Ids of the rows that a batch's events about agents can touch. */
export interface IdentitySubjects {
  agents: Set<string>
  /** Those of them that an event changes: feedback only names its agent. */
  changing: Set<string>
  /** Keys of metadata, of any of the agents. */
  metadataKeys: Set<string>
  /** Owners and operators of approvals of all tokens. */
  owners: Set<string>
  operators: Set<string>
  feedback: Set<string>
  requests: Set<string>
  infts: Set<string>
  /** Those who may have a delegate. */
  delegators: Set<string>
  attestors: Set<string>
}

/** Undefined where no event is about agents. */
export function listIdentitySubjects(events: FactEvent[], context: FactContext): IdentitySubjects | undefined {
  const subjects: IdentitySubjects = {
    agents: new Set(),
    changing: new Set(),
    metadataKeys: new Set(),
    owners: new Set(),
    operators: new Set(),
    feedback: new Set(),
    requests: new Set(),
    infts: new Set(),
    delegators: new Set(),
    attestors: new Set(),
  }
  let found = false
  for (const event of events) {
    if (!isIdentityEvent(event)) continue
    found = true
    addAgent(subjects, event, context)
    addOthers(subjects, event, context)
  }
  return found ? subjects : undefined
}

function addAgent(subjects: IdentitySubjects, event: FactEvent<IdentityEventBody>, context: FactContext) {
  const agent = findAgentKey(event, context)
  if (agent === undefined) return
  subjects.agents.add(agent)
  const isNamedOnly = event.kind.startsWith('feedback') || event.kind.startsWith('validation')
  if (!isNamedOnly) subjects.changing.add(agent)
}

function addOthers(subjects: IdentitySubjects, event: FactEvent<IdentityEventBody>, context: FactContext) {
  const { contract } = event.at
  switch (event.kind) {
    case 'agent-metadata':
      subjects.metadataKeys.add(event.key)
      break
    case 'operator':
      subjects.owners.add(event.owner)
      subjects.operators.add(event.operator)
      break
    case 'feedback':
    case 'feedback-revoked':
    case 'feedback-response': {
      const id = feedbackKey(event, context)
      if (id !== undefined) subjects.feedback.add(id)
      break
    }
    case 'validation-request':
    case 'validation-response':
      subjects.requests.add(requestKey(contract, event.requestHash))
      break
    case 'agent-transfer':
      if (context.custodians.has(event.to)) subjects.infts.add(inftKey(event.to, event.agentId))
      break
    case 'inft-delegate':
      subjects.delegators.add(event.user)
      break
    case 'attestor':
      subjects.attestors.add(event.attestor)
      break
    case 'agent-seal':
      subjects.attestors.add(event.at.txFrom)
      break
  }
  if ('tokenId' in event) subjects.infts.add(inftKey(contract, event.tokenId))
}
