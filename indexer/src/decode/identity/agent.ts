import { events } from '../../abi/IdentityRegistry'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import { parseAddress, toBoundedHex, toStorableText } from '../text'

/** keccak256("agentWallet"): the one metadata key that the registry reserves. */
export const AGENT_WALLET_KEY = '0x2ac6109326e720d1435c0db66f7e35eda7839f52b6f1f5520a60788e132b4e39'
/** Longer URIs are cut; a `data:` file that is cut does not parse and stays unnamed. */
export const MAX_URI = 64 * 1024
/** Longer keys are cut; those that are not stored as they are, are told apart by their hash. */
const MAX_KEY = 256
const MAX_VALUE = 4096

/**
 * Transfer of any ERC-721. Read without the codec, which makes a buffer of each topic: a registry has one for each agent.
 * @throws RangeError for another number of topics, or an address of more than 20 bytes.
 */
export function readTransfer({ topics: [, from = '', to = '', tokenId = '', ...others] }: ChainLog) {
  if (!/^0x[0-9a-f]{64}$/.test(tokenId) || others.length > 0) throw new RangeError('A Transfer has four topics.')
  return { from: readAddress(from), to: readAddress(to), tokenId: BigInt(tokenId) }
}

export function decodeTransfer(log: ChainLog) {
  const { from, to, tokenId } = readTransfer(log)
  return { kind: 'agent-transfer' as const, agentId: tokenId, from, to }
}

export function decodeRegistered(log: ChainLog) {
  const { agentId, agentURI, owner } = decodeEvent(events.Registered, log)
  return {
    kind: 'agent-registered' as const,
    agentId,
    registrant: parseAddress(owner),
    uri: toStorableText(agentURI, MAX_URI),
  }
}

export function decodeUri(log: ChainLog) {
  const { agentId, newURI } = decodeEvent(events.URIUpdated, log)
  return { kind: 'agent-uri' as const, agentId, uri: toStorableText(newURI, MAX_URI) }
}

/**
 * Metadata of an agent. A wallet is 20 raw bytes; anything else under the reserved key ends the former wallet, because
 * keeping it would link payments to an agent that no longer names their payer.
 */
export function decodeMetadata(log: ChainLog) {
  const { agentId, indexedMetadataKey, metadataKey, metadataValue } = decodeEvent(events.MetadataSet, log)
  if (indexedMetadataKey !== AGENT_WALLET_KEY)
    return {
      kind: 'agent-metadata' as const,
      agentId,
      key: toStorableKey(metadataKey, indexedMetadataKey),
      value: toBoundedHex(metadataValue, MAX_VALUE),
      valueSize: (metadataValue.length - 2) / 2,
    }
  const wallet = /^0x[0-9a-f]{40}$/.test(metadataValue) && !/^0x0{40}$/.test(metadataValue) ? metadataValue : null
  return { kind: 'agent-wallet' as const, agentId, wallet, consent: null }
}

/** Whether a log of a registry names a wallet. Never throws. */
export function isWalletNamed(log: ChainLog): boolean {
  if (log.topics[0] !== events.MetadataSet.topic || log.topics[2] !== AGENT_WALLET_KEY) return false
  try {
    const meaning = decodeMetadata(log)
    return meaning.kind === 'agent-wallet' && meaning.wallet !== null
  } catch {
    return false
  }
}

export function decodeApproval(log: ChainLog) {
  const { owner, approved, tokenId } = decodeEvent(events.Approval, log)
  const operator = /^0x0{40}$/.test(approved) ? null : parseAddress(approved)
  return { kind: 'agent-approval' as const, agentId: tokenId, owner: parseAddress(owner), operator }
}

/** The same event in every ERC-721 contract. */
export function decodeApprovalForAll(log: ChainLog) {
  const { owner, operator, approved } = decodeEvent(events.ApprovalForAll, log)
  return { kind: 'operator' as const, owner: parseAddress(owner), operator: parseAddress(operator), approved }
}

/** An address as a topic holds it. */
function readAddress(topic: string): string {
  if (!/^0x0{24}[0-9a-f]{40}$/.test(topic)) throw new RangeError(`Expected an address of 20 bytes, got ${topic}.`)
  return `0x${topic.slice(26)}`
}

function toStorableKey(key: string, hash: string): string {
  const whole = toStorableText(key, MAX_KEY)
  return whole === key ? key : `${toStorableText(key, MAX_KEY - hash.length - 1)} ${hash}`
}
