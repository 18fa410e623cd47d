import { OperatorGrant } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import { beginAt, endAt } from '../interval'
import { refreshLinks } from '../links/refresh'
import type { FactContext, FactState } from '../state'
import { findAgent } from './agentRows'
import { grantKey } from './state'

/** Approval of one token: there is one at a time. */
export function applyAgentApproval(state: FactState, event: EventOf<'agent-approval'>, context: FactContext) {
  const agent = findAgent(state, event, context)
  if (!agent) return
  const { at, owner, operator } = event
  const key = grantKey({ agent: agent.id })
  state.grants.close(key, (row) => new OperatorGrant({ ...row, ...endAt(at) }))
  if (operator !== null) {
    const id = `${at.contract}-${event.agentId}-${operator}-${at.blockNumber}-${at.logIndex}`
    const row = { id, registry: at.contract, agent, owner, operator, scope: 'token', ...beginAt(at) }
    state.grants.open(key, new OperatorGrant(row))
  }
  refreshLinks(state, { agent, cause: 'approval', at }, context)
}

/** ApprovalForAll: it stays with the owner's account, whatever tokens come and go. */
export function applyOperator(state: FactState, { at, owner, operator, approved }: EventOf<'operator'>) {
  const key = grantKey({ registry: at.contract, owner, operator })
  if (approved && state.grants.findOpen(key)) return
  state.grants.close(key, (row) => new OperatorGrant({ ...row, ...endAt(at) }))
  if (!approved) return
  const id = `${at.contract}-${owner}-${operator}-${at.blockNumber}-${at.logIndex}`
  const row = { id, registry: at.contract, agent: null, owner, operator, scope: 'all', ...beginAt(at) }
  state.grants.open(key, new OperatorGrant(row))
}
