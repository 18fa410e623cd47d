/**
 * Contracts that their users approve for everything they own, at the same address on every chain that has them: being
 * such an operator says nothing about an agent. Each as its operator publishes it.
 */
export const MARKETPLACES: readonly { address: string; label: string }[] = [
  { address: '0x1e0049783f008a0085193e00003d00cd54003c71', label: 'OpenSea conduit' },
  { address: '0x00000000000111abe46ff893f3b2fdf1f759a8a8', label: 'Blur execution delegate' },
  { address: '0x000000000060c4ca14cfc4325359062ace33fe3d', label: 'LooksRare transfer manager' },
  { address: '0x2052f8a2ff46283b30084e5d84c89a2fdbe7f74b', label: 'Magic Eden conduit' },
]
