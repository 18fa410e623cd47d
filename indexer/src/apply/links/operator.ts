import { grantKey } from '../identity/state'
import type { LinkType } from './link'

/**
 * L7: the owner approved the payer for this token. Approvals of all tokens of an owner are grants of their own and joined
 * where links are read: one log of an owner of a million tokens would otherwise write a million links.
 */
export const operator: LinkType = {
  id: 'L7',
  causes: ['transfer', 'approval'],
  listClaims({ agent }, _open, state, context) {
    const grant = state.grants.findOpen(grantKey({ agent: agent.id }))
    if (!grant || context.marketplaces.has(grant.operator)) return []
    const evidence = 'The owner approved this address for the token; the address itself has said nothing.'
    return [{ payer: grant.operator, strength: 'B-', evidence }]
  },
}
