import { z } from 'zod'
import { address } from './address.js'
import { NetworkFileError, parseJson, readText, resolveFile } from './jsonFile.js'
import { loadTrust, withModels } from './loadTrust.js'
import { type Trust, trustFileSchema } from './trust.js'

export { loadTrust, NetworkFileError, type Trust }

const contract = z.strictObject({
  address,
  beacon: address.optional(),
  startBlock: z.int().nonnegative(),
})

/** An implementation that ran behind the proxy, with the generation of its settlement rules. */
const implementation = z.strictObject({
  address,
  generation: z.enum(['B', 'C', 'D', 'E']),
  /** Block of the beacon's `Upgraded` from which on it ran; without it only the one in force can be told. */
  fromBlock: z.int().nonnegative().optional(),
})

const networkSchema = z.strictObject({
  /** Name of the file, e.g. `0g-mainnet`. */
  name: z.string().min(1),
  displayName: z.string().min(1),
  chainId: z.int().positive(),
  /** Blocks after which a block counts as final. Below 200: the squid's hot-block store asserts it. */
  finality: z.int().min(1).max(199),
  rpc: z.array(z.url()),
  ws: z.array(z.url()),
  contracts: z.strictObject({
    inferenceServing: contract.extend({ implementations: z.array(implementation).optional() }).optional(),
    ledgerManager: contract.optional(),
    flow: contract.optional(),
    identityRegistry: contract.optional(),
  }),
  /** Base addresses of storage indexers (JSON-RPC and REST) and of nodes asked directly. Only these exact host:port pairs may be dialled. */
  storage: z.strictObject({ indexers: z.array(z.url()), nodes: z.array(z.url()) }),
  /** Base addresses of providers whose enclave reports are captured. Only these exact host:port pairs may be dialled. */
  providers: z.array(z.url()).optional(),
  /** The lists themselves, or the name of a file in `networks/trust/`. */
  trust: z.union([z.string().regex(/^[a-z0-9-]+$/, 'expected a name of networks/trust/'), trustFileSchema]),
  /** Written by a running devnet: where its agents and providers are, for an example on the start page. */
  examples: z.array(z.strictObject({ label: z.string(), agent: z.string() })).optional(),
})

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

/** The contract of that kind, or an error that says which file lacks it. */
export function requireContract(network: Network, kind: keyof Network['contracts']) {
  const found = network.contracts[kind]
  if (!found)
    throw new NetworkFileError(`Network ${network.name} names no ${kind} contract. Add it under contracts.${kind}.`)
  return found
}
