import { Agent, AgentCard, AgentMetadata, AgentOwnership, OperatorGrant, Registry } from '@touchstone/store/model'
import type { EventOf, Position } from '../../decode/event'
import { readCard } from '../../decode/identity/card'
import { endAt } from '../interval'
import { refreshLinks } from '../links/refresh'
import type { FactContext, FactState } from '../state'
import { buildInterval, endWallet, findAgent, findResolvedOwner } from './agentRows'
import { agentKey } from './context'
import { grantKey, metadataKey } from './state'

/**
 * Creation and change of owner: Transfer is the only source of both. A contract that re-enters from its mint callback can
 * make every other log say something else than the storage holds.
 */
export function applyAgentTransfer(state: FactState, event: EventOf<'agent-transfer'>, context: FactContext) {
  const { at, from, to } = event
  const id = agentKey(context, at.contract, event.agentId)
  const known = state.agents.find(id)
  if (known) endWallet(state, known, at)
  const agent = new Agent({
    ...(known ?? buildAgent(event, id)),
    owner: to,
    resolvedOwner: findResolvedOwner(state, to, event.agentId, context),
    wallet: null,
  })
  state.agents.put(agent)
  state.ownerships.close(id, (row) => new AgentOwnership({ ...row, ...endAt(at) }))
  state.ownerships.open(id, new AgentOwnership({ owner: to, ...buildInterval(agent, at) }))
  // The approval of the token ends with it, without a log; those of all tokens stay with the former owner.
  state.grants.close(grantKey({ agent: id }), (row) => new OperatorGrant({ ...row, ...endAt(at) }))
  refreshLinks(state, { agent, cause: 'transfer', from, at }, context)
}

/** Registered names the registrant and the first file. Its owner field is never the owner. */
export function applyAgentRegistered(state: FactState, event: EventOf<'agent-registered'>, context: FactContext) {
  const agent = findAgent(state, event, context)
  if (!agent) return
  state.registering.set(agent.id, { registrant: event.registrant, txHash: event.at.txHash })
  setUri(state, agent, event.uri, event.at, true)
}

export function applyAgentUri(state: FactState, event: EventOf<'agent-uri'>, context: FactContext) {
  const agent = findAgent(state, event, context)
  if (!agent) return
  const current = setUri(state, agent, event.uri, event.at)
  refreshLinks(state, { agent: current, cause: 'action', at: event.at }, context)
}

/** A value under a key, until the next one under the same key. */
export function applyAgentMetadata(state: FactState, event: EventOf<'agent-metadata'>, context: FactContext) {
  const agent = findAgent(state, event, context)
  if (!agent) return
  const { at, key, value, valueSize } = event
  const place = metadataKey(agent.id, key)
  state.metadata.close(place, (row) => new AgentMetadata({ ...row, ...endAt(at) }))
  state.metadata.open(place, new AgentMetadata({ key, value, valueSize, ...buildInterval(agent, at) }))
  refreshLinks(state, { agent, cause: 'action', at }, context)
}

function setUri(state: FactState, agent: Agent, uri: string, at: Position, registered = agent.registered): Agent {
  const named = uri === '' ? null : uri
  const current = new Agent({ ...agent, registered, uri: named, ...readCard(named) })
  state.agents.put(current)
  state.cards.close(agent.id, (row) => new AgentCard({ ...row, toBlock: at.blockNumber }))
  if (named !== null) {
    const { id, fromBlock, toBlock, txHash } = buildInterval(current, at)
    state.cards.open(agent.id, new AgentCard({ id, agent: current, uri: named, fromBlock, toBlock, txHash }))
  }
  return current
}

function buildAgent({ agentId, to, at }: EventOf<'agent-transfer'>, id: string): Agent {
  return new Agent({
    id,
    registry: new Registry({ id: at.contract }),
    agentId,
    owner: to,
    resolvedOwner: null,
    wallet: null,
    uri: null,
    name: null,
    description: null,
    mintedBlock: at.blockNumber,
    mintedTime: at.blockTime,
    mintTxHash: at.txHash,
    registered: false,
  })
}
