import type { Malformed } from './ids'

/** An address that a page may ask because the visitor named it, with its scheme, host and port for the content security policy. */
export interface NamedAddress<Kind extends 'rpc' | 'service'> {
  kind: Kind
  /** What is asked. */
  url: string
  origin: string
}

/** A name, an IPv4 address or an IPv6 address in brackets, and a port: nothing that means more to a policy. */
const ORIGIN = /^https?:\/\/(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/
const NODE = 'the address of a node, such as https://evmrpc.0g.ai or http://127.0.0.1:8545'
const SERVICE = 'the address of a provider’s service, such as https://provider.example.com'
const MAX_LENGTH = 300
/** Where the official broker serves its attestation report, below the address that the chain has. */
const REPORT_PATH = '/v1/quote'

/** Reads the address of an RPC. */
export function readRpc(text: string): NamedAddress<'rpc'> | Malformed {
  const url = readUrl(text, NODE)
  return url instanceof URL ? { kind: 'rpc', url: url.href, origin: url.origin } : url
}

/** Reads the address of a provider's service, as the chain has it; `url` is that of its attestation report. */
export function readService(text: string): NamedAddress<'service'> | Malformed {
  const url = readUrl(text, SERVICE)
  if (!(url instanceof URL)) return url
  if (url.search !== '' || url.hash !== '')
    return {
      kind: 'malformed',
      part: `${url.search}${url.hash}`.slice(0, 60),
      expected: `${SERVICE}, and nothing behind it`,
    }
  const path = url.pathname.replace(/\/+$/, '')
  return {
    kind: 'service',
    url: `${url.origin}${path.endsWith(REPORT_PATH) ? path : path + REPORT_PATH}`,
    origin: url.origin,
  }
}

/** One with a user or a password is refused: it would stand in the history of the browser. */
function readUrl(text: string, expected: string): URL | Malformed {
  const value = text.trim()
  const url = value.length <= MAX_LENGTH ? URL.parse(value) : null
  if (url === null || !ORIGIN.test(url.origin))
    return { kind: 'malformed', part: value.slice(0, 60) || '(empty)', expected }
  if (url.username !== '' || url.password !== '')
    return { kind: 'malformed', part: '(user or password)', expected: `${expected}, without user and password` }
  return url
}
