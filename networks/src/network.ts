import { z } from 'zod'
import { address } from './address.js'
import { NetworkFileError, parseJson, readText, resolveFile } from './jsonFile.js'
import { loadTrust, withModels } from './loadTrust.js'
import { MARKETPLACES } from './marketplaces.js'
import { type Trust, trustFileSchema } from './trust.js'

export { loadTrust, NetworkFileError, type Trust }

/** The networks of this folder, the default first. */
export const NETWORK_NAMES = ['devnet', '0g-mainnet', '0g-galileo'] as const

/** What a contract is to us; a network may have several of a kind (retired proxies, two storage networks, two registries). */
export const CONTRACT_KINDS = [
  'inferenceServing',
  'ledgerManager',
  'fineTuningServing',
  'flow',
  'daEntrance',
  'daSigners',
  'identityRegistry',
  'reputationRegistry',
  'validationRegistry',
  'agenticId',
] as const

/** An implementation that ran behind a proxy, with the generation of its rules where the kind has generations. */
const implementation = z.strictObject({
  /** The contract's own address where nobody published what runs behind it, only of which generation it is. */
  address,
  generation: z.enum(['B', 'C', 'D', 'E']).optional(),
  /**
   * Block of the `Upgraded` log from which on it ran. Without it the log itself tells; it is needed only for what ran
   * before the first block that is indexed.
   */
  fromBlock: z.int().nonnegative().optional(),
})

const contract = z.strictObject({
  kind: z.enum(CONTRACT_KINDS),
  /** Names the contract within its network, e.g. `inference`, `inference-2025`, `flow-turbo`. */
  label: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens'),
  address,
  /** Where `Upgraded` comes from: the beacon behind a beacon proxy. */
  beacon: address.optional(),
  /** True where the proxy itself emits `Upgraded` (ERC-1967, UUPS). */
  upgradeable: z.boolean().optional(),
  startBlock: z.int().nonnegative(),
  /** Replaced by another of its kind: its history counts, new facts are not expected. */
  retired: z.boolean().optional(),
  /**
   * Published, but nobody we could read confirms that code stands there on this chain, or a precompile, which has none.
   * It is watched all the same; missing code is a warning.
   */
  unconfirmed: z.boolean().optional(),
  /** Version of the event shapes, for the ERC-8004 registries: `2.0.0` or `1.0.0`. */
  version: z.string().min(1).optional(),
  /** The identity registry that a reputation or validation registry, or an AgenticID contract, stands on. */
  identity: address.optional(),
  implementations: z.array(implementation).optional(),
})

/**
 * An address that is not what it seems: the Router pays for many, and no chain tells for whom; a marketplace is an
 * operator of everybody's tokens.
 */
const labelledAccount = z.strictObject({
  address,
  kind: z.enum(['router', 'marketplace']),
  label: z.string().min(1),
  /** Where the label was read. */
  source: z.string().min(1),
})

const networkSchema = z.strictObject({
  /** Name of the file, e.g. `0g-mainnet`. */
  name: z.string().min(1),
  displayName: z.string().min(1),
  chainId: z.int().positive(),
  /** Blocks after which a block counts as final. Below 200: the squid's hot-block store asserts it. */
  finality: z.int().min(1).max(199),
  /** Blocks from one kept state digest to the next; 1000 where absent. */
  digestInterval: z.int().min(1).optional(),
  rpc: z.array(z.url()),
  ws: z.array(z.url()),
  contracts: z.array(contract).superRefine(refuseDuplicates),
  /** Payers with a meaning of their own. */
  accounts: z.array(labelledAccount).optional(),
  /**
   * The storage network of the first Flow that is not retired; every other Flow has a network of its own. Base addresses of
   * indexers (JSON-RPC and REST) and of nodes asked directly. Only these exact host:port pairs may be at an inner address.
   */
  storage: z.strictObject({
    indexers: z.array(z.url()),
    nodes: z.array(z.url()),
    /**
     * For how long nodes are rewarded for a pricing chunk of 8 GiB since it is full, days; behind that they may let it go.
     * Where absent, what nobody delivers is asked for daily for ever.
     */
    termDays: z.int().positive().optional(),
  }),
  /**
   * 0G DA, asked in this order: dispersers, retrievers, then the nodes of the quorum, whose sockets the chain names. gRPC,
   * in the clear under `http:`, over TLS under `https:`. Only these exact host:port pairs may be at an inner address.
   */
  da: z
    .strictObject({
      dispersers: z.array(z.url({ protocol: /^https?$/ })),
      retrievers: z.array(z.url({ protocol: /^https?$/ })),
      nodes: z.array(z.url({ protocol: /^https?$/ })),
      /** Epochs after its own for which nodes must keep a blob; 300 where absent. */
      epochWindow: z.int().positive().optional(),
    })
    .optional(),
  /** Base addresses of gateways, `<base>/ipfs/<cid>`, that bytes named by `ipfs://` are asked for. None where absent. */
  ipfs: z.strictObject({ gateways: z.array(z.url()) }).optional(),
  /**
   * Services that serve Intel's collateral as the Provisioning Certification Service of version 4 does, asked in this
   * order. Only these exact host:port pairs may be at an inner address. Without one no collateral is archived.
   */
  quotes: z
    .strictObject({
      collateral: z.array(
        z.strictObject({
          /** In front of `/tdx/certification/v4/tcb` and its like. */
          base: z.url({ protocol: /^https?$/ }),
          /** Revocation list of the root, DER: Intel serves it elsewhere. */
          rootCrl: z.url({ protocol: /^https?$/ }),
        }),
      ),
    })
    .optional(),
  /**
   * Base addresses of providers at inner addresses, which the devnet has. Every other provider is asked at a public https
   * address, or not at all.
   */
  providers: z.array(z.url()).optional(),
  /** Base addresses of receivers of webhooks at inner addresses. Every other one is at a public https address. */
  webhooks: z.array(z.url({ protocol: /^https?$/ })).optional(),
  /** The lists themselves, or the name of a file in `networks/trust/`. */
  trust: z.union([z.string().regex(/^[a-z0-9-]+$/, 'expected a name of networks/trust/'), trustFileSchema]),
  /** Written by a running devnet: where its agents and providers are, for an example on the start page. */
  examples: z.array(z.strictObject({ label: z.string(), agent: z.string() })).optional(),
})

export type ContractKind = (typeof CONTRACT_KINDS)[number]
export type NetworkContract = z.infer<typeof contract>
export type Implementation = z.infer<typeof implementation>

/** One network: chain, addresses, endpoints and trust material. */
export type Network = Omit<z.infer<typeof networkSchema>, 'trust'> & { trust: Trust }

/**
 * Reads and checks a network's file.
 * @param nameOrPath a name of this folder (`devnet`, `0g-mainnet`) or the path of a file, which a running devnet writes.
 * @throws NetworkFileError with one line for each field that is wrong.
 */
export function loadNetwork(nameOrPath: string): Network {
  const path = resolveFile(nameOrPath)
  return parseNetwork(readText(path, 'network', 'Set NETWORK to a name in networks/ or to a path.'), path)
}

/** Parses the text of a network's file; `path` is for the error text. */
export function parseNetwork(text: string, path: string): Network {
  const { trust, ...network } = parseJson(networkSchema, text, path, 'a network file')
  return { ...network, trust: typeof trust === 'string' ? loadTrust(trust) : withModels(trust) }
}

/**
 * The contract of that kind in use, or an error that says which file lacks it.
 * @throws NetworkFileError
 */
export function requireContract(network: Pick<Network, 'name' | 'contracts'>, kind: ContractKind): NetworkContract {
  const found = findContract(network, kind)
  if (!found) throw new NetworkFileError(`Network ${network.name} names no ${kind} contract. Add one under contracts.`)
  return found
}

/** The contract of that kind in use: the first that is not retired. */
export function findContract(
  { contracts }: Pick<Network, 'contracts'>,
  kind: ContractKind,
): NetworkContract | undefined {
  return contracts.find((contract) => contract.kind === kind && contract.retired !== true)
}

/** Every contract of that kind, retired ones too. */
export function listContracts({ contracts }: Pick<Network, 'contracts'>, kind: ContractKind): NetworkContract[] {
  return contracts.filter((contract) => contract.kind === kind)
}

/** Operators of everything: those known on any chain, and those that the network's file names. */
export function listMarketplaces({ accounts = [] }: Pick<Network, 'accounts'>): string[] {
  const own = accounts.filter((account) => account.kind === 'marketplace').map((account) => account.address)
  return [...new Set([...MARKETPLACES.map((known) => known.address), ...own])]
}

/** Accounts that pay for many, of whom no chain tells for whom: they are linked to nobody. */
export function listRouters({ accounts = [] }: Pick<Network, 'accounts'>): string[] {
  return accounts.filter((account) => account.kind === 'router').map((account) => account.address)
}

/** Two rows for one address or label would be one contract indexed twice. */
function refuseDuplicates(contracts: z.infer<typeof contract>[], context: z.RefinementCtx) {
  for (const field of ['address', 'label'] as const)
    for (const [index, entry] of contracts.entries())
      if (contracts.findIndex((other) => other[field] === entry[field]) !== index)
        context.addIssue({ code: 'custom', path: [index, field], message: `${field} ${entry[field]} is named twice` })
}
