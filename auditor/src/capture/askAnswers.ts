import type { Hex } from '@touchstone/verify'
import { safeFetch } from '../safe/safeFetch.js'
import {
  type CaptureOutcome,
  findBase,
  findSignature,
  type ReportSources,
  refuseAddress,
  toOutcome,
  withoutSecrets,
} from './askReport.js'
import { findJsonFault } from './plainJson.js'
import type { CapturedService } from './services.js'

/** What a service is asked for beside its report, by the interface of 0G's broker. */
export const ANSWERS = {
  /** The quote that binds the enclave's encryption key, signer and version; its body is signed in the header. */
  card: { path: '/v1/quote?legacy=false', maxBytes: 4 * 1024 * 1024 },
  'enclave-key': { path: '/v1/e2ee/pubkey', maxBytes: 64 * 1024 },
  models: { path: '/v1/models', maxBytes: 1024 * 1024 },
} as const

export type AnswerKind = keyof typeof ANSWERS

/** An answer as it came. */
export interface ServedAnswer {
  kind: AnswerKind
  source: string
  bytes: Uint8Array
  signature: Hex | null
}

export interface AnswerRefusal {
  kind: AnswerKind
  source: string
  outcome: CaptureOutcome
  detail: string
}

/**
 * Asks a service for its signed card, its encryption key and its list of models. Which of them fail says nothing about
 * the others. Where the address may not be dialled, none is asked for.
 */
export async function askAnswers(
  from: ReportSources,
  service: CapturedService,
  signal: AbortSignal,
): Promise<(ServedAnswer | AnswerRefusal)[]> {
  const base = findBase(from.door, service.url)
  const found: (ServedAnswer | AnswerRefusal)[] = []
  for (const kind of Object.keys(ANSWERS) as AnswerKind[]) {
    found.push(base === undefined ? { kind, ...refuseAddress(service.url) } : await askOne(from, base, kind, signal))
    signal.throwIfAborted()
  }
  return found
}

async function askOne(from: ReportSources, base: string, kind: AnswerKind, signal: AbortSignal) {
  const { path, maxBytes } = ANSWERS[kind]
  const url = `${base}${path}`
  const source = withoutSecrets(url)
  const { door, limits } = from
  const answer = await safeFetch(door, { url, method: 'GET', maxBytes, timeoutMs: limits.requestMs, signal })
  if (!answer.ok) return { kind, source, outcome: toOutcome(answer), detail: answer.detail }
  const fault = findJsonFault(answer.body)
  if (fault !== undefined) return { kind, source, outcome: 'bad-answer' as const, detail: fault }
  return { kind, source, bytes: new Uint8Array(answer.body), signature: findSignature(answer.headers) }
}
