import { parseArgs } from 'node:util'
import { loadNetwork, type Network, NetworkFileError } from '@touchstone/networks'
import { UsageError } from '../usage.js'

const DEFAULT_NETWORK = '0g-mainnet'

export interface NetworksArguments {
  network: Network
  rpc: string | undefined
  json: boolean
}

/**
 * Reads `[name|file] [--rpc url] [--json]`.
 * @throws UsageError for an unknown option, a second name, a network that is not there or a file that is not one.
 */
export function readArguments(args: readonly string[]): NetworksArguments {
  const { values, positionals } = parse(args)
  const [name = DEFAULT_NETWORK, surplus] = positionals
  if (surplus !== undefined) throw new UsageError(`One network at a time: "${surplus}" is a second one.`)
  return { network: load(name), rpc: values.rpc, json: values.json ?? false }
}

function parse(args: readonly string[]) {
  try {
    const options = { rpc: { type: 'string' }, json: { type: 'boolean' } } as const
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause })
  }
}

function load(name: string): Network {
  try {
    return loadNetwork(name)
  } catch (cause) {
    if (cause instanceof NetworkFileError) throw new UsageError(cause.message, { cause })
    throw cause
  }
}
