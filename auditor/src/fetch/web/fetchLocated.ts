import { createHash } from 'node:crypto'
import type { Hex } from '@touchstone/verify'
import { withDeadline } from '../../safe/deadline.js'
import { type Door, normaliseBase } from '../../safe/door.js'
import { safeFetch } from '../../safe/safeFetch.js'
import { type FetchAttempt, type Refusal, refuse } from '../attempt.js'
import { type FetchLimits, pauseBetween } from '../limits.js'
import type { Locator } from '../locator.js'
import { decodeDataUri } from './dataUri.js'

/** Addresses that this reads; those of 0G Storage and 0G DA have fetchers of their own. */
export type WebLocator = Extract<Locator, { kind: 'web' | 'ipfs' | 'data' }>

export interface WebSources {
  door: Door
  /** Base addresses of IPFS gateways, from the network's file. */
  gateways: readonly string[]
  limits: Pick<FetchLimits, 'requestMs' | 'rootMs' | 'spacingMs'>
}

export interface LocatedRequest {
  locator: WebLocator
  /** The commitment that led here; attempts are kept under it. */
  commitment: Hex
  /** Whether bytes are those of the commitment. */
  isMatch(bytes: Uint8Array): boolean | Promise<boolean>
  maxBytes: number
  /** Ends the work without an outcome: the process is stopping. */
  stop: AbortSignal
  record(attempt: FetchAttempt): Promise<void>
}

type Delivery = { ok: true; served: Uint8Array } | Refusal

interface WebSource {
  name: string
  deliver(signal: AbortSignal): Promise<Delivery>
}

const REDIRECTS = 3

/**
 * Fetches what an address names until a source has the bytes of the commitment. A commitment decides what is right, so that
 * wrong bytes accuse the source alone: a web page may change, a gateway may lie.
 * @returns undefined where no source had them; why is in the attempts.
 */
export async function fetchLocated(
  from: WebSources,
  asked: LocatedRequest,
): Promise<{ bytes: Uint8Array; source: string } | undefined> {
  return withDeadline(from.limits.rootMs, asked.stop, async (deadline) => {
    for (const source of listWebSources(from, asked.locator, asked.maxBytes)) {
      const bytes = await trySource(source, asked, deadline)
      if (bytes) return { bytes, source: source.name }
      await pauseBetween(from.limits, deadline)
    }
    return undefined
  })
}

async function trySource(
  source: WebSource,
  asked: LocatedRequest,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const startedAt = new Date()
  const delivery = await source.deliver(signal)
  const isMatch = delivery.ok && (await asked.isMatch(delivery.served))
  // What we broke off ourselves says nothing about the source.
  asked.stop.throwIfAborted()
  const common = { root: asked.commitment, source: source.name, startedAt, finishedAt: new Date() }
  if (!delivery.ok) {
    await asked.record({ ...common, outcome: delivery.outcome, bytes: 0, detail: delivery.detail })
    return undefined
  }
  const { served } = delivery
  const sha256 = createHash('sha256').update(served).digest('hex')
  const judged = isMatch
    ? { outcome: 'match' as const }
    : { outcome: 'mismatch' as const, detail: 'the bytes have another hash' }
  await asked.record({ ...common, ...judged, bytes: served.length, sha256 })
  return isMatch ? served : undefined
}

/** Who could have the bytes, in the order in which they are asked. */
export function listWebSources(from: WebSources, locator: WebLocator, maxBytes: number): WebSource[] {
  switch (locator.kind) {
    case 'data':
      return [{ name: 'data:', deliver: async () => decodeDataUri(locator, maxBytes) }]
    case 'web':
      return [
        {
          name: normaliseBase(locator.url) ?? 'not an address',
          deliver: (signal) => download(from, locator.url, maxBytes, signal),
        },
      ]
    case 'ipfs':
      if (from.gateways.length === 0)
        return [
          { name: 'auditor', deliver: async () => refuse('unreachable', "no IPFS gateway in the network's file") },
        ]
      return from.gateways.map((gateway) => gatewaySource(from, gateway, locator, maxBytes))
  }
}

async function download(from: WebSources, url: string, maxBytes: number, signal: AbortSignal): Promise<Delivery> {
  const { requestMs: timeoutMs } = from.limits
  const answer = await safeFetch(from.door, { url, method: 'GET', maxBytes, timeoutMs, signal, redirects: REDIRECTS })
  return answer.ok ? { ok: true, served: answer.body } : answer
}

function gatewaySource(
  from: WebSources,
  gateway: string,
  { cid, path }: Extract<Locator, { kind: 'ipfs' }>,
  maxBytes: number,
): WebSource {
  const url = `${gateway.replace(/\/+$/, '')}/ipfs/${cid.text}${path}`
  return {
    name: url,
    deliver: async (signal) => {
      const delivery = await download(from, url, maxBytes, signal)
      if (!delivery.ok || cid.sha256 === undefined || path !== '') return delivery
      // A raw block is named by its bytes: a gateway that serves others is told apart from a file that changed.
      const found = createHash('sha256').update(delivery.served).digest('hex')
      return found === cid.sha256 ? delivery : refuse('mismatch', `the gateway served bytes with SHA-256 ${found}`)
    },
  }
}
