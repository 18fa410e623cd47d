import type { LogDraft } from '../chain/draft.js'
import { loggedAt, type Place, type Truth } from './truth.js'

const MOST_BYTES = 4096

/** A log of a watched contract that cannot be decoded is kept as it stands. */
export function tellGarbled(truth: Truth, place: Place, { address, topics, data }: LogDraft): void {
  truth.put('raw_log', `${place.blockNumber}-${place.logIndex}`, {
    contract: address,
    topic: topics[0] ?? null,
    topics: topics.slice(1).join(','),
    data: data.slice(0, 2 + 2 * MOST_BYTES),
    data_size: data.length / 2 - 1,
    reason: 'undecodable',
    tx_from: place.txFrom,
    ...loggedAt(place),
  })
}
