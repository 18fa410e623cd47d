import { events } from '../../abi/IdentityRegistry'
import type { ChainLog } from '../chain'
import { parseAddress, toStorableText } from '../text'

/** keccak256("agentWallet"): the one metadata key that the registry reserves. */
export const AGENT_WALLET_KEY = '0x2ac6109326e720d1435c0db66f7e35eda7839f52b6f1f5520a60788e132b4e39'
/** Longer URIs are cut; a `data:` file that is cut does not parse and stays unnamed. */
export const MAX_URI = 64 * 1024

export function decodeTransfer(log: ChainLog) {
  const { from, to, tokenId } = events.Transfer.decode(log)
  return { kind: 'agent-transfer' as const, agentId: tokenId, from: parseAddress(from), to: parseAddress(to) }
}

export function decodeRegistered(log: ChainLog) {
  const { agentId, agentURI, owner } = events.Registered.decode(log)
  return {
    kind: 'agent-registered' as const,
    agentId,
    registrant: parseAddress(owner),
    uri: toStorableText(agentURI, MAX_URI),
  }
}

export function decodeUri(log: ChainLog) {
  const { agentId, newURI } = events.URIUpdated.decode(log)
  return { kind: 'agent-uri' as const, agentId, uri: toStorableText(newURI, MAX_URI) }
}

/**
 * Metadata of an agent. A wallet is 20 raw bytes; anything else under the reserved key ends the former wallet, because
 * keeping it would link payments to an agent that no longer names their payer.
 */
export function decodeMetadata(log: ChainLog) {
  const { agentId, indexedMetadataKey, metadataValue } = events.MetadataSet.decode(log)
  if (indexedMetadataKey !== AGENT_WALLET_KEY) return { kind: 'agent-metadata' as const, agentId }
  const wallet = /^0x[0-9a-f]{40}$/.test(metadataValue) && !/^0x0{40}$/.test(metadataValue) ? metadataValue : null
  return { kind: 'agent-wallet' as const, agentId, wallet }
}
