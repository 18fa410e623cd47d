import { isIP } from 'node:net'
import { type Refusal, refuse } from '../fetch/attempt.js'
import { isAllowedPort } from './ports.js'
import { isPublicAddress } from './publicAddress.js'
import { type Resolve, resolveBySystem } from './resolve.js'

/** Where to dial, decided once: whoever dials uses the address and never resolves the name again. */
export interface GuardedAddress {
  ok: true
  /** IPv4 or IPv6 address, canonical, without brackets. */
  address: string
  port: number
  /** Name for SNI and certificate; undefined where the host is an address itself. */
  servername: string | undefined
}

/** Decides what may be dialled at all. Stateless and shared by HTTP and gRPC. */
export interface DialGuard {
  /** Whether exactly this host:port stands in the network's file. */
  isListed(host: string, port: number): boolean
  /**
   * Checks a host:port that anybody may have named, and resolves it once. Every address that the name has must be public,
   * unless the pair is listed; a name with one private address among public ones is refused as a whole.
   *
   * A gRPC client dials `address:port` (an IPv6 address in brackets), with `servername ?? address` as
   * `grpc.default_authority` and, over TLS, `servername` as `grpc.ssl_target_name_override`.
   * @param host a name, an address in any spelling that a URL may have, or an IPv6 address in brackets or without.
   * @returns the address, or `unreachable` with a detail that starts with "refused:" where it must not be dialled, or
   *   `time-out` where the signal ended the look-up. Never rejects.
   */
  resolveGuarded(host: string, port: number, signal?: AbortSignal): Promise<GuardedAddress | Refusal>
}

/**
 * @param listed base addresses from the network's file. Their exact host:port pairs may be private and of any port; no
 *   others may.
 */
export function createDialGuard(listed: readonly string[], resolve: Resolve = resolveBySystem): DialGuard {
  const pairs = new Set(listed.map(pairOf))
  const isListed = (host: string, port: number) => pairs.has(`${normaliseHost(host)}:${port}`)
  return {
    isListed,
    resolveGuarded: async (named, port, signal) => {
      const host = normaliseHost(named)
      if (host === undefined) return refuse('unreachable', 'refused: not the name of a host')
      const mayBePrivate = isListed(host, port)
      if (!mayBePrivate && !isAllowedPort(port)) return refuse('unreachable', `refused: port ${port}`)
      const literal = isIP(host) === 0 ? undefined : host
      const addresses = literal === undefined ? await lookUp(host, resolve, signal) : [literal]
      if ('outcome' in addresses) return addresses
      const [address] = addresses
      if (address === undefined) return refuse('unreachable', 'the name has no address')
      if (!mayBePrivate && !addresses.every(isPublicAddress))
        return refuse('unreachable', 'refused: not a public address')
      return { ok: true, address, port, servername: literal === undefined ? host : undefined }
    },
  }
}

/** `host:port` of a base address, as listed pairs are compared. */
function pairOf(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${normaliseHost(hostname)}:${port || (protocol === 'https:' || protocol === 'wss:' ? '443' : '80')}`
}

/**
 * The host as the URL standard reads it, lower case, without brackets and the dot of the root: `0x7f.1` is `127.0.0.1`.
 * Undefined for what is no host.
 */
export function normaliseHost(host: string): string | undefined {
  if (isIP(host) === 6) return canonicalV6(`[${host}]`)
  // Anything but a host would be read as another part of the address.
  if (host.length > 255 || !/^([^\s/?#@\\:[\]%]+|\[[0-9a-fA-F:.]+\])$/.test(host)) return undefined
  return canonicalV6(host)
}

function canonicalV6(host: string): string | undefined {
  if (!URL.canParse(`http://${host}/`)) return undefined
  const { hostname } = new URL(`http://${host}/`)
  return hostname.replace(/^\[|\]$|\.$/g, '') || undefined
}

async function lookUp(
  host: string,
  resolve: Resolve,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | Refusal> {
  const answer = resolve(host).then(
    (addresses) => addresses,
    (error: { code?: string }) => refuse('unreachable', `the name does not resolve: ${error.code ?? 'no answer'}`),
  )
  if (signal === undefined) return answer
  const ended = refuse('time-out', 'the name was not resolved before the deadline')
  if (signal.aborted) return ended
  let onAbort: () => void = () => undefined
  const abort = new Promise<Refusal>((done) => {
    onAbort = () => done(ended)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  // The system's look-up cannot be called back: its late answer is dropped.
  return Promise.race([answer, abort]).finally(() => signal.removeEventListener('abort', onAbort))
}
