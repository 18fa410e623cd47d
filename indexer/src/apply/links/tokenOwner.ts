import type { LinkClaim, LinkMoment, LinkType } from './link'

const ZERO = /^0x0{40}$/

/**
 * L5: the payer owns the agent's token. At a transfer, who sent the transaction decides whether the new owner did
 * anything; an act of the owner on the agent makes the link stronger from there on.
 */
export const tokenOwner: LinkType = {
  id: 'L5',
  causes: ['transfer', 'action'],
  listClaims(moment, [open], _state, context) {
    const { agent, cause, at } = moment
    // Who stands behind a custodian is another type's to say; a token sent to nobody has no owner who could pay.
    if (context.custodians.has(agent.owner) || ZERO.test(agent.owner)) return []
    if (cause === 'transfer') return [{ payer: agent.owner, ...judgeReceipt(moment) }]
    if (at.txFrom !== agent.owner || open?.strength === 'B+') return undefined
    const evidence = 'The owner has acted on the agent since receiving it.'
    return [{ payer: agent.owner, strength: 'B+', evidence }]
  },
}

/**
 * Only a call to the registry itself is the owner's own act: whoever calls some other contract may be handed a token
 * without wanting it.
 */
function judgeReceipt({ agent, from = '', at }: LinkMoment): Pick<LinkClaim, 'strength' | 'evidence'> {
  const isSender = at.txFrom === agent.owner
  if (isSender && at.txTo === agent.registry.id)
    return { strength: 'B+', evidence: 'The owner took the token by an own call to the registry.' }
  if (isSender) return { strength: 'B', evidence: 'The owner sent the transaction that brought the token.' }
  if (ZERO.test(from)) return { strength: 'B', evidence: 'A contract minted the token to itself.' }
  return { strength: 'C', evidence: 'The token was sent to the owner, who has not acted on it.' }
}
