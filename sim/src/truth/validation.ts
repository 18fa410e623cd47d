import type { LogDraft } from '../chain/draft.js'
import { agentId, MOST_URI } from './agents.js'
import { tellTexts, tellUnknownSubject } from './rawLogs.js'
import { storedText } from './text.js'
import { loggedAt, type Place, type Truth } from './truth.js'

/** What the facts say of ERC-8004 validations. A request's hash is its name; every response to it is a row of its own. */

/** Characters that are kept of a response's tag. */
export const MOST_TAG = 1024

/** The agent's owner asks a validator. */
export interface Request {
  id: bigint
  validator: string
  /** Bytes, one a character. */
  uri: string
  hash: string
}

/** `uri` and `tag` are bytes, one a character. */
export interface Response {
  requestHash: string
  validator: string
  /** 0 to 100. */
  response: number
  uri: string
  hash: string
  tag: string
}

export function tellRequest(
  truth: Truth,
  place: Place,
  log: LogDraft,
  { registry, identity, id, validator, uri, hash }: Request & { registry: string; identity: string },
): void {
  tellTexts(truth, place, log, [[uri, MOST_URI]])
  const agent = agentId(place, identity, id)
  const row = `${registry}-${hash}`
  if (!truth.find('agent', agent) || truth.find('validation_request', row)) {
    tellUnknownSubject(truth, place, log, 'ValidationRequest')
    return
  }
  truth.put('validation_request', row, {
    registry,
    agent_id: agent,
    validator,
    request_hash: hash,
    uri: storedText(uri, MOST_URI),
    tx_from: place.txFrom,
    ...loggedAt(place),
  })
}

export function tellResponse(
  truth: Truth,
  place: Place,
  log: LogDraft,
  { registry, requestHash, validator, response, uri, hash, tag }: Response & { registry: string },
): void {
  tellTexts(truth, place, log, [
    [uri, MOST_URI],
    [tag, MOST_TAG],
  ])
  const request = `${registry}-${requestHash}`
  if (!truth.find('validation_request', request)) {
    tellUnknownSubject(truth, place, log, 'ValidationResponse')
    return
  }
  const { blockNumber, blockTime, txHash, logIndex } = place
  truth.put('validation_response', `${blockNumber}-${logIndex}`, {
    request_id: request,
    validator,
    response,
    uri: storedText(uri, MOST_URI),
    hash,
    tag: storedText(tag, MOST_TAG),
    block_number: blockNumber,
    block_time: blockTime,
    tx_hash: txHash,
  })
}
