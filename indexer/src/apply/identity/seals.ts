import { AgentSeal, TrustedAttestor } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import { beginAt, endAt } from '../interval'
import type { FactContext, FactState } from '../state'
import { findAgentKey, inftKey } from './context'
import { refreshAgent } from './infts'
import { attestorKey } from './state'

/** A seal is set once; a contract that says so twice changes nothing. Who sent the transaction is taken for the attestor. */
export function applyAgentSeal(state: FactState, event: EventOf<'agent-seal'>, context: FactContext) {
  const { tokenId, seal, sealId, at } = event
  const id = inftKey(at.contract, tokenId)
  if (state.seals.find(id)) return
  const row = new AgentSeal({
    id,
    agent: state.agents.find(findAgentKey(event, context) ?? '') ?? null,
    agenticId: at.contract,
    agentNumber: tokenId,
    seal,
    sealId,
    attestor: at.txFrom,
    attestorTrusted: state.attestors.findOpen(attestorKey(at.contract, at.txFrom)) !== undefined,
    fromBlock: at.blockNumber,
    fromLogIndex: at.logIndex,
    txHash: at.txHash,
  })
  state.seals.put(row)
  refreshAgent(state, event, 'seal', context)
}

export function applyAttestor(state: FactState, { attestor, trusted, at }: EventOf<'attestor'>) {
  const key = attestorKey(at.contract, attestor)
  if (trusted && state.attestors.findOpen(key)) return
  state.attestors.close(key, (row) => new TrustedAttestor({ ...row, ...endAt(at) }))
  if (!trusted) return
  const id = `${at.contract}-${attestor}-${at.blockNumber}-${at.logIndex}`
  state.attestors.open(key, new TrustedAttestor({ id, contract: at.contract, attestor, ...beginAt(at) }))
}
