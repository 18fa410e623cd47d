import { setTimeout as pause } from 'node:timers/promises'
import type { Ability, Call } from './call.js'
import { Endpoint, type EndpointSettings, type Outcome } from './endpoint.js'
import { BadAnswer, isTransient, RpcError } from './rpcError.js'

const CHUNK = 100
const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 10_000

export interface RunOptions {
  /** Only RPCs with this ability are asked. */
  ability?: Ability
  /** The calls belong together: all are answered by one RPC, or asked again as one. */
  together?: boolean
  /** Rounds before the last error is the result. */
  attempts?: number
}

/**
 * Several RPCs of one chain. Spreads calls over those that are well, asks again elsewhere what failed, lets a failing one
 * rest with growing pauses.
 */
export class RpcPool {
  readonly endpoints: Endpoint[]
  private turn = 0

  constructor(urls: readonly string[], settings: EndpointSettings) {
    this.endpoints = urls.map((url) => new Endpoint(url, settings))
  }

  has(ability: Ability): boolean {
    return this.endpoints.some((endpoint) => endpoint.abilities.has(ability))
  }

  /**
   * To be called before saying that no RPC has one of these abilities.
   * @throws RpcError while none is known to and one has not been probed yet: a "no" would be taken for the last word.
   */
  assertKnown(...abilities: Ability[]): void {
    const unknown = this.endpoints.find((endpoint) => !endpoint.isAdmitted && !endpoint.isRefused)
    if (unknown && !abilities.some((ability) => this.has(ability)))
      throw new RpcError('connection', unknown.host, unknown.lastError ?? 'it has not answered yet')
  }

  /** HTTP requests sent so far. */
  get requests(): number {
    return this.endpoints.reduce((sum, endpoint) => sum + endpoint.counts.requests, 0)
  }

  /** One call. @throws RpcError when no RPC answered it. */
  async ask<T>(call: Call<T>, options: RunOptions = {}): Promise<T> {
    const [answer] = await this.run([call], options)
    if (answer instanceof RpcError) throw answer
    return answer as T
  }

  /** All calls, in batches. An answer in the place of each call, or the error of its last attempt. */
  async run<T>(calls: readonly Call<T>[], options: RunOptions = {}): Promise<(T | RpcError)[]> {
    if (options.together) return this.runChunk(calls, options)
    const chunks = []
    for (let at = 0; at < calls.length; at += CHUNK) chunks.push(this.runChunk(calls.slice(at, at + CHUNK), options))
    return (await Promise.all(chunks)).flat()
  }

  private async runChunk<T>(calls: readonly Call<T>[], options: RunOptions): Promise<(T | RpcError)[]> {
    const answers = new Array<T | RpcError>(calls.length)
    let open = calls.map((_, n) => n)
    let last: Endpoint | undefined
    for (let attempt = 1; open.length > 0; attempt++) {
      const endpoint = await this.choose(options.ability, last)
      if (!endpoint) return calls.map(() => this.nobody())
      last = endpoint
      const asked = open.flatMap((n) => calls[n] ?? [])
      const outcomes = (await endpoint.send(asked)).map((outcome, n) => readOutcome(endpoint, asked[n], outcome))
      for (const [n, place] of open.entries()) answers[place] = outcomes[n] as T | RpcError
      const failed = outcomes.filter((outcome): outcome is RpcError => outcome instanceof RpcError)
      this.note(endpoint, failed, outcomes.length)
      if (attempt >= (options.attempts ?? 8) || !failed.some((error) => this.isWorthRepeating(error, attempt))) break
      if (!options.together) {
        open = open.filter((place) => {
          const answer = answers[place]
          return answer instanceof RpcError && this.isWorthRepeating(answer, attempt)
        })
      } else if (failed.some((error) => !isTransient(error.kind))) break
    }
    return answers
  }

  private isWorthRepeating(error: RpcError, attempt: number): boolean {
    if (!isTransient(error.kind)) return false
    const isPermanentThere = error.kind === 'unsupported' || error.kind === 'pruned' || error.kind === 'denied'
    return !isPermanentThere || attempt < this.endpoints.length
  }

  /** The RPC that has least to do among those that are well; waits where all rest. */
  private async choose(ability: Ability | undefined, last: Endpoint | undefined): Promise<Endpoint | undefined> {
    const admitted = this.endpoints.filter((endpoint) => endpoint.isAdmitted)
    const able = admitted.filter((endpoint) => ability === undefined || endpoint.abilities.has(ability))
    // Without an RPC that is able the first one says so itself.
    const candidates = able.length > 0 ? able : admitted
    if (candidates.length === 0) return undefined
    const start = this.turn++
    const turn = (endpoint: Endpoint) => (candidates.indexOf(endpoint) + start) % candidates.length
    const cost = (endpoint: Endpoint) =>
      Math.max(0, endpoint.restsUntil - performance.now()) * 1e6 +
      (endpoint === last ? 1e4 : 0) +
      endpoint.inFlight * 1e2 +
      turn(endpoint)
    const best = candidates.reduce((one, other) => (cost(other) < cost(one) ? other : one))
    const rest = best.restsUntil - performance.now()
    if (rest > 0) await pause(rest)
    return best
  }

  private nobody(): RpcError {
    const hosts = this.endpoints.map(({ host }) => host).join(', ')
    return new RpcError('connection', hosts, this.endpoints[0]?.lastError ?? 'it has not answered yet')
  }

  /** Keeps book of an RPC's health. A refused question says nothing against it. */
  private note(endpoint: Endpoint, failed: RpcError[], asked: number) {
    const grave = failed.find((error) => GRAVE.has(error.kind))
    if (!grave) {
      if (failed.length < asked) endpoint.failures = 0
      return
    }
    endpoint.lastError = grave.why
    // One answer of many that is not there yet is no outage.
    if (grave.kind !== 'lagging' && grave.kind !== 'malformed') endpoint.failures += 1
    const backoff = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(Math.max(endpoint.failures - 1, 0), 10))
    endpoint.restsUntil = performance.now() + (grave.retryAfterMs ?? backoff * (0.5 + Math.random()))
  }
}

const GRAVE = new Set(['rate', 'timeout', 'connection', 'unavailable', 'server', 'malformed', 'lagging', 'denied'])

function readOutcome<T>(endpoint: Endpoint, call: Call<T> | undefined, outcome: Outcome): T | RpcError {
  if (outcome instanceof RpcError || !call) return outcome as RpcError
  try {
    return call.read(outcome.result)
  } catch (error) {
    if (!(error instanceof BadAnswer)) throw error
    return new RpcError(error.kind, endpoint.host, `${call.method}: ${error.message}`)
  }
}
