import type { LinkType } from './link'

/** L6: an AgenticID contract holds the agent in custody, and the payer owns its token of the same number. */
export const custodyOwner: LinkType = {
  id: 'L6',
  causes: ['transfer', 'custody'],
  listClaims({ agent }) {
    if (agent.resolvedOwner == null) return []
    const evidence = 'AgenticID holds the agent in custody; the payer owns its token of the same number.'
    return [{ payer: agent.resolvedOwner, strength: 'B', evidence }]
  },
}
