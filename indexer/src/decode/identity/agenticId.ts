import { events } from '../../abi/AgenticId'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import { parseAddress, toStorableText } from '../text'
import { readTransfer } from './agent'

const MAX_DESCRIPTION = 1024
/** A log with more is kept raw: no token has so many. */
const MAX_ENTRIES = 1024
const MAX_POSITION = 2n ** 31n - 1n

export function decodeInftTransfer(log: ChainLog) {
  return { kind: 'inft-transfer' as const, ...readTransfer(log) }
}

/** All entries of a token, as its owner or seal writes them. */
export function decodeUpdated(log: ChainLog) {
  const { tokenId, newData } = decodeEvent(events.Updated, log)
  const entries = newData.map(({ dataDescription, dataHash }, position) => ({
    position,
    description: toStorableText(dataDescription, MAX_DESCRIPTION),
    dataHash,
  }))
  return { kind: 'inft-data' as const, tokenId, entries: bounded(entries), whole: true, log }
}

export function decodeEntryUpdated(log: ChainLog) {
  const { tokenId, index, newEntry } = decodeEvent(events.EntryUpdated, log)
  if (index > MAX_POSITION) throw new RangeError(`No token has an entry ${index}.`)
  const description = toStorableText(newEntry.dataDescription, MAX_DESCRIPTION)
  const entries = [{ position: Number(index), description, dataHash: newEntry.dataHash }]
  return { kind: 'inft-data' as const, tokenId, entries, whole: false, log }
}

/** A transfer or mint re-wraps the keys of all entries; the log names their hashes, not their descriptions. */
export function decodeITransferred(log: ChainLog) {
  const { tokenId, entries } = decodeEvent(events.ITransferred, log)
  return { kind: 'inft-data' as const, tokenId, entries: toHashes(entries), whole: true, log }
}

/** A clone has the entries of its original. */
export function decodeCloned(log: ChainLog) {
  const { newTokenId, entries } = decodeEvent(events.Cloned, log)
  return { kind: 'inft-data' as const, tokenId: newTokenId, entries: toHashes(entries), whole: true, log }
}

export function decodeAuthorization(log: ChainLog, granted: boolean) {
  const event = granted ? events.AuthorizationGranted : events.AuthorizationRevoked
  const { from, to, tokenId } = decodeEvent(event, log)
  const [owner, user] = [parseAddress(from), parseAddress(to)]
  return { kind: 'inft-authorization' as const, tokenId, owner, user, granted, log }
}

export function decodeAuthorizationCleared(log: ChainLog) {
  const { tokenId } = decodeEvent(events.AuthorizationCleared, log)
  return { kind: 'inft-authorizations-cleared' as const, tokenId }
}

export function decodeDelegate(log: ChainLog) {
  const { user, assistant } = decodeEvent(events.DelegateUpdated, log)
  const delegate = /^0x0{40}$/.test(assistant) ? null : parseAddress(assistant)
  return { kind: 'inft-delegate' as const, user: parseAddress(user), delegate }
}

export function decodeSeal(log: ChainLog) {
  const { agentId, agentSeal, sealId } = decodeEvent(events.AgentSealSet, log)
  return { kind: 'agent-seal' as const, tokenId: agentId, seal: parseAddress(agentSeal), sealId }
}

export function decodeAttestor(log: ChainLog, trusted: boolean) {
  const event = trusted ? events.TrustedAttestorAdded : events.TrustedAttestorRemoved
  return { kind: 'attestor' as const, attestor: parseAddress(decodeEvent(event, log).attestor), trusted }
}

function toHashes(entries: { dataHash: string }[]) {
  return bounded(entries.map(({ dataHash }, position) => ({ position, description: null, dataHash })))
}

/** @throws RangeError */
function bounded<Entry>(entries: Entry[]): Entry[] {
  if (entries.length > MAX_ENTRIES) throw new RangeError(`A token with ${entries.length} entries.`)
  return entries
}
