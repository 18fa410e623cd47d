import type { Network } from '@touchstone/networks'
import type { FactContext } from './apply/state'
import type { WatchedContract, WatchedContracts } from './decode/chain'

/** The contracts of a network whose logs are read, and the beacons behind them. */
export function toWatched(network: Pick<Network, 'contracts'>): WatchedContracts {
  const watched = new Map<string, WatchedContract>()
  for (const { kind, label, address, version, beacon } of network.contracts) {
    watched.set(address, { kind, label, address, version })
    if (beacon) watched.set(beacon, { kind: 'beacon', label: `${label} beacon`, address: beacon })
  }
  return watched
}

/** What applying events needs to know about the network. */
export function toContext(network: Pick<Network, 'chainId' | 'contracts' | 'digestInterval'>): FactContext {
  const contracts = new Map(network.contracts.map((contract) => [contract.address as string, contract]))
  return { chainId: network.chainId, contracts, digestInterval: network.digestInterval }
}
