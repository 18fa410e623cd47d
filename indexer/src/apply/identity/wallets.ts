import { Agent, AgentWallet } from '@touchstone/store/model'
import type { Hex } from '@touchstone/verify'
import { recoverSigner } from '@touchstone/verify/recover'
import type { EventOf, Position } from '../../decode/event'
import { refreshLinks } from '../links/refresh'
import type { FactContext, FactState } from '../state'
import { buildInterval, endWallet, findAgent } from './agentRows'
import { walletDigest } from './walletDigest'

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
    const signature = how === 'set' ? judgeConsent(agent, event, context.chainId) : null
    const row = new AgentWallet({
      wallet,
      how,
      signature,
      signatureBytes: event.consent?.signature ?? null,
      deadline: event.consent?.deadline ?? null,
      sentByWallet: at.txFrom === wallet,
      ...buildInterval(current, at),
    })
    state.wallets.open(agent.id, row)
  }
  refreshLinks(state, { agent: current, cause: 'wallet', at }, context)
  if (wallet !== null) refreshLinks(state, { agent: current, cause: 'action', at }, context)
}

/**
 * How a wallet came to be. After the mint's transaction only setAgentWallet can name one, signed by the wallet. Within
 * it, the first after Registered is the default; it counts only while the registrant still owns the token, since a
 * re-entering contract may have passed it on and the registry have cleared the wallet before this log came out.
 */
function howSet(state: FactState, agent: Agent, wallet: string | null, at: Position): 'register' | 'set' | 'unknown' {
  if (at.txHash !== agent.mintTxHash) return 'set'
  const registering = state.registering.get(agent.id)
  if (registering?.txHash === at.txHash && wallet !== null) {
    state.registering.delete(agent.id)
    return registering.registrant === wallet && agent.owner === wallet ? 'register' : 'unknown'
  }
  return agent.registered ? 'set' : 'unknown'
}

/**
 * Whether the signature in the calldata is the wallet's own over this agent, its owner immediately before and the
 * deadline. One that is not may be a contract's (ERC-1271), which no log can prove: it accuses nobody and links nothing.
 */
function judgeConsent(
  agent: Agent,
  { agentId, wallet, consent, at }: EventOf<'agent-wallet'>,
  chainId: number,
): 'verified' | 'mismatch' | 'unavailable' {
  if (!consent || wallet === null) return 'unavailable'
  const { deadline, signature } = consent
  if (deadline * 1000n < BigInt(at.blockTime.getTime())) return 'mismatch'
  const digest = walletDigest({ chainId, registry: at.contract, agentId, wallet, owner: agent.owner, deadline })
  return recoverSigner(digest, signature as Hex) === wallet ? 'verified' : 'mismatch'
}
