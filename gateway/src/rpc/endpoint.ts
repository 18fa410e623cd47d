import { setTimeout as pause } from 'node:timers/promises'
import { readBody } from './body.js'
import type { Ability } from './call.js'
import { RateLimit } from './rateLimit.js'
import { classify, RpcError, type RpcErrorKind } from './rpcError.js'
import { Slots } from './slots.js'

const MAX_BATCH = 100
const MAX_AT_ONCE = 10
const MAX_ANSWER_BYTES = 256 * 1024 * 1024

export interface EndpointSettings {
  /** Calls a second; undefined: no limit. */
  rate: number | undefined
  timeoutMs: number
}

/** What one call of a batch came to: its raw result, or why there is none. */
export type Outcome = { result: unknown } | RpcError

/** One RPC behind one URL. Knows its limits, counts what it was asked; does not retry. */
export class Endpoint {
  readonly host: string
  readonly abilities = new Set<Ability>()
  /** It has answered and is an RPC of the right chain; before that it is not asked. */
  isAdmitted = false
  /** It is of another chain or serves no logs: it is never asked. */
  isRefused = false
  /**
   * Until when it is left alone, and how often in a row it failed. As all times here it is of `performance.now()`: a machine
   * whose clock is set back would leave it alone for as long.
   */
  restsUntil = 0
  failures = 0
  inFlight = 0
  lastError: string | null = null
  readonly counts = { requests: 0, calls: 0, errors: new Map<RpcErrorKind, number>() }
  private maxBatch = MAX_BATCH
  private readonly limit: RateLimit
  private readonly slots = new Slots(MAX_AT_ONCE)
  private nextId = 1

  constructor(
    private readonly url: string,
    private readonly settings: EndpointSettings,
  ) {
    this.host = new URL(url).host
    this.limit = new RateLimit(settings.rate)
  }

  /** Sends the calls in as few requests as this RPC takes. Never throws: each call has its own outcome. */
  async send(calls: readonly { method: string; params: unknown[] }[]): Promise<Outcome[]> {
    this.inFlight += 1
    try {
      const size = Math.min(this.maxBatch, this.limit.burst)
      const parts = []
      for (let at = 0; at < calls.length; at += size) parts.push(this.sendPart(calls.slice(at, at + size)))
      return (await Promise.all(parts)).flat()
    } finally {
      this.inFlight -= 1
    }
  }

  private async sendPart(calls: readonly { method: string; params: unknown[] }[]): Promise<Outcome[]> {
    try {
      const wait = this.limit.take(calls.length)
      if (wait > 0) await pause(wait)
      return await this.slots.run(() => this.post(calls))
    } catch (error) {
      const failed = error instanceof RpcError ? error : this.toError(error)
      this.count(failed.kind)
      if (failed.kind === 'batch' && calls.length > 1) {
        this.maxBatch = Math.max(1, Math.floor(calls.length / 2))
        return this.send(calls)
      }
      return calls.map(() => failed)
    }
  }

  private async post(calls: readonly { method: string; params: unknown[] }[]): Promise<Outcome[]> {
    const first = this.nextId
    this.nextId += calls.length
    const body = calls.map(({ method, params }, n) => ({ jsonrpc: '2.0', id: first + n, method, params }))
    this.counts.requests += 1
    this.counts.calls += calls.length
    const response = await fetch(this.url, {
      method: 'POST',
      body: JSON.stringify(calls.length === 1 ? body[0] : body),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(this.settings.timeoutMs),
    })
    const text = await readBody(response, MAX_ANSWER_BYTES)
    if (text === null) throw new RpcError('limit', this.host, 'the response is too large')
    const answer = parse(text)
    // Many providers send a JSON-RPC error with an HTTP error; it says more than the status does.
    if (!response.ok && !isErrorBody(answer)) throw this.fromStatus(response)
    if (answer === undefined) throw new RpcError('malformed', this.host, 'the response is not JSON')
    if (calls.length > 1 && !Array.isArray(answer)) throw this.fromSingle(answer)
    return this.match(first, calls.length, Array.isArray(answer) ? answer : [answer])
  }

  /** Pairs answers with calls by id: an RPC may answer a batch in any order, and a broken one with foreign ids. */
  private match(first: number, length: number, answers: unknown[]): Outcome[] {
    const byId = new Map<unknown, Record<string, unknown>>()
    for (const answer of answers) if (isObject(answer)) byId.set(answer.id, answer)
    return Array.from({ length }, (_, n) => {
      const answer = byId.get(first + n) ?? (length === 1 && isErrorBody(answers[0]) ? answers[0] : undefined)
      if (answer && isErrorBody(answer)) return this.fromRpc(answer.error)
      if (answer && 'result' in answer) return { result: answer.result }
      this.count('malformed')
      return new RpcError('malformed', this.host, 'the response has no answer with the id of the call')
    })
  }

  private fromRpc(error: { code?: unknown; message?: unknown; data?: unknown }): RpcError {
    const data = typeof error.data === 'string' ? ` ${error.data}` : ''
    const text = `${typeof error.message === 'string' ? error.message : 'an error without a message'}${data}`
    const kind = classify(typeof error.code === 'number' ? error.code : undefined, text)
    this.count(kind)
    return new RpcError(kind, this.host, this.printable(text))
  }

  /** A batch that was answered with one object: refused as a whole. */
  private fromSingle(answer: unknown): RpcError {
    if (!isErrorBody(answer)) return new RpcError('batch', this.host, 'it does not answer batches')
    const error = this.fromRpc(answer.error)
    return error.kind === 'rejected' || error.kind === 'unsupported'
      ? new RpcError('batch', this.host, error.why)
      : error
  }

  private fromStatus(response: Response): RpcError {
    const header = Number(response.headers.get('retry-after'))
    const retryAfterMs = Number.isFinite(header) && header > 0 ? Math.min(header, 120) * 1000 : undefined
    const kind = STATUS_KINDS[response.status] ?? (response.status >= 500 ? 'unavailable' : 'server')
    return new RpcError(kind, this.host, `HTTP ${response.status}`, retryAfterMs)
  }

  private toError(error: unknown): RpcError {
    const { name, message, cause } = error as Error
    if (name === 'TimeoutError') {
      return new RpcError('timeout', this.host, `no answer within ${this.settings.timeoutMs / 1000} s`)
    }
    return new RpcError('connection', this.host, this.printable(cause instanceof Error ? cause.message : message))
  }

  /** Error texts of providers repeat the URL that was called, key included. */
  private printable(text: string): string {
    const { pathname, search, username, password } = new URL(this.url)
    let shown = text.replaceAll(this.url, this.host)
    for (const part of [...pathname.split('/'), search.slice(1), username, password])
      if (part.length >= 8) shown = shown.replaceAll(part, '…')
    return shown.replace(/\s+/g, ' ').trim().slice(0, 300)
  }

  private count(kind: RpcErrorKind) {
    this.counts.errors.set(kind, (this.counts.errors.get(kind) ?? 0) + 1)
  }
}

const STATUS_KINDS: Record<number, RpcErrorKind> = {
  401: 'denied',
  402: 'denied',
  403: 'denied',
  408: 'timeout',
  413: 'limit',
  429: 'rate',
  504: 'timeout',
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isErrorBody(value: unknown): value is { error: Record<string, unknown> } {
  return isObject(value) && isObject(value.error)
}
