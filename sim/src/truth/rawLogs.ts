import type { LogDraft } from '../chain/draft.js'
import { storedText } from './text.js'
import { loggedAt, type Place, type Row, type Truth } from './truth.js'

const MOST_BYTES = 4096

/** A log of a watched contract that cannot be decoded is kept as it stands. */
export function tellGarbled(truth: Truth, place: Place, log: LogDraft): void {
  tellRaw(truth, place, log, 'undecodable')
}

/** A log is kept as it stands also where one of its texts cannot be stored so. @param texts bytes and most characters. */
export function tellTexts(truth: Truth, place: Place, log: LogDraft, texts: readonly [bytes: string, most: number][]) {
  const isWhole = texts.every(([bytes, most]) => {
    const stored = storedText(bytes, most)
    return !stored.includes('\ufffd') && Buffer.byteLength(stored) === bytes.length
  })
  if (!isWhole) tellAltered(truth, place, log)
}

/** A log of which the rows do not hold all as it has it. */
export function tellAltered(truth: Truth, place: Place, log: LogDraft): void {
  tellRaw(truth, place, log, 'altered')
}

/** A log about an agent, feedback or request that no log made, or made once before. That says more than `altered`. */
export function tellUnknownSubject(truth: Truth, place: Place, log: LogDraft, event: string): void {
  tellRaw(truth, place, log, 'unknown-subject', { note: event })
}

function tellRaw(
  truth: Truth,
  place: Place,
  { address, topics, data }: LogDraft,
  reason: string,
  noted: Row = {},
): void {
  truth.put('raw_log', `${place.blockNumber}-${place.logIndex}`, {
    contract: address,
    topic: topics[0] ?? null,
    topics: topics.slice(1).join(','),
    data: data.slice(0, 2 + 2 * MOST_BYTES),
    data_size: data.length / 2 - 1,
    reason,
    tx_from: place.txFrom,
    ...loggedAt(place),
    ...noted,
  })
}
