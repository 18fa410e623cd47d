import type { KnownContract } from '../contracts.js'
import { closedAt, openedAt, type Place, type Truth } from './truth.js'

/** The rows that come from the network's file and not from a block. */
export function tellNetworkFile(truth: Truth, contracts: readonly KnownContract[]): void {
  for (const { address, kind, label, beacon, retired, startBlock, implementations } of contracts) {
    truth.put('contract', address, {
      kind,
      label,
      retired: retired ?? false,
      start_block: startBlock,
      beacon: beacon ?? null,
      implementation: null,
      implementation_from_block: null,
    })
    for (const { address: implementation, generation, fromBlock } of implementations ?? [])
      if (fromBlock !== undefined)
        truth.begin('contract_implementation', address, `${address}-file-${fromBlock}`, {
          contract_id: address,
          implementation,
          generation: generation ?? null,
          from_block: fromBlock,
          from_log_index: -1,
          to_block: null,
          to_log_index: null,
          tx_hash: null,
        })
  }
}

/** A beacon's Upgraded: every contract behind it runs other code from this log on. */
export function tellUpgrade(
  truth: Truth,
  place: Place,
  {
    beacon,
    implementation,
    contracts,
  }: { beacon: string; implementation: string; contracts: readonly KnownContract[] },
): void {
  for (const contract of contracts.filter((known) => known.beacon === beacon)) {
    const known = contract.implementations?.find(({ address }) => address === implementation)
    const generation = contract.kind === 'inferenceServing' ? (known?.generation ?? 'unknown') : null
    truth.put('contract', contract.address, { implementation, implementation_from_block: place.blockNumber })
    truth.end('contract_implementation', contract.address, closedAt(place))
    const id = `${contract.address}-${place.blockNumber}-${place.logIndex}`
    truth.begin('contract_implementation', contract.address, id, {
      contract_id: contract.address,
      implementation,
      generation,
      ...openedAt(place),
    })
  }
}
