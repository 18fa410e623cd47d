import { endLink, noteOwnerAct, tellDefaultWallet, tellOwner, tellSignedWallet } from './links.js'
import { storedText } from './text.js'
import { closedAt, openedAt, type Place, type Truth } from './truth.js'

/** What the facts say of ERC-8004 agents. The owner is whom Transfer names, whatever else is logged. */

export function agentId(place: Place, registry: string, id: bigint): string {
  return `eip155:${place.chainId}:${registry}:${id}`
}

const ZERO = `0x${'0'.repeat(40)}`
export const MOST_URI = 64 * 1024
/** The one file of the traffic that names an agent on chain. */
export const NAMED = 'Agent'
export const NAMING_URI = `data:application/json,{"name":"${NAMED}"}`

export function tellTransfer(
  truth: Truth,
  place: Place,
  registry: string,
  { id, from, to }: { id: bigint; from: string; to: string },
): void {
  const agent = agentId(place, registry, id)
  if (truth.find('agent', agent)) endWallet(truth, place, agent)
  else
    truth.put('agent', agent, {
      registry_id: registry,
      agent_id: id,
      wallet: null,
      uri: null,
      name: null,
      minted_block: place.blockNumber,
      minted_time: place.blockTime,
      mint_tx_hash: place.txHash,
      registered: false,
    })
  truth.put('agent', agent, { owner: to, wallet: null })
  truth.end('agent_ownership', agent, closedAt(place))
  truth.begin('agent_ownership', agent, rowId(agent, place), { agent_id: agent, owner: to, ...openedAt(place) })
  tellOwner(truth, place, { agent, owner: to, registry, isMint: from === ZERO })
}

export function tellRegistered(
  truth: Truth,
  place: Place,
  registry: string,
  { id, registrant, uri }: { id: bigint; registrant: string; uri: string },
): void {
  const agent = agentId(place, registry, id)
  if (!truth.find('agent', agent)) return
  truth.put('agent', agent, { registered: true })
  truth.open.set(`registering ${agent}`, `${registrant} ${place.txHash}`)
  setUri(truth, place, agent, uri)
}

export function tellUri(truth: Truth, place: Place, registry: string, what: { id: bigint; uri: string }): void {
  const agent = agentId(place, registry, what.id)
  if (!truth.find('agent', agent)) return
  setUri(truth, place, agent, what.uri)
  noteOwnerAct(truth, place, agent)
}

export function tellMetadata(truth: Truth, place: Place, registry: string, id: bigint): void {
  if (truth.find('agent', agentId(place, registry, id))) noteOwnerAct(truth, place, agentId(place, registry, id))
}

/** What the signature in the calldata of setAgentWallet is worth, where it could be read. */
export type Consent = 'verified' | 'mismatch' | 'unavailable'

export function tellWallet(
  truth: Truth,
  place: Place,
  registry: string,
  { id, wallet, consent }: { id: bigint; wallet: string | null; consent: Consent },
): void {
  const agent = agentId(place, registry, id)
  const known = truth.find('agent', agent)
  if (!known) return
  const how = howSet(truth, place, agent, wallet)
  const signature = how === 'set' && wallet !== null ? consent : null
  endWallet(truth, place, agent, signature === 'verified' ? 'L2' : undefined)
  truth.put('agent', agent, { wallet: how === 'unknown' ? null : wallet })
  if (wallet === null) return
  const row = { agent_id: agent, wallet, how, signature, sent_by_wallet: place.txFrom === wallet, ...openedAt(place) }
  truth.begin('agent_wallet', agent, rowId(agent, place), row)
  if (signature === 'verified') tellSignedWallet(truth, place, agent, wallet)
  if (how === 'register') tellDefaultWallet(truth, place, agent, wallet)
  noteOwnerAct(truth, place, agent)
}

/** The default of a registration counts only while the registrant still holds the token; later ones were signed for. */
function howSet(truth: Truth, place: Place, agent: string, wallet: string | null): 'register' | 'set' | 'unknown' {
  const known = truth.find('agent', agent)
  if (known?.mint_tx_hash !== place.txHash) return 'set'
  const registering = truth.open.get(`registering ${agent}`)
  if (registering?.endsWith(place.txHash) && wallet !== null) {
    truth.open.delete(`registering ${agent}`)
    return registering.startsWith(wallet) && known.owner === wallet ? 'register' : 'unknown'
  }
  return known.registered === true ? 'set' : 'unknown'
}

/** @param kept the type of link that the next wallet has too: it goes on where the wallet is the same. */
function endWallet(truth: Truth, place: Place, agent: string, kept?: 'L2' | 'L4'): void {
  truth.end('agent_wallet', agent, closedAt(place))
  for (const type of ['L2', 'L4'] as const) if (type !== kept) endLink(truth, place, agent, type)
}

function setUri(truth: Truth, place: Place, agent: string, bytes: string): void {
  const uri = storedText(bytes, MOST_URI)
  truth.put('agent', agent, { uri: uri === '' ? null : uri, name: uri === NAMING_URI ? NAMED : null })
  truth.end('agent_card', agent, { to_block: place.blockNumber })
  if (uri === '') return
  const { blockNumber, txHash } = place
  const row = { agent_id: agent, uri, from_block: blockNumber, to_block: null, tx_hash: txHash }
  truth.begin('agent_card', agent, rowId(agent, place), row)
}

function rowId(agent: string, { blockNumber, logIndex }: Place): string {
  return `${agent}-${blockNumber}-${logIndex}`
}
