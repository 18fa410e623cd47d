import type { Hex } from '@touchstone/verify'
import { type Refusal, refuse } from '../fetch/attempt.js'
import type { FetchLimits } from '../fetch/limits.js'
import { type Door, normaliseBase } from '../safe/door.js'
import { type SafeAnswer, safeFetch } from '../safe/safeFetch.js'
import type { CapturedService } from './services.js'

/** Reports of a whole machine with eight GPUs stay far below. */
export const MAX_REPORT_BYTES = 4 * 1024 * 1024

/** Where services are asked: at listed addresses, and at public ones over TLS. */
export interface ReportSources {
  door: Door
  limits: FetchLimits
}

/** A report as it was answered. */
export interface ServedReport {
  source: string
  bytes: Uint8Array
  /** Header ZG-Quote-Signature; null where it has not the form of a signature. */
  signature: Hex | null
}

/** An address that gave no report. */
export interface ReportRefusal {
  source: string
  outcome: CaptureOutcome
  detail: string
}

/**
 * `not-served`: the service says that it has none. `not-listed`: it was not asked, since our guard dials no such address
 * and the network's file does not name it: no fault of the service. All others say nothing about the service.
 */
export type CaptureOutcome =
  | 'not-served'
  | 'not-listed'
  | 'unreachable'
  | 'time-out'
  | 'rate-limited'
  | 'bad-answer'
  | 'too-large'

/** Whether a round ended without a report that might be there: no address that was asked failed to answer. */
export function hasDenied(refusals: readonly ReportRefusal[]): boolean {
  return refusals.every(({ outcome }) => outcome === 'not-served' || outcome === 'not-listed')
}

/** Not found, not allowed, gone, not implemented. */
const NOT_SERVED = new Set([404, 405, 410, 501])

export interface ReportAnswer {
  report: ServedReport | undefined
  /** Addresses that were asked before, or instead. */
  refusals: ReportRefusal[]
}

/**
 * Asks a service for its enclave report: the broker's quote, and where that gives nothing and the model is separated
 * from the broker, the report of the model's enclave. What a service answers is only looked at as far as to tell a
 * report from an error page.
 */
export async function askReport(
  from: ReportSources,
  service: CapturedService,
  signal: AbortSignal,
): Promise<ReportAnswer> {
  const base = findBase(from.door, service.url)
  if (base === undefined) return { report: undefined, refusals: [refuseAddress(service.url)] }
  const addresses = [`${base}/v1/quote`]
  if (service.isSeparated)
    addresses.push(`${base}/v1/proxy/attestation/report?model=${encodeURIComponent(service.model)}`)
  const refusals: ReportRefusal[] = []
  for (const address of addresses) {
    const answer = await askOne(from, address, signal)
    signal.throwIfAborted()
    if ('bytes' in answer) return { report: answer, refusals }
    refusals.push(answer)
  }
  return { report: undefined, refusals }
}

/**
 * The base address of a service where it may be dialled: a listed one, or any over TLS, whose resolved address the guard
 * then checks. In the clear anybody on the way could answer for a service.
 */
export function findBase(door: Door, url: string): string | undefined {
  const base = normaliseBase(url)
  return base?.startsWith('https://') ? base : door.findListed(url)
}

/** What is kept about a service that is not asked. */
export function refuseAddress(url: string): ReportRefusal {
  const detail = "refused: neither an https address nor one of the network's file"
  return { source: withoutSecrets(url), outcome: 'not-listed', detail }
}

async function askOne(from: ReportSources, url: string, signal: AbortSignal): Promise<ServedReport | ReportRefusal> {
  const source = withoutSecrets(url)
  const judged = await askJson(from, url, signal)
  if (judged.ok) return { source, bytes: new Uint8Array(judged.body), signature: findSignature(judged.headers) }
  return { source, outcome: toOutcome(judged), detail: judged.detail }
}

/** Asks for a JSON object, within the deadline of one request and without redirects. */
async function askJson(
  { door, limits }: ReportSources,
  url: string,
  signal: AbortSignal,
): Promise<SafeAnswer | Refusal> {
  const maxBytes = MAX_REPORT_BYTES
  const answer = await safeFetch(door, { url, method: 'GET', maxBytes, timeoutMs: limits.requestMs, signal })
  return answer.ok && !isJsonObject(answer.body) ? refuse('bad-answer', 'not a JSON object') : answer
}

/** Without credentials, query and fragment; what is no address stays out of the table. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'not an address'
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

// The answer is attacker-controlled. Deeply nested text fails here like any other that is no JSON.
function isJsonObject(body: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** Header ZG-Quote-Signature; null where it has not the form of a signature. */
export function findSignature(headers: SafeAnswer['headers']): Hex | null {
  const header = headers['zg-quote-signature']
  if (typeof header !== 'string' || !/^(0x)?[0-9a-fA-F]{130}$/.test(header)) return null
  return `0x${header.replace(/^0x/, '').toLowerCase()}`
}

/** The guard's own refusals begin with that word; they are no answer of the service. */
const REFUSED = 'refused:'

/** The word for an attempt that ended without an answer. */
export function toOutcome({ outcome, status, detail }: Refusal): CaptureOutcome {
  if (outcome === 'unreachable' && status === undefined && detail.startsWith(REFUSED)) return 'not-listed'
  if (status !== undefined && NOT_SERVED.has(status)) return 'not-served'
  switch (outcome) {
    case 'unreachable':
    case 'time-out':
    case 'rate-limited':
    case 'too-large':
      return outcome
    default:
      return 'bad-answer'
  }
}
