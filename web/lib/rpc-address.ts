import type { Malformed } from './ids'

/** The address of a node: what is asked, and its scheme, host and port for the content security policy. */
export interface RpcAddress {
  kind: 'rpc'
  url: string
  origin: string
}

/** A name, an IPv4 address or an IPv6 address in brackets, and a port: nothing that means more to a policy. */
const ORIGIN = /^https?:\/\/(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/
const EXPECTED = 'the address of a node, such as https://evmrpc.0g.ai or http://127.0.0.1:8545'
const MAX_LENGTH = 300

/** Reads the address of an RPC. One with a user or a password is refused: it would stand in the history of the browser. */
export function readRpc(text: string): RpcAddress | Malformed {
  const value = text.trim()
  const part = value.slice(0, 60) || '(empty)'
  const url = value.length <= MAX_LENGTH ? URL.parse(value) : null
  if (url === null || !ORIGIN.test(url.origin)) return { kind: 'malformed', part, expected: EXPECTED }
  if (url.username !== '' || url.password !== '')
    return { kind: 'malformed', part: '(user or password)', expected: `${EXPECTED}, without user and password` }
  return { kind: 'rpc', url: url.href, origin: url.origin }
}
