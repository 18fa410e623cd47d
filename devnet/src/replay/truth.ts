import type { Hex } from '@touchstone/verify'

/** What a settlement of the replay is, by construction and not by any indexer: what an index has to say of it. */
export interface TrueSettlement {
  contract: Hex
  /** Undefined where the implementation is one that the network's file does not name. */
  generation: 'C' | 'D' | 'E' | undefined
  implementation: Hex
  txHash: string
  /** Ordinal of the item over the settle calls of its transaction. */
  n: number
  via: 'direct' | 'forwarded'
  payer: Hex
  /** Who called and is paid. */
  provider: Hex
  namedProvider: Hex
  totalFee: bigint
  unsettled: bigint
  nonce: bigint
  requestsHash: Hex
  signature: Hex
  /** The contract's result. */
  status: number
  /** Key that the contract checks against; undefined where nobody named one. */
  signer: Hex | undefined
}

/** A switch of the code behind a proxy, as its beacon's log tells it. */
export interface TrueSwitch {
  contract: Hex
  implementation: Hex
  generation: 'C' | 'D' | 'E' | undefined
  block: number
}

/** Everything that an index of the replay has to find. */
export interface Truth {
  settlements: TrueSettlement[]
  switches: TrueSwitch[]
  /** Roots anchored at the Flow, in order. */
  anchors: { flow: Hex; root: Hex }[]
  agents: { registry: Hex; agentId: bigint; owner: Hex }[]
}
