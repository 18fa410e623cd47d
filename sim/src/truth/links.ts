import { closedAt, openedAt, type Place, type Truth } from './truth.js'

/** Links between agents and payers, by type: L4 the wallet by default of a registration, L5 the owner of the token. */

export function tellDefaultWallet(truth: Truth, place: Place, agent: string, wallet: string): void {
  beginLink(truth, place, agent, { type: 'L4', payer: wallet, strength: place.txFrom === wallet ? 'A-' : 'C' })
}

/** Who sent the transaction decides whether the new owner did anything. */
export function tellOwner(
  truth: Truth,
  place: Place,
  { agent, owner, registry, isMint }: { agent: string; owner: string; registry: string; isMint: boolean },
): void {
  const isSender = place.txFrom === owner
  const strength = isSender ? (place.txTo === registry ? 'B+' : 'B') : isMint ? 'B' : 'C'
  beginLink(truth, place, agent, { type: 'L5', payer: owner, strength })
}

/** The owner's own act makes of an ownership that was pushed one that was accepted. */
export function noteOwnerAct(truth: Truth, place: Place, agent: string): void {
  const owner = truth.find('agent', agent)?.owner
  const link = truth.findOpen('payer_link', `${agent} L5`)?.row
  if (typeof owner !== 'string' || place.txFrom !== owner || !link || link.strength === 'B+') return
  beginLink(truth, place, agent, { type: 'L5', payer: owner, strength: 'B+' })
}

export function endLink(truth: Truth, place: Place, agent: string, type: 'L4' | 'L5'): void {
  truth.end('payer_link', `${agent} ${type}`, closedAt(place))
}

function beginLink(
  truth: Truth,
  place: Place,
  agent: string,
  link: { type: 'L4' | 'L5'; payer: string; strength: string },
): void {
  endLink(truth, place, agent, link.type)
  const id = `${agent}-${link.type}-${link.payer}-${place.blockNumber}-${place.logIndex}`
  truth.begin('payer_link', `${agent} ${link.type}`, id, { agent_id: agent, ...link, ...openedAt(place) })
}
