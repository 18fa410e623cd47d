import type { ChainLog } from './chain'
import { toBoundedHex, toStorableText } from './text'

/** Why a log is kept as it is. `altered`: it is read too, but a text or bytes of it are not stored as they stand in it. */
export type RawReason = 'generation' | 'version' | 'unknown-event' | 'unknown-subject' | 'undecodable' | 'altered'

/** A log that is kept as it is and judged by nobody. */
export interface RawLogEvent {
  kind: 'raw-log'
  topic: string | null
  /** Those after the first. */
  topics: string[]
  /** Hex, cut to MAX_RAW_DATA bytes. */
  data: string
  /** Bytes before the cut. */
  dataSize: number
  reason: RawReason
  note: string | null
  /** Input of the call that logged it, where the log says little without. */
  input: string | null
}

const MAX_RAW_DATA = 4096
const MAX_NOTE = 200

/** The log as it stands. `note`: the event's name where it is known, or what did not decode. */
export function toRawLog(log: ChainLog, reason: RawReason, note: string | null): RawLogEvent {
  return {
    kind: 'raw-log',
    topic: log.topics[0] ?? null,
    topics: log.topics.slice(1),
    data: toBoundedHex(log.data, MAX_RAW_DATA),
    dataSize: Math.floor((log.data.length - 2) / 2),
    reason,
    note: note === null ? null : toStorableText(note, MAX_NOTE),
    input: null,
  }
}
