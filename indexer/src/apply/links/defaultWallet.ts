import type { LinkType } from './link'

/** L4: the agent's wallet by default of its registration. Only one that sent the registration itself has said anything. */
export const defaultWallet: LinkType = {
  id: 'L4',
  causes: ['transfer', 'wallet'],
  listClaims({ agent }, _open, state) {
    const row = state.wallets.findOpen(agent.id)
    if (row?.how !== 'register') return []
    return [
      row.sentByWallet
        ? { payer: row.wallet, strength: 'A-', evidence: 'The wallet sent the registration of the agent itself.' }
        : {
            payer: row.wallet,
            strength: 'C',
            evidence: 'A contract registered the agent and became its wallet by default.',
          },
    ]
  },
}
