import { type Agent, PayerLink } from '@touchstone/store/model'
import type { Position } from '../../decode/event'
import { type FactState, linkKey } from '../state'

/** L4: the payer is the agent's wallet by default of its registration. L5: the payer owns the agent's token. */
export type LinkType = 'L4' | 'L5'

interface LinkClaim {
  type: LinkType
  payer: string
  strength: 'A-' | 'B+' | 'B' | 'C'
  evidence: string
}

/** Ends the open link of that type, if any, and opens the claimed one at this log. */
export function openLink(state: FactState, agent: Agent, claim: LinkClaim, at: Position) {
  closeLink(state, agent.id, claim.type, at)
  const link = new PayerLink({
    id: `${agent.id}-${claim.type}-${claim.payer}-${at.blockNumber}-${at.logIndex}`,
    agent,
    ...claim,
    fromBlock: at.blockNumber,
    fromLogIndex: at.logIndex,
    toBlock: null,
    toLogIndex: null,
    txHash: at.txHash,
  })
  state.links.open(linkKey(agent.id, claim.type), link)
}

export function closeLink(state: FactState, agentId: string, type: LinkType, at: Position) {
  state.links.close(
    linkKey(agentId, type),
    (row) => new PayerLink({ ...row, toBlock: at.blockNumber, toLogIndex: at.logIndex }),
  )
}

/** L4 at registration: only a wallet that sent the registration itself has said anything. */
export function openDefaultWalletLink(state: FactState, agent: Agent, wallet: string, at: Position) {
  const claim: LinkClaim =
    at.txFrom === wallet
      ? { type: 'L4', payer: wallet, strength: 'A-', evidence: 'The wallet sent the registration of the agent itself.' }
      : {
          type: 'L4',
          payer: wallet,
          strength: 'C',
          evidence: 'A contract registered the agent and became its wallet by default.',
        }
  openLink(state, agent, claim, at)
}

/**
 * L5 at a Transfer: who sent the transaction decides whether the new owner did anything. Only a call to the registry
 * itself is the owner's own act: whoever calls some other contract may be handed a token without wanting it.
 */
export function openOwnerLink(state: FactState, agent: Agent, from: string, at: Position) {
  openLink(state, agent, { type: 'L5', payer: agent.owner, ...judgeReceipt(agent, from, at) }, at)
}

function judgeReceipt(agent: Agent, from: string, at: Position): Pick<LinkClaim, 'strength' | 'evidence'> {
  const isSender = at.txFrom === agent.owner
  if (isSender && at.txTo === agent.registry.id)
    return { strength: 'B+', evidence: 'The owner took the token by an own call to the registry.' }
  if (isSender) return { strength: 'B', evidence: 'The owner sent the transaction that brought the token.' }
  if (/^0x0{40}$/.test(from)) return { strength: 'B', evidence: 'A contract minted the token to itself.' }
  return { strength: 'C', evidence: 'The token was sent to the owner, who has not acted on it.' }
}

/** The owner acted on the agent: from this log on the ownership is more than something that was pushed. */
export function noteOwnerAction(state: FactState, agent: Agent, at: Position) {
  const link = state.links.findOpen(linkKey(agent.id, 'L5'))
  if (at.txFrom !== agent.owner || link === undefined || link.strength === 'B+') return
  const evidence = 'The owner has acted on the agent since receiving it.'
  openLink(state, agent, { type: 'L5', payer: agent.owner, strength: 'B+', evidence }, at)
}
