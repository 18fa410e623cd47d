import type { DeployedContracts } from './rpc/state.js'

/** Chain id of simulated chains: no real network has it. */
export const SIM_CHAIN_ID = 31_998

/** Where the simulated chain has its contracts. */
export const CONTRACTS = {
  serving: '0x5e00000000000000000000000000000000000001',
  servingBeacon: '0x5e00000000000000000000000000000000000002',
  ledger: '0x5e00000000000000000000000000000000000003',
  ledgerBeacon: '0x5e00000000000000000000000000000000000004',
  flow: '0x5e00000000000000000000000000000000000005',
  identity: '0x5e00000000000000000000000000000000000006',
  reputation: '0x5e00000000000000000000000000000000000007',
  validation: '0x5e00000000000000000000000000000000000008',
  daEntrance: '0x5e00000000000000000000000000000000000009',
  multicall: '0x5e0000000000000000000000000000000000000a',
  /** Has InferenceServing's selector and topics and is none of the network's contracts. */
  homonym: '0x5e0000000000000000000000000000000000000b',
  /** The contracts' owner: acknowledges signers and upgrades beacons. */
  owner: '0x5e0000000000000000000000000000000000000c',
  /** First implementations behind the beacons. */
  servingImplementation: '0x5e00000000000000000000000000000000000011',
  ledgerImplementation: '0x5e00000000000000000000000000000000000012',
} as const

export const DEPLOYED: DeployedContracts = {
  contracts: [
    CONTRACTS.flow,
    CONTRACTS.identity,
    CONTRACTS.reputation,
    CONTRACTS.validation,
    CONTRACTS.daEntrance,
    CONTRACTS.multicall,
    CONTRACTS.homonym,
    CONTRACTS.servingImplementation,
    CONTRACTS.ledgerImplementation,
  ],
  beacons: {
    [CONTRACTS.servingBeacon]: CONTRACTS.servingImplementation,
    [CONTRACTS.ledgerBeacon]: CONTRACTS.ledgerImplementation,
  },
  proxies: { [CONTRACTS.serving]: CONTRACTS.servingBeacon, [CONTRACTS.ledger]: CONTRACTS.ledgerBeacon },
}

/** A network's file for a simulated chain, as `loadNetwork` reads it. */
export function toNetworkFile({ url, wsUrl, finality }: { url: string; wsUrl: string; finality: number }) {
  return {
    name: 'simulated',
    displayName: 'Simulated chain',
    chainId: SIM_CHAIN_ID,
    finality,
    rpc: [url],
    ws: [wsUrl],
    contracts: {
      inferenceServing: { address: CONTRACTS.serving, beacon: CONTRACTS.servingBeacon, startBlock: 0 },
      ledgerManager: { address: CONTRACTS.ledger, beacon: CONTRACTS.ledgerBeacon, startBlock: 0 },
      flow: { address: CONTRACTS.flow, startBlock: 0 },
      identityRegistry: { address: CONTRACTS.identity, startBlock: 0 },
    },
    storage: { indexers: [], nodes: [] },
    trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
  }
}
