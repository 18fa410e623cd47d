import { Agent, type Dispatcher } from 'undici'

/** Times in milliseconds, sizes in bytes. */
export interface FetchLimits {
  connectMs: number
  /** One request, from dialling to the last byte. */
  requestMs: number
  /** Everything asked of one source for one root. */
  sourceMs: number
  /** Everything asked of all sources for one root. */
  rootMs: number
  /** Largest payload that is fetched. */
  maxPayloadBytes: number
}

export const DEFAULT_LIMITS: FetchLimits = {
  connectMs: 10_000,
  requestMs: 30_000,
  sourceMs: 5 * 60_000,
  rootMs: 15 * 60_000,
  maxPayloadBytes: 256 * 1024 * 1024,
}

/** Requests in flight to one host:port at a time. */
const CONNECTIONS_PER_HOST = 4

/** The door through which everything leaves: dials the listed host:port pairs and nothing else. */
export interface DialGuard {
  /** The normalised base address where its host:port is listed, without credentials, query and fragment. */
  findListed(url: string): string | undefined
  readonly dispatcher: Dispatcher
  close(): Promise<void>
}

/**
 * @param listed base addresses from the network's file. Their exact host:port pairs are the whole allow-list; an
 *   indexer's answer can choose among them and add none, so that no answer makes us dial an inner address.
 */
export function createDialGuard(listed: readonly string[], limits: FetchLimits): DialGuard {
  const pairs = new Set(listed.map((url) => hostPort(new URL(url))))
  const dispatcher = new Agent({
    connect: { timeout: limits.connectMs },
    headersTimeout: limits.requestMs,
    bodyTimeout: limits.requestMs,
    connections: CONNECTIONS_PER_HOST,
    maxHeaderSize: 16_384,
  })
  return {
    findListed: (url) => {
      const parsed = URL.canParse(url) ? new URL(url) : undefined
      if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return undefined
      if (parsed.username || parsed.password || !pairs.has(hostPort(parsed))) return undefined
      return `${parsed.origin}${parsed.pathname === '/' ? '' : parsed.pathname.replace(/\/+$/, '')}`
    },
    dispatcher,
    close: () => dispatcher.destroy(),
  }
}

/** Scheme included: a listed https host is not dialled in the clear. */
function hostPort(url: URL): string {
  return `${url.protocol}//${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}
