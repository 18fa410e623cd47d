import type { FactEvent } from '../decode/event'
import { applyAccountDeleted, applyAccountLevel, applyRefundRequested } from './compute/accounts'
import { applySignerAcknowledged } from './compute/acknowledgements'
import { applyUpgraded } from './compute/contracts'
import { applyServiceRemoved, applyServiceUpdated } from './compute/services'
import { applySettlement } from './compute/settlements'
import {
  applyAgentMetadata,
  applyAgentRegistered,
  applyAgentTransfer,
  applyAgentUri,
  applyAgentWallet,
} from './identity/agents'
import { applyRawLog } from './rawLogs'
import { createFactState, type FactContext, type FactState, type PreviousRows } from './state'
import { applyAnchor } from './storage/anchors'

/**
 * The facts after a batch: the events of its blocks, in chain order, over the rows that they touch. Pure: rows given are
 * not changed, the rows to write are in the state's `listChanged`.
 */
export function applyEvents(previous: PreviousRows, events: FactEvent[], context: FactContext): FactState {
  const state = createFactState(previous)
  for (const event of events) applyEvent(state, event, context)
  return state
}

function applyEvent(state: FactState, event: FactEvent, context: FactContext): void {
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
      applyServiceRemoved(state, event, context)
      break
    case 'signer-acknowledged':
      applySignerAcknowledged(state, event)
      break
    case 'upgraded':
      applyUpgraded(state, event, context)
      break
    case 'anchor':
      applyAnchor(state, event, context)
      break
    case 'raw-log':
      applyRawLog(state, event)
      break
    case 'agent-transfer':
      applyAgentTransfer(state, event, context)
      break
    case 'agent-registered':
      applyAgentRegistered(state, event, context)
      break
    case 'agent-wallet':
      applyAgentWallet(state, event, context)
      break
    case 'agent-metadata':
      applyAgentMetadata(state, event, context)
      break
    case 'agent-uri':
      applyAgentUri(state, event, context)
      break
    default:
      event satisfies never
  }
}
