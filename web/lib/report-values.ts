import {
  findBoundAddress,
  MAX_QUOTE_BYTES,
  parseQuote,
  QuoteError,
  type Report,
  ReportError,
  readReport,
  sha256,
} from '@touchstone/verify'
import { type Fact, listQuoteFacts, toHex } from './report-facts'

/** What a report states, read without judging it; or why it cannot be read. */
export type ReportValues =
  | {
      kind: 'read'
      form: string
      facts: Fact[]
      /** Key that the quote names in the clear; null where it names none so. */
      bound: string | null
      compose: { text: string; sha256: string } | null
      events: { register: number; name: string; payload: string }[]
      moreEvents: number
      machines: number
      gpu: boolean
    }
  | { kind: 'unreadable'; why: string }

const FORMS: Readonly<Record<Report['form'], string>> = {
  quote: 'report of a broker or of dstack',
  gateway: 'report of a gateway',
  attestation: 'binary attestation of dstack',
}
/** Events shown of one log. */
const MAX_EVENTS = 60

/** Takes the body of a report apart. Nothing in it is true by being shown: the steps of a verdict say what holds. */
export function readValues(text: string): ReportValues {
  try {
    const report = readReport(text)
    if (report.quote.length > MAX_QUOTE_BYTES) return { kind: 'unreadable', why: 'Its quote is longer than any quote.' }
    const quote = parseQuote(report.quote)
    return {
      kind: 'read',
      form: FORMS[report.form],
      facts: listQuoteFacts(quote),
      bound: findBoundAddress(quote.reportData)?.address ?? null,
      compose: readComposeText(report),
      ...listEvents(report),
      machines: 1 + report.others.length,
      gpu: report.gpu !== null,
    }
  } catch (error) {
    if (error instanceof ReportError || error instanceof QuoteError) return { kind: 'unreadable', why: error.message }
    throw error
  }
}

function readComposeText({ compose }: Report) {
  return compose === null ? null : { text: compose, sha256: toHex(sha256(new TextEncoder().encode(compose))) }
}

function listEvents({ events }: Report) {
  const all = events ?? []
  const shown = all.slice(0, MAX_EVENTS).map(({ register, name, payload }) => ({
    register,
    name,
    payload: payload === null ? '' : toHex(payload.subarray(0, 64)),
  }))
  return { events: shown, moreEvents: all.length - shown.length }
}
