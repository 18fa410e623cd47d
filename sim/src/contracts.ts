import type { DeployedContracts } from './rpc/state.js'

/** Chain id of simulated chains: no real network has it. */
export const SIM_CHAIN_ID = 31_998

const at = (n: number) => `0x5e${n.toString(16).padStart(38, '0')}`

/** Where the simulated chain has its contracts. */
export const CONTRACTS = {
  serving: at(1),
  servingBeacon: at(2),
  ledger: at(3),
  ledgerBeacon: at(4),
  flow: at(5),
  identity: at(6),
  reputation: at(7),
  validation: at(8),
  daEntrance: at(9),
  multicall: at(10),
  /** Has InferenceServing's selector and topics and is none of the network's contracts. */
  homonym: at(11),
  /** The contracts' owner: acknowledges signers and upgrades beacons. */
  owner: at(12),
  servingRetired: at(13),
  servingRetiredBeacon: at(14),
  flowStandard: at(15),
} as const

/** Implementations of the serving contracts and the ledger, the first of each in force from block 0 on. */
export const IMPLEMENTATIONS = {
  servingD: at(0x101),
  servingE: at(0x102),
  servingUnknown: at(0x103),
  servingRetired: at(0x104),
  ledgerFirst: at(0x105),
  ledgerSpending: at(0x106),
} as const

export const DEPLOYED: DeployedContracts = {
  contracts: [
    ...Object.values(CONTRACTS).filter((address) => address !== CONTRACTS.owner),
    ...Object.values(IMPLEMENTATIONS),
  ],
  beacons: {
    [CONTRACTS.servingBeacon]: IMPLEMENTATIONS.servingD,
    [CONTRACTS.servingRetiredBeacon]: IMPLEMENTATIONS.servingRetired,
    [CONTRACTS.ledgerBeacon]: IMPLEMENTATIONS.ledgerFirst,
  },
  proxies: {
    [CONTRACTS.serving]: CONTRACTS.servingBeacon,
    [CONTRACTS.servingRetired]: CONTRACTS.servingRetiredBeacon,
    [CONTRACTS.ledger]: CONTRACTS.ledgerBeacon,
  },
}

/** A contract as a network's file names it. */
export interface KnownContract {
  kind: string
  label: string
  address: string
  beacon?: string
  retired?: boolean
  startBlock: number
  version?: string
  implementations?: { address: string; generation?: string; fromBlock?: number }[]
}

/** What the network's file of a simulated chain names. */
export const KNOWN_CONTRACTS: readonly KnownContract[] = [
  {
    kind: 'inferenceServing',
    label: 'inference',
    address: CONTRACTS.serving,
    beacon: CONTRACTS.servingBeacon,
    startBlock: 0,
    implementations: [
      { address: IMPLEMENTATIONS.servingD, generation: 'D', fromBlock: 0 },
      { address: IMPLEMENTATIONS.servingE, generation: 'E' },
    ],
  },
  {
    kind: 'inferenceServing',
    label: 'inference-retired',
    address: CONTRACTS.servingRetired,
    beacon: CONTRACTS.servingRetiredBeacon,
    retired: true,
    startBlock: 0,
    implementations: [{ address: IMPLEMENTATIONS.servingRetired, generation: 'D', fromBlock: 0 }],
  },
  {
    kind: 'ledgerManager',
    label: 'ledger',
    address: CONTRACTS.ledger,
    beacon: CONTRACTS.ledgerBeacon,
    startBlock: 0,
  },
  { kind: 'flow', label: 'flow-turbo', address: CONTRACTS.flow, startBlock: 0 },
  { kind: 'flow', label: 'flow-standard', address: CONTRACTS.flowStandard, startBlock: 0 },
  { kind: 'identityRegistry', label: 'identity', address: CONTRACTS.identity, version: '2.0.0', startBlock: 0 },
  { kind: 'reputationRegistry', label: 'reputation', address: CONTRACTS.reputation, version: '2.0.0', startBlock: 0 },
  { kind: 'validationRegistry', label: 'validation', address: CONTRACTS.validation, version: '2.0.0', startBlock: 0 },
]

/** A network's file for a simulated chain, as `loadNetwork` reads it. */
export function toNetworkFile({ url, wsUrl, finality }: { url: string; wsUrl: string; finality: number }) {
  return {
    name: 'simulated',
    displayName: 'Simulated chain',
    chainId: SIM_CHAIN_ID,
    finality,
    rpc: [url],
    ws: [wsUrl],
    contracts: KNOWN_CONTRACTS,
    storage: { indexers: [], nodes: [] },
    trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
  }
}
