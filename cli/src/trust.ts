import { loadNetwork, loadTrust, NetworkFileError } from '@touchstone/networks'
import type { TrustMaterial } from '@touchstone/verify'
import { readText } from './input.js'
import { UsageError } from './usage.js'

/**
 * Trust material by a name in networks/trust or by a file: one of trust material, or that of a network.
 * @throws UsageError naming file and field.
 */
export function readTrust(nameOrFile = '0g'): TrustMaterial {
  try {
    return isNetworkFile(nameOrFile) ? loadNetwork(nameOrFile).trust : loadTrust(nameOrFile)
  } catch (cause) {
    if (cause instanceof NetworkFileError) throw new UsageError(`--trust: ${cause.message}`, { cause })
    throw cause
  }
}

// Only a network has a chain.
function isNetworkFile(nameOrFile: string): boolean {
  if (!nameOrFile.endsWith('.json')) return false
  try {
    const value: unknown = JSON.parse(readText(nameOrFile, '--trust'))
    return typeof value === 'object' && value !== null && 'chainId' in value
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    return false
  }
}
