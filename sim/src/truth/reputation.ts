import type { LogDraft } from '../chain/draft.js'
import { agentId, MOST_URI } from './agents.js'
import { tellTexts, tellUnknownSubject } from './rawLogs.js'
import { storedText } from './text.js'
import { loggedAt, type Place, type Truth } from './truth.js'

/** What the facts say of ERC-8004 feedback. It is a client's n-th about an agent, and stays when it is revoked. */

/** Characters that are kept of tags and endpoints. */
export const MOST_WORDS = 1024

/** Where feedback is kept, and on which identity registry its agents are. */
export interface Registries {
  registry: string
  identity: string
}

/** The feedback that is meant. */
export interface FeedbackName {
  id: bigint
  client: string
  index: bigint
}

/** Texts are bytes, one a character. */
export interface Rating {
  value: bigint
  decimals: number
  tag1: string
  tag2: string
  endpoint: string
  uri: string
  hash: string
}

export function tellFeedback(
  truth: Truth,
  place: Place,
  log: LogDraft,
  { registry, identity, ...said }: Registries & FeedbackName & Rating,
): void {
  const { tag1, tag2, endpoint, uri } = said
  const words = [tag1, tag2, endpoint].map((text) => [text, MOST_WORDS] as [string, number])
  tellTexts(truth, place, log, [...words, [uri, MOST_URI]])
  const row = rowId(place, identity, said)
  const agent = agentId(place, identity, said.id)
  if (!truth.find('agent', agent) || truth.find('feedback', row)) {
    tellUnknownSubject(truth, place, log, 'NewFeedback')
    return
  }
  truth.put('feedback', row, {
    registry,
    agent_id: agent,
    client: said.client,
    index: said.index,
    value: said.value,
    value_decimals: said.decimals,
    tag1: storedText(tag1, MOST_WORDS),
    tag2: storedText(tag2, MOST_WORDS),
    endpoint: storedText(endpoint, MOST_WORDS),
    uri: storedText(uri, MOST_URI),
    hash: said.hash,
    revoked_block: null,
    ...loggedAt(place),
  })
}

export function tellRevoked(
  truth: Truth,
  place: Place,
  log: LogDraft,
  { identity, ...name }: Pick<Registries, 'identity'> & FeedbackName,
): void {
  const row = rowId(place, identity, name)
  if (truth.find('feedback', row)) truth.put('feedback', row, { revoked_block: place.blockNumber })
  else tellUnknownSubject(truth, place, log, 'FeedbackRevoked')
}

/** Whoever likes may answer, any number of times. */
export function tellAnswered(
  truth: Truth,
  place: Place,
  log: LogDraft,
  {
    identity,
    responder,
    uri,
    hash,
    ...name
  }: Pick<Registries, 'identity'> & FeedbackName & { responder: string; uri: string; hash: string },
): void {
  tellTexts(truth, place, log, [[uri, MOST_URI]])
  const feedback = rowId(place, identity, name)
  if (!truth.find('feedback', feedback)) {
    tellUnknownSubject(truth, place, log, 'ResponseAppended')
    return
  }
  const { blockNumber, blockTime, txHash, logIndex } = place
  truth.put('feedback_response', `${blockNumber}-${logIndex}`, {
    feedback_id: feedback,
    responder,
    uri: storedText(uri, MOST_URI),
    hash,
    block_number: blockNumber,
    block_time: blockTime,
    tx_hash: txHash,
  })
}

function rowId(place: Place, identity: string, { id, client, index }: FeedbackName): string {
  return `${agentId(place, identity, id)}-${client}-${index}`
}
