import type { FactEvent, IdentityEventBody } from '../decode/event'
import type { Journal } from '../digest/journal'
import { applyAccountDeleted, applyAccountLevel, applyRefundRequested } from './compute/accounts'
import { applySignerAcknowledged } from './compute/acknowledgements'
import { applyUpgraded } from './compute/contracts'
import { applyLedgerMovement, applyPayerAcknowledged, applyTokenRevocation } from './compute/payers'
import { applyServiceRemoved, applyServiceUpdated } from './compute/services'
import { applySettlement } from './compute/settlements'
import { applyStake } from './compute/stakes'
import { applyDataEvent, type DataEvent, isDataEvent } from './data'
import { applyIdentityEvent, isIdentityEvent } from './identity/apply'
import { applyRawLog } from './rawLogs'
import { createFactState, type FactContext, type FactState, type PreviousRows } from './state'

/**
 * The facts after a batch: the events of its blocks, in chain order, over the rows that they touch. Pure: rows given are
 * not changed, the rows to write are in the state's `listChanged`. `journal` hears of each event and each row it puts.
 */
export function applyEvents(
  previous: PreviousRows,
  events: FactEvent[],
  context: FactContext,
  journal?: Journal,
): FactState {
  const state = createFactState(previous)
  if (journal) watchRows(state, journal)
  foldEvents(state, events, context, journal)
  return state
}

/** Folds further events into a state whose rows the journal, where one is given, is told of. */
export function foldEvents(
  state: FactState,
  events: readonly FactEvent[],
  context: FactContext,
  journal?: Journal,
): void {
  for (const event of events) {
    journal?.enter(event.at)
    if (isIdentityEvent(event)) applyIdentityEvent(state, event, context)
    else if (isDataEvent(event)) applyDataEvent(state, event, context)
    else applyEvent(state, event, context)
  }
}

/** Tells the journal of each row that is put. Every set of rows, so that none can be forgotten. */
export function watchRows(state: FactState, journal: Journal) {
  for (const rows of Object.values(state))
    if (!(rows instanceof Map)) rows.observe((row: { id: string }) => journal.row(row))
}

function applyEvent(
  state: FactState,
  event: Exclude<FactEvent, IdentityEventBody | DataEvent>,
  context: FactContext,
): void {
  switch (event.kind) {
    case 'settlement':
      applySettlement(state, event, context)
      break
    case 'account-level':
      applyAccountLevel(state, event)
      break
    case 'account-deleted':
      applyAccountDeleted(state, event)
      break
    case 'refund-requested':
      applyRefundRequested(state, event)
      break
    case 'service-updated':
      applyServiceUpdated(state, event, context)
      break
    case 'service-removed':
      applyServiceRemoved(state, event)
      break
    case 'signer-acknowledged':
      applySignerAcknowledged(state, event)
      break
    case 'upgraded':
      applyUpgraded(state, event, context)
      break
    case 'stake':
      applyStake(state, event)
      break
    case 'token-revocation':
      applyTokenRevocation(state, event)
      break
    case 'payer-acknowledged':
      applyPayerAcknowledged(state, event)
      break
    case 'ledger-movement':
      applyLedgerMovement(state, event)
      break
    case 'raw-log':
      applyRawLog(state, event)
      break
    default:
      event satisfies never
  }
}
