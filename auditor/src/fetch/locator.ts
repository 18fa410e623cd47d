import type { Hex } from '@touchstone/verify'
import { parseHttpUrl } from '../safe/door.js'
import { type Cid, parseCid } from './web/cid.js'

/** Where a stranger says that bytes lie, as far as this is an address that is read at all. */
export type Locator =
  | { kind: 'web'; url: string }
  | { kind: 'ipfs'; cid: Cid; path: string }
  | { kind: 'data'; isBase64: boolean; payload: string }
  | { kind: 'storage'; root: Hex }
  | { kind: 'da'; root: Hex; epoch: number; quorum: number }

export interface UnreadLocator {
  kind: 'unread'
  reason: string
}

/** Longest address; a data: URI carries its bytes itself and has a cap of its own. */
const MAX_LENGTH = 4_096
/** Text of a data: URI: an event that carries more would be the work of a block. */
export const MAX_DATA_URI_LENGTH = 4 * 1024 * 1024

const HASH = /^0x[0-9a-f]{64}$/i
const DA = /^(0x[0-9a-f]{64})\/(0|[1-9]\d{0,9})\/(0|[1-9]\d{0,9})$/i

/**
 * Reads an address as it stands in somebody's event, card or file. Never throws and asks nobody; whether a host may be
 * dialled is decided when it is.
 */
export function parseLocator(text: string): Locator | UnreadLocator {
  const [, scheme, rest] = /^([a-z0-9][a-z0-9+.-]*):(.*)$/is.exec(text) ?? []
  if (scheme === undefined || rest === undefined) return unread('no scheme')
  const known = scheme.toLowerCase()
  if (known === 'data') return parseData(rest)
  if (text.length > MAX_LENGTH) return unread(`longer than ${MAX_LENGTH} characters`)
  if (known === 'http' || known === 'https') {
    const url = parseHttpUrl(text)
    return url ? { kind: 'web', url: url.href } : unread('not an http or https address without credentials')
  }
  if (!rest.startsWith('//')) return known === 'ipfs' ? parseIpfs(rest) : unread(`scheme ${known.slice(0, 16)}`)
  const path = rest.slice(2)
  if (known === 'ipfs') return parseIpfs(path)
  if (known === '0g') return HASH.test(path) ? { kind: 'storage', root: lower(path) } : unread('not 0g://<root>')
  if (known === 'da') return parseDa(path)
  return unread(`scheme ${known.slice(0, 16)}`)
}

function parseDa(path: string): Locator | UnreadLocator {
  const [, root, epoch, quorum] = DA.exec(path) ?? []
  if (root === undefined) return unread('not da://<root>/<epoch>/<quorum>')
  return { kind: 'da', root: lower(root), epoch: Number(epoch), quorum: Number(quorum) }
}

/** `ipfs://<cid>[/path]`, and the old `ipfs://ipfs/<cid>`. */
function parseIpfs(text: string): Locator | UnreadLocator {
  const [, name = '', path = ''] = /^\/*(?:ipfs\/)?([^/]*)(\/.*)?$/s.exec(text) ?? []
  const cid = parseCid(name)
  if (!cid) return unread('not a content identifier')
  if (!isPlainPath(path)) return unread('a path with other characters, or that climbs')
  return { kind: 'ipfs', cid, path: path === '/' ? '' : path }
}

/** Nothing that a gateway could read as another part of the address, or as another file than the one under the id. */
function isPlainPath(path: string): boolean {
  if (!/^(\/([\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})*)*$/i.test(path)) return false
  return path.split('/').every((part) => !/^(\.|%2e){1,2}$/i.test(part) && !/%(2f|5c|00)/i.test(part))
}

/** `data:[type][;base64],…` (RFC 2397). The bytes are decoded when they are wanted. */
function parseData(rest: string): Locator | UnreadLocator {
  if (rest.length > MAX_DATA_URI_LENGTH) return unread(`a data: address of more than ${MAX_DATA_URI_LENGTH} characters`)
  const comma = rest.indexOf(',')
  if (comma < 0) return unread('a data: address without a comma')
  return { kind: 'data', isBase64: /;\s*base64\s*$/i.test(rest.slice(0, comma)), payload: rest.slice(comma + 1) }
}

const unread = (reason: string): UnreadLocator => ({ kind: 'unread', reason })
const lower = (hash: string) => hash.toLowerCase() as Hex
