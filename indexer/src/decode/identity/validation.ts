import { events } from '../../abi/ValidationRegistry'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import { parseAddress, toStorableText } from '../text'
import { MAX_URI } from './agent'

const MAX_TAG = 1024

export function decodeValidationRequest(log: ChainLog) {
  const { agentId, validatorAddress, requestURI, requestHash } = decodeEvent(events.ValidationRequest, log)
  return {
    kind: 'validation-request' as const,
    agentId,
    validator: parseAddress(validatorAddress),
    requestHash,
    uri: toStorableText(requestURI, MAX_URI),
    log,
  }
}

/** An answer of 0 to 100; 0 is one too. */
export function decodeValidationResponse(log: ChainLog) {
  const answer = decodeEvent(events.ValidationResponse, log)
  return {
    kind: 'validation-response' as const,
    agentId: answer.agentId,
    validator: parseAddress(answer.validatorAddress),
    requestHash: answer.requestHash,
    response: answer.response,
    uri: toStorableText(answer.responseURI, MAX_URI),
    hash: answer.responseHash,
    tag: toStorableText(answer.tag, MAX_TAG),
    log,
  }
}
