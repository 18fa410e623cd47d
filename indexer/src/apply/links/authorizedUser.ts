import { inftKey } from '../identity/context'
import { authorizationKey } from '../identity/state'
import type { LinkType } from './link'

/** L8: the owner authorised the payer to use the data of the AgenticID token. A transfer clears all of them. */
export const authorizedUser: LinkType = {
  id: 'L8',
  causes: ['transfer', 'custody', 'users'],
  listClaims({ agent }, _open, state, context) {
    if (!context.custodians.has(agent.owner)) return []
    const users = state.authorizations.listOpen(authorizationKey({ inft: inftKey(agent.owner, agent.agentId) }))
    const evidence = 'The owner authorised this address to use the token; the address itself has said nothing.'
    return users.map(({ user }) => ({ payer: user, strength: 'B-', evidence }))
  },
}
