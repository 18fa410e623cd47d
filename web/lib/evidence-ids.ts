import { addressFault, type KnownId, type Malformed } from './ids'

type Parsed<K extends KnownId['kind']> = Extract<KnownId, { kind: K }> | Malformed

const HASH = /^0x[0-9a-f]{64}$/
const LINE = /^[1-9]\d{0,8}$/
/** A model is named by whoever registers a service; the API takes no longer one. Characters. */
const MAX_NAME = 200

/** Parses the SHA-256 of a report: 64 hex digits, with 0x or without. */
export function parseDigest(text: string): Parsed<'digest'> {
  const value = text.trim().toLowerCase()
  const hex = value.startsWith('0x') ? value : `0x${value}`
  if (!HASH.test(hex)) return addressFault(hex, 'the SHA-256 of a report: 64 hex digits')
  return { kind: 'digest', digest: hex.slice(2) }
}

/** Parses a storage root. */
export function parseRoot(text: string): Parsed<'hash'> {
  const value = text.trim().toLowerCase()
  return HASH.test(value)
    ? { kind: 'hash', hash: value }
    : addressFault(value, 'the root of a payload: 0x and 64 hex digits')
}

/** Parses `<root>-<line>`. */
export function parseRecordId(text: string): Parsed<'record'> {
  const value = text.trim().toLowerCase()
  const [root = '', line = '', ...rest] = value.split('-')
  if (!HASH.test(root)) return addressFault(root, 'the root of the file: 0x and 64 hex digits')
  if (!LINE.test(line)) return { kind: 'malformed', part: line || '(empty)', expected: 'the line of the file, from 1' }
  if (rest.length > 0) return { kind: 'malformed', part: rest.join('-'), expected: 'nothing after the line' }
  return { kind: 'record', id: value, root, line: Number(line) }
}

/** Parses the id of an anchor, such as `storage-flow-12`. */
export function parseAnchorId(text: string): Parsed<'anchor'> {
  const value = text.trim().toLowerCase()
  if (/^[a-z0-9-]{1,100}-\d{1,18}$/.test(value)) return { kind: 'anchor', id: value }
  return { kind: 'malformed', part: value.slice(0, 80) || '(empty)', expected: 'an anchor such as storage-flow-12' }
}

/** Takes the name of a model as it stands: letter by letter. */
export function parseModelName(text: string): Parsed<'model'> {
  if (text !== '' && text.length <= MAX_NAME) return { kind: 'model', name: text }
  return {
    kind: 'malformed',
    part: text.slice(0, 80) || '(empty)',
    expected: `the name of a model, at most ${MAX_NAME} characters`,
  }
}
