import { loadNetwork, loadTrust, NETWORK_NAMES, NetworkFileError } from '@touchstone/networks'
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

/**
 * Asserts that somebody chose trust material for a bundle of this chain. Judged by the roots of another network every honest
 * enclave would look forged: what nobody chose must not accuse anybody.
 * @param chosen value of --trust.
 * @throws UsageError where none was chosen and the default is that of other chains.
 */
export function assertTrustFits(chainId: number, chosen: string | undefined): void {
  if (chosen !== undefined) return
  const chains = NETWORK_NAMES.filter((name) => name !== 'devnet').map((name) => loadNetwork(name).chainId)
  if (chains.includes(chainId)) return
  throw new UsageError(
    `--trust: the bundle is of chain ${chainId}, the trust material of 0g is for chains ${chains.join(' and ')}. Name the file of its network, such as the .data/network.json that a devnet writes, or 0g to judge by it all the same.`,
  )
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
