import { type Agent, AgentWallet } from '@touchstone/store/model'
import type { FactEvent, Position } from '../../decode/event'
import { beginAt, endAt } from '../interval'
import type { FactContext, FactState } from '../state'
import { agentKey, inftKey } from './context'

/** Who stands behind a custodian that owns an agent: the owner of its token of the same number. */
export function findResolvedOwner(
  state: FactState,
  owner: string,
  agentId: bigint,
  context: FactContext,
): string | null {
  if (!context.custodians.has(owner)) return null
  const holder = state.infts.find(inftKey(owner, agentId))?.owner
  return holder === undefined || /^0x0{40}$/.test(holder) ? null : holder
}

export function findAgent(
  state: FactState,
  event: FactEvent & { agentId: bigint },
  context: FactContext,
): Agent | undefined {
  return state.agents.find(agentKey(context, event.at.contract, event.agentId))
}

/**
 * The columns of an interval of an agent that begins at a log. A row names its own before it spreads these: V8 gives each object
 * that gets a property behind a leading spread a shape of its own, which takes ten times as long.
 */
export function buildInterval(agent: Agent, at: Position) {
  return { id: `${agent.id}-${at.blockNumber}-${at.logIndex}`, agent, ...beginAt(at) }
}

export function endWallet(state: FactState, agent: Agent, at: Position) {
  state.wallets.close(agent.id, (row) => new AgentWallet({ ...row, ...endAt(at) }))
}
