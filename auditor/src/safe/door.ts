import { Agent, type Dispatcher } from 'undici'
import { createDialGuard, type DialGuard } from './dialGuard.js'
import { createHostGate, type HostGate, type HostPace } from './hostGate.js'
import { createPinnedConnect } from './pinnedConnect.js'
import type { Resolve } from './resolve.js'

/** The only way out over HTTP. One for each purpose, so that no answer can choose among another purpose's exceptions. */
export interface Door extends DialGuard {
  /** The normalised base address where its scheme, host and port are listed. */
  findListed(url: string): string | undefined
  paceOf(url: URL): HostPace & { key: string }
  readonly dispatcher: Dispatcher
  readonly gate: HostGate
  /** Breaks off what is under way. */
  close(): Promise<void>
}

export interface DoorOptions {
  /** Milliseconds for look-up, connecting and TLS. */
  connectMs: number
  /** Test seam: what the names resolve to. */
  resolve?: Resolve
  /** Test seam: certificates, PEM, that are trusted in the place of the public ones. */
  ca?: string
  /** Pause between two requests to a host that is not listed; 100 ms. */
  spacingMs?: number
}

/** Bytes of all header fields of an answer together. */
export const MAX_HEADER_BYTES = 16_384
const AT_ONCE = 4
/** Idle connections are let go after this, whatever the server offers. */
const KEEP_ALIVE_MS = 10_000

/**
 * @param listed base addresses from the network's file: their exact host:port pairs may be private, of any port and asked
 *   without a pause. Every other address must be public.
 */
export function openDoor(listed: readonly string[], { connectMs, resolve, ca, spacingMs = 100 }: DoorOptions): Door {
  const guard = createDialGuard(listed, resolve)
  const origins = new Set(listed.map((url) => new URL(url).origin))
  const dispatcher = new Agent({
    connect: createPinnedConnect(guard, connectMs, ca),
    connections: AT_ONCE,
    pipelining: 1,
    maxHeaderSize: MAX_HEADER_BYTES,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // The whole request has one deadline; these would be new ones with each byte.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    ...guard,
    findListed: (text) => {
      const base = normaliseBase(text)
      return base !== undefined && origins.has(new URL(base).origin) ? base : undefined
    },
    paceOf: (url) =>
      guard.isListed(url.hostname, portOf(url))
        ? { key: url.host, atOnce: AT_ONCE, spacingMs: 0 }
        : { key: url.hostname, atOnce: AT_ONCE, spacingMs },
    dispatcher,
    gate: createHostGate(),
    close: () => dispatcher.destroy(),
  }
}

/** Longest address that is asked. */
const MAX_URL_LENGTH = 4_096

/** An http or https address without credentials and fragment; undefined for everything else. */
export function parseHttpUrl(text: string): URL | undefined {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  if (url.username !== '' || url.password !== '') return undefined
  url.hash = ''
  return url
}

/** A base address without query and last slash; undefined for what is none, or carries credentials. */
export function normaliseBase(text: string): string | undefined {
  const url = parseHttpUrl(text)
  return url && `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** The port of an http or https address, written or implied. */
export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
}
