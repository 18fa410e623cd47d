import { ValidationRequest, ValidationResponse } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import { keepUnknownSubject } from '../rawLogs'
import type { FactContext, FactState } from '../state'
import { findAgentKey } from './context'

/** A request's hash is its name at a registry. */
export function requestKey(registry: string, requestHash: string): string {
  return `${registry}-${requestHash}`
}

/** A request to a validator. The same hash twice cannot be: the second is kept raw. */
export function applyValidationRequest(state: FactState, event: EventOf<'validation-request'>, context: FactContext) {
  const agent = state.agents.find(findAgentKey(event, context) ?? '')
  const id = requestKey(event.at.contract, event.requestHash)
  if (!agent || state.validationRequests.find(id)) return keepUnknownSubject(state, event, 'ValidationRequest')
  const { validator, requestHash, uri, at } = event
  const { blockNumber, blockTime, txHash, txFrom, logIndex } = at
  const place = { registry: at.contract, blockNumber, blockTime, txHash, txFrom, logIndex }
  state.validationRequests.put(new ValidationRequest({ id, agent, validator, requestHash, uri, ...place }))
}

/** Every answer is kept: a validator may answer again, also lower, and 0 is an answer. */
export function applyValidationResponse(state: FactState, event: EventOf<'validation-response'>) {
  const request = state.validationRequests.find(requestKey(event.at.contract, event.requestHash))
  if (!request) return keepUnknownSubject(state, event, 'ValidationResponse')
  const { validator, response, uri, hash, tag, at } = event
  const { blockNumber, blockTime, txHash } = at
  const id = `${blockNumber}-${at.logIndex}`
  state.validationResponses.put(
    new ValidationResponse({ id, request, validator, response, uri, hash, tag, blockNumber, blockTime, txHash }),
  )
}
