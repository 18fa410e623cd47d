import { loadNetwork, NETWORK_NAMES } from '@touchstone/networks'
import { UsageError } from '../usage.js'
import type { Subcommand } from './subcommand.js'

/** Prints a line for each network that comes with this program. */
export const runList: Subcommand = async (args, output) => {
  if (args.length > 0) throw new UsageError('networks list takes no arguments.')
  for (const name of NETWORK_NAMES) {
    const { displayName, chainId, contracts } = loadNetwork(name)
    output.out(`${name.padEnd(12)} chain ${String(chainId).padEnd(7)} ${contracts.length} contracts  ${displayName}\n`)
  }
  return 0
}
