import { type Agent, PayerLink } from '@touchstone/store/model'
import type { Position } from '../decode/event'
import { type FactState, linkKey } from './state'

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
    id: `${agent.id}-${claim.type}-${at.blockNumber}-${at.logIndex}`,
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

/** L5 at a Transfer: who sent the transaction decides whether the new owner did anything. */
export function openOwnerLink(state: FactState, agent: Agent, from: string, at: Position) {
  const base = { type: 'L5' as const, payer: agent.owner }
  if (at.txFrom === agent.owner)
    openLink(state, agent, { ...base, strength: 'B+', evidence: 'The owner took the token in an own transaction.' }, at)
  else if (/^0x0{40}$/.test(from))
    openLink(state, agent, { ...base, strength: 'B', evidence: 'A contract minted the token to itself.' }, at)
  else
    openLink(
      state,
      agent,
      { ...base, strength: 'C', evidence: 'The token was sent to the owner, who never acted.' },
      at,
    )
}

/** The owner acted on the agent: from this log on the ownership is more than something that was pushed. */
export function noteOwnerAction(state: FactState, agent: Agent, at: Position) {
  const link = state.links.findOpen(linkKey(agent.id, 'L5'))
  if (at.txFrom !== agent.owner || link === undefined || link.strength === 'B+') return
  openLink(
    state,
    agent,
    {
      type: 'L5',
      payer: agent.owner,
      strength: 'B+',
      evidence: 'The owner has acted on the agent since receiving it.',
    },
    at,
  )
}
