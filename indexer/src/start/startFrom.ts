import type { Network } from '@touchstone/networks'

/**
 * The network as far as it is indexed from a height on. Everything before stays unknown, and is treated so: which
 * implementation ran at that height is on record only where nothing can switch it, elsewhere the generation is unknown
 * until the next `Upgraded`, and nothing is judged by a guess.
 */
export function startFrom(network: Network, block: number | undefined): Network {
  if (block === undefined) return network
  return {
    ...network,
    contracts: network.contracts.map((contract) => {
      if (contract.startBlock >= block) return contract
      const isFixed = contract.beacon === undefined && contract.upgradeable !== true
      const implementations = contract.implementations?.map(({ fromBlock, ...known }) =>
        isFixed && fromBlock !== undefined ? { ...known, fromBlock: block } : known,
      )
      return { ...contract, startBlock: block, ...(implementations && { implementations }) }
    }),
  }
}
