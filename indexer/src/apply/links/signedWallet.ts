import type { LinkType } from './link'

/** L2: the agent's wallet, set by setAgentWallet with a signature of the wallet that recovers to it. */
export const signedWallet: LinkType = {
  id: 'L2',
  causes: ['transfer', 'wallet'],
  listClaims({ agent }, _open, state) {
    const row = state.wallets.findOpen(agent.id)
    if (row?.how !== 'set' || row.signature !== 'verified') return []
    const evidence = 'The owner named this wallet and the wallet signed it, with the owner and a deadline.'
    return [{ payer: row.wallet, strength: 'A', evidence }]
  },
}
