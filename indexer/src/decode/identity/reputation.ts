import { events } from '../../abi/ReputationRegistry'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import { parseAddress, toStorableText } from '../text'
import { MAX_URI } from './agent'

/** Of tags and endpoints. */
const MAX_WORDS = 1024

export function decodeFeedback(log: ChainLog) {
  const feedback = decodeEvent(events.NewFeedback, log)
  return {
    kind: 'feedback' as const,
    agentId: feedback.agentId,
    client: parseAddress(feedback.clientAddress),
    index: feedback.feedbackIndex,
    value: feedback.value,
    valueDecimals: feedback.valueDecimals,
    tag1: toStorableText(feedback.tag1, MAX_WORDS),
    tag2: toStorableText(feedback.tag2, MAX_WORDS),
    endpoint: toStorableText(feedback.endpoint, MAX_WORDS),
    uri: toStorableText(feedback.feedbackURI, MAX_URI),
    hash: feedback.feedbackHash,
    log,
  }
}

export function decodeFeedbackRevoked(log: ChainLog) {
  const { agentId, clientAddress, feedbackIndex } = decodeEvent(events.FeedbackRevoked, log)
  return { kind: 'feedback-revoked' as const, agentId, client: parseAddress(clientAddress), index: feedbackIndex, log }
}

export function decodeFeedbackResponse(log: ChainLog) {
  const response = decodeEvent(events.ResponseAppended, log)
  return {
    kind: 'feedback-response' as const,
    agentId: response.agentId,
    client: parseAddress(response.clientAddress),
    index: response.feedbackIndex,
    responder: parseAddress(response.responder),
    uri: toStorableText(response.responseURI, MAX_URI),
    hash: response.responseHash,
    log,
  }
}
