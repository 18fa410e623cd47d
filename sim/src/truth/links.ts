import { closedAt, openedAt, type Place, type Truth } from './truth.js'

/** Why a payer is linked to an agent, with what that is worth. The same reason for the same payer goes on as one link. */
const REASONS = {
  /** L2: the wallet's own signature recovers. */
  signed: 'A',
  /** L4: the wallet sent the registration itself. */
  'sent registration': 'A-',
  /** L4: a contract registered the agent. */
  'registered by contract': 'C',
  /** L5: by the owner's own call to the registry. */
  took: 'B+',
  acted: 'B+',
  /** L5: the owner sent the transaction, to somebody else. */
  brought: 'B',
  minted: 'B',
  pushed: 'C',
} as const

type Reason = keyof typeof REASONS

/** L2, the wallet that was set by its own signature, L4, the wallet by default of a registration, L5, the token's owner. */
export type LinkType = 'L2' | 'L4' | 'L5'

export function tellDefaultWallet(truth: Truth, place: Place, agent: string, wallet: string): void {
  const reason = place.txFrom === wallet ? 'sent registration' : 'registered by contract'
  setLink(truth, place, agent, { type: 'L4', payer: wallet, reason })
}

export function tellSignedWallet(truth: Truth, place: Place, agent: string, wallet: string): void {
  setLink(truth, place, agent, { type: 'L2', payer: wallet, reason: 'signed' })
}

/** Who sent the transaction decides whether the new owner did anything. */
export function tellOwner(
  truth: Truth,
  place: Place,
  { agent, owner, registry, isMint }: { agent: string; owner: string; registry: string; isMint: boolean },
): void {
  const isSender = place.txFrom === owner
  const sent = place.txTo === registry ? 'took' : 'brought'
  const reason = isSender ? sent : isMint ? 'minted' : 'pushed'
  setLink(truth, place, agent, { type: 'L5', payer: owner, reason })
}

/** The owner's own act makes of an ownership that was pushed one that was accepted. */
export function noteOwnerAct(truth: Truth, place: Place, agent: string): void {
  const owner = truth.find('agent', agent)?.owner
  const link = truth.findOpen('payer_link', `${agent} L5`)?.row
  if (typeof owner !== 'string' || place.txFrom !== owner || !link || link.strength === 'B+') return
  setLink(truth, place, agent, { type: 'L5', payer: owner, reason: 'acted' })
}

export function endLink(truth: Truth, place: Place, agent: string, type: LinkType): void {
  truth.end('payer_link', `${agent} ${type}`, closedAt(place))
}

function setLink(
  truth: Truth,
  place: Place,
  agent: string,
  { type, payer, reason }: { type: LinkType; payer: string; reason: Reason },
): void {
  const subject = `${agent} ${type}`
  const why = `${payer} ${reason}`
  if (truth.findOpen('payer_link', subject) && truth.open.get(`why ${subject}`) === why) return
  endLink(truth, place, agent, type)
  const id = `${agent}-${type}-${payer}-${place.blockNumber}-${place.logIndex}`
  const row = { agent_id: agent, type, payer, strength: REASONS[reason], ...openedAt(place) }
  truth.begin('payer_link', subject, id, row)
  truth.open.set(`why ${subject}`, why)
}
