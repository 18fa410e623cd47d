import type { Network } from '@touchstone/networks'
import { toIdentityContext } from './apply/identity/context'
import type { FactContext } from './apply/state'
import type { WatchedContract, WatchedContracts } from './decode/chain'

/** The contracts of a network whose logs are read, and the beacons behind them. */
export function toWatched(network: Pick<Network, 'contracts'>): WatchedContracts {
  const watched = new Map<string, WatchedContract>()
  for (const { kind, label, address, version, beacon, upgradeable } of network.contracts) {
    watched.set(address, { kind, label, address, version, upgradeable })
    if (beacon) watched.set(beacon, { kind: 'beacon', label: `${label} beacon`, address: beacon })
  }
  return watched
}

/** What applying events needs to know about the network. */
export function toContext(
  network: Pick<Network, 'chainId' | 'contracts' | 'accounts' | 'digestInterval'>,
): FactContext {
  const contracts = new Map(network.contracts.map((contract) => [contract.address as string, contract]))
  const { chainId, digestInterval } = network
  return { chainId, contracts, digestInterval, ...toIdentityContext(network) }
}
