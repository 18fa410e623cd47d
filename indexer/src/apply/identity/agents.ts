import { Agent, AgentCard, AgentOwnership, AgentWallet, Registry } from '@touchstone/store/model'
import type { EventOf, FactEvent, Position } from '../../decode/event'
import { readCard } from '../../decode/identity/card'
import type { FactContext, FactState } from '../state'
import { closeLink, noteOwnerAction, openDefaultWalletLink, openOwnerLink } from './links'

/** CAIP-10 form of the registry with the token's number behind it. */
export function agentKey(context: FactContext, registry: string, agentId: bigint): string {
  return `eip155:${context.chainId}:${registry}:${agentId}`
}

/** Until its calldata was read. */
const UNREAD_SIGNATURE = { signature: null, signatureBytes: null, deadline: null }

/**
 * Creation and change of owner: Transfer is the only source of both. A contract that re-enters from its mint callback can
 * make every other log say something else than the storage holds.
 */
export function applyAgentTransfer(state: FactState, event: EventOf<'agent-transfer'>, context: FactContext) {
  const { at, to } = event
  const id = agentKey(context, event.at.contract, event.agentId)
  const known = state.agents.find(id)
  if (known) endWallet(state, known, at)
  const agent = new Agent({ ...(known ?? buildAgent(event, context)), owner: to, wallet: null })
  state.agents.put(agent)
  state.ownerships.close(id, (row) => new AgentOwnership({ ...row, toBlock: at.blockNumber, toLogIndex: at.logIndex }))
  state.ownerships.open(id, new AgentOwnership({ ...buildInterval(agent, at), owner: to }))
  openOwnerLink(state, agent, event.from, at)
}

/** Registered names the registrant and the first file. Its owner field is never the owner. */
export function applyAgentRegistered(state: FactState, event: EventOf<'agent-registered'>, context: FactContext) {
  const agent = findAgent(state, event, context)
  if (!agent) return
  state.registering.set(agent.id, { registrant: event.registrant, txHash: event.at.txHash })
  setUri(state, new Agent({ ...agent, registered: true }), event.uri, event.at)
}

export function applyAgentUri(state: FactState, event: EventOf<'agent-uri'>, context: FactContext) {
  const agent = findAgent(state, event, context)
  if (!agent) return
  setUri(state, agent, event.uri, event.at)
  noteOwnerAction(state, agent, event.at)
}

export function applyAgentMetadata(state: FactState, event: EventOf<'agent-metadata'>, context: FactContext) {
  const agent = findAgent(state, event, context)
  if (agent) noteOwnerAction(state, agent, event.at)
}

/** A wallet declared or, where null, withdrawn. The registry withdraws it at each transfer, so that this is no owner's act. */
export function applyAgentWallet(state: FactState, event: EventOf<'agent-wallet'>, context: FactContext) {
  const agent = findAgent(state, event, context)
  if (!agent) return
  const { at, wallet } = event
  const how = howSet(state, agent, wallet, at)
  endWallet(state, agent, at)
  const current = new Agent({ ...agent, wallet: how === 'unknown' ? null : wallet })
  state.agents.put(current)
  if (wallet !== null) {
    const row = { ...buildInterval(current, at), wallet, how, sentByWallet: at.txFrom === wallet, ...UNREAD_SIGNATURE }
    state.wallets.open(agent.id, new AgentWallet(row))
    if (how === 'register') openDefaultWalletLink(state, current, wallet, at)
    noteOwnerAction(state, current, at)
  }
}

/**
 * How a wallet came to be. After the mint's transaction only setAgentWallet can name one, signed by the wallet. Within
 * it, the first after Registered is the default; it counts only while the registrant still owns the token, since a
 * re-entering contract may have passed it on and the registry have cleared the wallet before this log came out.
 */
function howSet(state: FactState, agent: Agent, wallet: string | null, at: Position): 'register' | 'set' | 'unknown' {
  if (at.txHash !== agent.mintTxHash) return 'set'
  const registering = state.registering.get(agent.id)
  if (registering?.txHash === at.txHash) {
    state.registering.delete(agent.id)
    return registering.registrant === wallet && agent.owner === wallet ? 'register' : 'unknown'
  }
  return agent.registered ? 'set' : 'unknown'
}

function endWallet(state: FactState, agent: Agent, at: Position) {
  state.wallets.close(agent.id, (row) => new AgentWallet({ ...row, toBlock: at.blockNumber, toLogIndex: at.logIndex }))
  closeLink(state, agent.id, 'L4', at)
}

function setUri(state: FactState, agent: Agent, uri: string, at: Position) {
  const named = uri === '' ? null : uri
  state.agents.put(new Agent({ ...agent, uri: named, ...readCard(named) }))
  state.cards.close(agent.id, (row) => new AgentCard({ ...row, toBlock: at.blockNumber }))
  if (named === null) return
  const { toLogIndex: _toLogIndex, fromLogIndex: _fromLogIndex, ...interval } = buildInterval(agent, at)
  state.cards.open(agent.id, new AgentCard({ ...interval, uri: named }))
}

function findAgent(state: FactState, event: FactEvent & { agentId: bigint }, context: FactContext): Agent | undefined {
  return state.agents.find(agentKey(context, event.at.contract, event.agentId))
}

function buildAgent(event: EventOf<'agent-transfer'>, context: FactContext): Agent {
  return new Agent({
    id: agentKey(context, event.at.contract, event.agentId),
    registry: new Registry({ id: event.at.contract }),
    agentId: event.agentId,
    owner: event.to,
    resolvedOwner: null,
    wallet: null,
    uri: null,
    name: null,
    description: null,
    mintedBlock: event.at.blockNumber,
    mintedTime: event.at.blockTime,
    mintTxHash: event.at.txHash,
    registered: false,
  })
}

function buildInterval(agent: Agent, at: Position) {
  return {
    id: `${agent.id}-${at.blockNumber}-${at.logIndex}`,
    agent,
    fromBlock: at.blockNumber,
    fromLogIndex: at.logIndex,
    toBlock: null,
    toLogIndex: null,
    txHash: at.txHash,
  }
}
