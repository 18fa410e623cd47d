import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { address } from './address.js'
import { trustSchema } from './trust.js'

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
  trust: trustSchema,
  /** Written by a running devnet: where its agents and providers are, for an example on the start page. */
  examples: z.array(z.strictObject({ label: z.string(), agent: z.string() })).optional(),
})

/** One network: chain, addresses, endpoints and trust material. */
export type Network = z.infer<typeof networkSchema>

/** The network's file is missing, unreadable or wrong; the message names file, field and what was expected. */
export class NetworkFileError extends Error {
  override name = 'NetworkFileError'
}

/**
 * Reads and checks a network's file.
 * @param nameOrPath a name of this folder (`devnet`, `0g-mainnet`) or the path of a file, which a running devnet writes.
 * @throws NetworkFileError with one line for each field that is wrong.
 */
export function loadNetwork(nameOrPath: string): Network {
  const path = nameOrPath.endsWith('.json')
    ? nameOrPath
    : fileURLToPath(new URL(`../${nameOrPath}.json`, import.meta.url))
  if (!existsSync(path))
    throw new NetworkFileError(`No network file at ${path}. Set NETWORK to a name in networks/ or to a path.`)
  return parseNetwork(readFileSync(path, 'utf8'), path)
}

/** Parses the text of a network's file; `path` is for the error text. */
export function parseNetwork(text: string, path: string): Network {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new NetworkFileError(`${path} is not JSON: ${(cause as Error).message}`, { cause })
  }
  const parsed = networkSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(file)'}: ${issue.message}`)
  throw new NetworkFileError(`${path} is not a network file:\n${lines.join('\n')}`)
}

/** The contract of that kind, or an error that says which file lacks it. */
export function requireContract(network: Network, kind: keyof Network['contracts']) {
  const found = network.contracts[kind]
  if (!found)
    throw new NetworkFileError(`Network ${network.name} names no ${kind} contract. Add it under contracts.${kind}.`)
  return found
}
