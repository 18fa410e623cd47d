import canonicalize from 'canonicalize'
import { unpackArchive } from '../src/bundle/archive.js'
import { type Bundle, buildBundle } from '../src/bundle/bundle.js'
import type { CollectionSource } from '../src/bundle/collection.js'
import { type CollectionGap, type CollectionItem, toTotals } from '../src/bundle/collectionRules.js'
import { endOf, type PlacedEntry, toDirectory, toLocalHeader } from '../src/bundle/container.js'
import { BLOCK_TIME, CHAIN, PROVIDER, sha256 } from './scenario.js'

export type Files = [name: string, bytes: Uint8Array][]

/** What replaces single parts of a collection. */
export interface CollectionChanges {
  bundles: Bundle[]
  gaps?: CollectionGap[]
  /** Files about the party, as the index names them. */
  about?: { role: string; content: string }[]
  head?: object
  index?: object
  /** Fields of the first settlement in the list, after the totals were counted. */
  item?: object
}

/** A text as a file that its digest names. */
export function namedFile(folder: string, ending: string, content: string | Uint8Array): [string, Uint8Array] {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return [`${folder}/${sha256(bytes)}.${ending}`, bytes]
}

/** Files of a collection in their order: head, evidence, gaps, index. The first bundle was verified, later ones wait. */
export function collectionFiles({ bundles, gaps = [], about, head, index, item }: CollectionChanges): Files {
  const unpacked = bundles.map((bundle) => unpackArchive(buildBundle(bundle)))
  const items = bundles.map(({ subject: { id } }, n): CollectionItem => {
    const file = [...(unpacked[n]?.keys() ?? [])].find((name) => name.startsWith('manifest/')) ?? ''
    const own = gaps.filter(({ settlement }) => settlement === id).length
    const outcome = n === 0 ? 'verified' : null
    return { id, manifest: { file, sha256: file.slice(9, 73) }, outcome, amount: `${n + 5}`, gaps: own }
  })
  const said = about?.map(({ role, content }) => ({ role, file: namedFile(role, 'json', content) }))
  const refs = said?.map(({ role, file: [file, bytes] }) => ({ role, file, sha256: sha256(bytes) }))
  const list = namedFile('gaps', 'jsonl', gaps.map((gap) => `${canonicalize(gap)}\n`).join(''))
  const first = {
    ...{ spec: 'touchstone-collection/1', chainId: CHAIN, scope: { kind: 'provider', id: PROVIDER } },
    ...{ from: BLOCK_TIME, to: BLOCK_TIME + 1, after: null },
    ...head,
  }
  const last = {
    ...{ settlements: items.map((one, n) => (n === 0 ? { ...one, ...item } : one)) },
    ...{ totals: toTotals(items, gaps.length), gaps: { file: list[0], sha256: sha256(list[1]) }, next: null },
    ...(refs && { about: refs }),
    ...index,
  }
  return [
    namedFile('collection', 'json', canonicalize(first) ?? ''),
    ...(said ?? []).map(({ file }) => file),
    ...new Map(unpacked.flatMap((one) => [...one])),
    list,
    namedFile('index', 'json', canonicalize(last) ?? ''),
  ]
}

/** Stored entries one behind the other; `change` alters what both headers say of one. */
export function zipStored(files: Files, change: (entry: PlacedEntry) => PlacedEntry = (entry) => entry): Uint8Array {
  const entries: PlacedEntry[] = []
  const parts: Uint8Array[] = []
  let offset = 0
  for (const [name, bytes] of files) {
    const entry = change({ name, crc: 0, packedSize: bytes.length, size: bytes.length, method: 0, offset })
    entries.push(entry)
    parts.push(toLocalHeader(entry), bytes)
    offset = endOf(entry)
  }
  return new Uint8Array(Buffer.concat([...parts, toDirectory(entries)]))
}

/** Where such bytes lie. */
export function sourceOf(bytes: Uint8Array): CollectionSource {
  return { size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) }
}

/** A file of which entries without bytes take no memory; whoever reads one of these is told by an error of its own. */
export function sparseSource(files: [name: string, content: Uint8Array | number][]): CollectionSource {
  const entries: PlacedEntry[] = []
  const held = new Map<number, Uint8Array>()
  let offset = 0
  for (const [name, content] of files) {
    const size = typeof content === 'number' ? content : content.length
    const entry: PlacedEntry = { name, crc: 0, packedSize: size, size, method: 0, offset }
    const header = toLocalHeader(entry)
    held.set(offset, header)
    if (typeof content !== 'number') held.set(offset + header.length, content)
    entries.push(entry)
    offset = endOf(entry)
  }
  const directory = toDirectory(entries)
  held.set(offset, directory)
  const size = offset + directory.length
  held.set(size - 22, directory.subarray(-22))
  return {
    size,
    read: (at, length) => {
      const found = held.get(at)
      if (found === undefined) throw new Error(`There are no bytes at ${at}.`)
      return found.subarray(0, length)
    },
  }
}
