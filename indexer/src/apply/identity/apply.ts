import type { FactEvent, IdentityEventBody } from '../../decode/event'
import type { FactContext, FactState } from '../state'
import { applyAgentMetadata, applyAgentRegistered, applyAgentTransfer, applyAgentUri } from './agents'
import { applyFeedback, applyFeedbackResponse, applyFeedbackRevoked } from './feedback'
import {
  applyAuthorizationsCleared,
  applyInftAuthorization,
  applyInftData,
  applyInftDelegate,
  applyInftTransfer,
} from './infts'
import { applyAgentApproval, applyOperator } from './operators'
import { applyAgentSeal, applyAttestor } from './seals'
import { applyValidationRequest, applyValidationResponse } from './validation'
import { applyAgentWallet } from './wallets'

type Apply<Kind extends IdentityEventBody['kind']> = (
  state: FactState,
  event: FactEvent<Extract<IdentityEventBody, { kind: Kind }>>,
  context: FactContext,
) => void

const APPLY: { [Kind in IdentityEventBody['kind']]: Apply<Kind> } = {
  'agent-transfer': applyAgentTransfer,
  'agent-registered': applyAgentRegistered,
  'agent-wallet': applyAgentWallet,
  'agent-metadata': applyAgentMetadata,
  'agent-uri': applyAgentUri,
  'agent-approval': applyAgentApproval,
  operator: applyOperator,
  feedback: applyFeedback,
  'feedback-revoked': applyFeedbackRevoked,
  'feedback-response': applyFeedbackResponse,
  'validation-request': applyValidationRequest,
  'validation-response': applyValidationResponse,
  'inft-transfer': applyInftTransfer,
  'inft-data': applyInftData,
  'inft-authorization': applyInftAuthorization,
  'inft-authorizations-cleared': applyAuthorizationsCleared,
  'inft-delegate': applyInftDelegate,
  'agent-seal': applyAgentSeal,
  attestor: applyAttestor,
}

export function isIdentityEvent(event: FactEvent): event is FactEvent<IdentityEventBody> {
  return event.kind in APPLY
}

/** Folds what the registries of ERC-8004 and AgenticID say. */
export function applyIdentityEvent(state: FactState, event: FactEvent<IdentityEventBody>, context: FactContext): void {
  const apply = APPLY[event.kind] as (state: FactState, event: FactEvent, context: FactContext) => void
  apply(state, event, context)
}
