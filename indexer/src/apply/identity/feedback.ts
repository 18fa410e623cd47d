import { Feedback, FeedbackResponse } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import { keepUnknownSubject } from '../rawLogs'
import type { FactContext, FactState } from '../state'
import { findAgentKey } from './context'

type AboutFeedback = EventOf<'feedback'> | EventOf<'feedback-revoked'> | EventOf<'feedback-response'>

/** Id of a client's feedback; undefined where the registry's agents are not known. */
export function feedbackKey(event: AboutFeedback, context: FactContext): string | undefined {
  const agent = findAgentKey(event, context)
  return agent === undefined ? undefined : `${agent}-${event.client}-${event.index}`
}

/** What a client says of an agent. The same number twice cannot be: the second is kept raw. */
export function applyFeedback(state: FactState, event: EventOf<'feedback'>, context: FactContext) {
  const agent = state.agents.find(findAgentKey(event, context) ?? '')
  const id = feedbackKey(event, context)
  if (!agent || id === undefined || state.feedback.find(id)) return keepUnknownSubject(state, event, 'NewFeedback')
  const { kind: _kind, agentId: _agentId, log: _log, at, ...said } = event
  const { blockNumber, blockTime, txHash, logIndex } = at
  const place = { registry: at.contract, blockNumber, blockTime, txHash, logIndex }
  state.feedback.put(new Feedback({ id, agent, ...said, ...place, revokedBlock: null }))
}

/** Revoked feedback stays: that it was said is a fact. */
export function applyFeedbackRevoked(state: FactState, event: EventOf<'feedback-revoked'>, context: FactContext) {
  const feedback = state.feedback.find(feedbackKey(event, context) ?? '')
  if (!feedback) return keepUnknownSubject(state, event, 'FeedbackRevoked')
  state.feedback.put(new Feedback({ ...feedback, revokedBlock: event.at.blockNumber }))
}

export function applyFeedbackResponse(state: FactState, event: EventOf<'feedback-response'>, context: FactContext) {
  const feedback = state.feedback.find(feedbackKey(event, context) ?? '')
  if (!feedback) return keepUnknownSubject(state, event, 'ResponseAppended')
  const { responder, uri, hash, at } = event
  const { blockNumber, blockTime, txHash } = at
  const id = `${blockNumber}-${at.logIndex}`
  state.feedbackResponses.put(
    new FeedbackResponse({ id, feedback, responder, uri, hash, blockNumber, blockTime, txHash }),
  )
}
