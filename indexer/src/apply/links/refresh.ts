import { PayerLink } from '@touchstone/store/model'
import { linkMember } from '../identity/state'
import { beginAt, endAt } from '../interval'
import type { FactContext, FactState } from '../state'
import { agentSeal } from './agentSeal'
import { authorizedUser } from './authorizedUser'
import { custodyOwner } from './custodyOwner'
import { defaultWallet } from './defaultWallet'
import type { LinkClaim, LinkMoment, LinkType } from './link'
import { operator } from './operator'
import { signedWallet } from './signedWallet'
import { tokenOwner } from './tokenOwner'

/** Every type that follows from the chain alone. */
const LINK_TYPES: readonly LinkType[] = [
  agentSeal,
  signedWallet,
  defaultWallet,
  tokenOwner,
  custodyOwner,
  operator,
  authorizedUser,
]

/** Ends and opens the links of an agent that something changed, each at the log where it did. */
export function refreshLinks(state: FactState, moment: LinkMoment, context: FactContext) {
  const all = state.links.listOpen(moment.agent.id)
  for (const type of LINK_TYPES) {
    if (!type.causes.includes(moment.cause)) continue
    const open = all.length === 0 ? all : all.filter((link) => link.type === type.id)
    const claims = type.listClaims(moment, open, state, context)
    // The Router pays for many, and no chain tells for whom.
    if (claims)
      replaceLinks(
        state,
        type,
        moment,
        open,
        claims.filter(({ payer }) => !context.routers.has(payer)),
      )
  }
}

function replaceLinks(
  state: FactState,
  type: LinkType,
  { agent, at }: LinkMoment,
  open: PayerLink[],
  claims: LinkClaim[],
) {
  for (const link of open) {
    if (claims.some((claim) => isSame(claim, link))) continue
    state.links.close(agent.id, linkMember(link), (row) => new PayerLink({ ...row, ...endAt(at) }))
  }
  for (const claim of claims) {
    if (open.some((link) => isSame(claim, link))) continue
    const id = `${agent.id}-${type.id}-${claim.payer}-${at.blockNumber}-${at.logIndex}`
    state.links.open(new PayerLink({ id, agent, type: type.id, ...claim, ...beginAt(at) }))
  }
}

function isSame(claim: LinkClaim, link: PayerLink): boolean {
  return claim.payer === link.payer && claim.strength === link.strength && claim.evidence === link.evidence
}
