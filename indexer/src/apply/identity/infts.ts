import { Agent, Inft, InftAuthorization, InftData } from '@touchstone/store/model'
import type { EventOf, FactEvent, IdentityEventBody, Position } from '../../decode/event'
import type { InftEntry } from '../../decode/identity/event'
import { beginAt, endAt } from '../interval'
import type { Cause } from '../links/link'
import { refreshLinks } from '../links/refresh'
import { keepUnknownSubject } from '../rawLogs'
import type { FactContext, FactState } from '../state'
import { findResolvedOwner } from './agentRows'
import { findAgentKey, inftKey } from './context'
import { authorizationKey } from './state'

/** Creation and change of owner. A transfer clears the authorised users without a log of theirs. */
export function applyInftTransfer(state: FactState, event: EventOf<'inft-transfer'>, context: FactContext) {
  const { tokenId, to, at } = event
  const id = inftKey(at.contract, tokenId)
  const known = state.infts.find(id)
  if (known) clearUsers(state, id, at)
  const minted = { mintedBlock: at.blockNumber, mintedTime: at.blockTime, txHash: at.txHash }
  state.infts.put(new Inft({ ...(known ?? { id, contract: at.contract, tokenId, ...minted }), owner: to }))
  refreshAgent(state, event, 'custody', context)
}

/** Which bytes a token names. A position goes on as long as its hash and description stay. */
export function applyInftData(state: FactState, event: EventOf<'inft-data'>) {
  const { tokenId, entries, whole, at } = event
  const inft = state.infts.find(inftKey(at.contract, tokenId))
  const isPlaced = whole || entries.every(({ position }) => inft && findEntry(state, inft, position))
  if (!inft || !isPlaced) return keepUnknownSubject(state, event, whole ? 'Updated' : 'EntryUpdated')
  for (const entry of entries) setEntry(state, inft, entry, at)
  if (!whole) return
  for (const { position } of state.inftData.listOpen(inft.id))
    if (position >= entries.length) endEntry(state, inft, position, at)
}

export function applyInftAuthorization(state: FactState, event: EventOf<'inft-authorization'>, context: FactContext) {
  const { tokenId, owner, user, granted, at } = event
  const inft = state.infts.find(inftKey(at.contract, tokenId))
  if (!inft) return keepUnknownSubject(state, event, granted ? 'AuthorizationGranted' : 'AuthorizationRevoked')
  const key = authorizationKey({ inft: inft.id })
  const isOpen = state.authorizations.findOpen(key, user) !== undefined
  if (granted && isOpen) return
  state.authorizations.close(key, user, (row) => new InftAuthorization({ ...row, ...endAt(at) }))
  if (granted) {
    const id = `${inft.id}-${user}-${at.blockNumber}-${at.logIndex}`
    const row = { id, inft, contract: at.contract, user, kind: 'user', grantedBy: owner, ...beginAt(at) }
    state.authorizations.open(new InftAuthorization(row))
  }
  refreshAgent(state, event, 'users', context)
}

export function applyAuthorizationsCleared(
  state: FactState,
  event: EventOf<'inft-authorizations-cleared'>,
  context: FactContext,
) {
  clearUsers(state, inftKey(event.at.contract, event.tokenId), event.at)
  refreshAgent(state, event, 'users', context)
}

/** Who may stand in for a user when a token is handed over to it: one at a time. */
export function applyInftDelegate(state: FactState, { user, delegate, at }: EventOf<'inft-delegate'>) {
  const key = authorizationKey({ contract: at.contract, user })
  for (const open of state.authorizations.listOpen(key)) {
    if (open.user === delegate) return
    state.authorizations.close(key, open.user, (row) => new InftAuthorization({ ...row, ...endAt(at) }))
  }
  if (delegate === null) return
  const id = `${at.contract}-${user}-${delegate}-${at.blockNumber}-${at.logIndex}`
  const row = { id, inft: null, contract: at.contract, user: delegate, kind: 'delegate', grantedBy: user }
  state.authorizations.open(new InftAuthorization({ ...row, ...beginAt(at) }))
}

/** The agent of the same number that the contract holds in custody, where it does. */
export function refreshAgent(
  state: FactState,
  event: FactEvent<Extract<IdentityEventBody, { tokenId: bigint }>>,
  cause: Cause,
  context: FactContext,
) {
  const { tokenId, at } = event
  const agent = state.agents.find(findAgentKey(event, context) ?? '')
  if (agent?.owner !== at.contract) return
  const resolvedOwner = findResolvedOwner(state, agent.owner, tokenId, context)
  const current = resolvedOwner === agent.resolvedOwner ? agent : new Agent({ ...agent, resolvedOwner })
  if (current !== agent) state.agents.put(current)
  refreshLinks(state, { agent: current, cause, at }, context)
}

function clearUsers(state: FactState, inft: string, at: Position) {
  const key = authorizationKey({ inft })
  for (const { user } of state.authorizations.listOpen(key))
    state.authorizations.close(key, user, (row) => new InftAuthorization({ ...row, ...endAt(at) }))
}

function findEntry(state: FactState, inft: Inft, position: number): InftData | undefined {
  return state.inftData.findOpen(inft.id, `${position}`)
}

function setEntry(state: FactState, inft: Inft, { position, description, dataHash }: InftEntry, at: Position) {
  const open = findEntry(state, inft, position)
  if (open?.dataHash === dataHash && (description === null || open.description === description)) return
  endEntry(state, inft, position, at)
  const id = `${inft.id}-${position}-${at.blockNumber}-${at.logIndex}`
  state.inftData.open(new InftData({ id, inft, position, description: description ?? '', dataHash, ...beginAt(at) }))
}

function endEntry(state: FactState, inft: Inft, position: number, at: Position) {
  state.inftData.close(inft.id, `${position}`, (row) => new InftData({ ...row, ...endAt(at) }))
}
