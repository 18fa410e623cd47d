import { inftKey } from '../identity/context'
import type { LinkType } from './link'

/**
 * L1: the payer is the key that an enclave bore for the agent. It holds for ever, sales of the token included, as long as
 * the AgenticID contract that says so holds the agent itself: the number alone would make anybody's agent its own.
 */
export const agentSeal: LinkType = {
  id: 'L1',
  causes: ['transfer', 'seal'],
  listClaims({ agent }, _open, state, context) {
    if (!context.custodians.has(agent.owner)) return []
    const seal = state.seals.find(inftKey(agent.owner, agent.agentId))
    if (!seal) return []
    return [
      seal.attestorTrusted
        ? {
            payer: seal.seal,
            strength: 'S',
            evidence: 'A trusted attestor bound this key, born in an enclave, to the agent for ever.',
          }
        : {
            payer: seal.seal,
            strength: 'C',
            evidence: 'This key was bound to the agent by a sender that no log names as a trusted attestor.',
          },
    ]
  },
}
