/**
 * Collections, `touchstone-collection/1`: the bundles of many settlements in one file. A file that several settlements
 * share lies in it once. It is read from where it lies, one settlement at a time.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import type { Rule } from '../rules.js'
import type { SettlementSubject } from '../subject.js'
import { ABOUT_RULE, type AboutFile, type AboutRef, MAX_ABOUT_BYTES } from './about.js'
import { ENTRY_NAME, MAX_BUNDLE_BYTES, MAX_ENTRY_BYTES } from './archive.js'
import { type Bundle, listFiles, readEntries } from './bundle.js'
import { BundleError } from './bundleError.js'
import {
  type CollectionGap,
  type CollectionHead,
  type CollectionIndex,
  type CollectionItem,
  GAP_RULE,
  HEAD_RULE,
  INDEX_RULE,
  toTotals,
} from './collectionRules.js'
import { areEqual, dataStart, END_BYTES, type PlacedEntry, readDirectory, readEnd, toLocalHeader } from './container.js'
import type { FileRef } from './manifest.js'

/** Where a collection lies. */
export interface CollectionSource {
  size: number
  /** Exactly so many bytes from there. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>
}

/** A settlement of a collection: its bundle, or why that cannot be read. */
export interface Collected {
  item: CollectionItem
  bundle: Bundle | BundleError
}

export interface Collection {
  head: CollectionHead
  index: CollectionIndex
  gaps: CollectionGap[]
  /** What is said about the party itself; nothing of it is proven by this file. */
  about: AboutFile[]
  /**
   * Each bundle in turn. Ends with a BundleError where the file holds anything that no bundle names: then nothing that
   * was read counts.
   */
  bundles(): AsyncGenerator<Collected>
}

const MAX_LIST_BYTES = 64 * 1024 * 1024

/** Whether bytes start as a collection does: its first file has a folder of its own. */
export function looksLikeCollection(start: Uint8Array): boolean {
  return String.fromCharCode(...start.subarray(30, 41)) === 'collection/'
}

/**
 * Opens a collection and reads its lists.
 * @throws BundleError naming the entry or field and what was expected.
 */
export async function openCollection(source: CollectionSource): Promise<Collection> {
  const entries = await readEntryList(source)
  const named = new Set<string>()
  const take = async (name: string, most = MAX_ENTRY_BYTES): Promise<Uint8Array> => {
    named.add(name)
    const entry = entries.get(name)
    if (entry === undefined) throw new BundleError(`The collection lacks "${name}".`)
    if (entry.size > most) throw new BundleError(`"${name}" has ${entry.size} bytes, at most ${most} are read.`)
    const bytes = await source.read(dataStart(entry), entry.size)
    const digest = bytesToHex(sha256(bytes))
    if (!name.includes(`/${digest}.`)) throw new BundleError(`"${name}" has the SHA-256 ${digest}.`)
    return bytes
  }
  const takeJson = async (folder: string, rule: Rule): Promise<unknown> => {
    const [name, second] = [...entries.keys()].filter((key) => key.startsWith(`${folder}/`))
    if (name === undefined || second !== undefined) throw new BundleError(`The collection has not one ${folder}.`)
    return parse(decode(await take(name, MAX_LIST_BYTES), folder), folder, rule)
  }
  const head = (await takeJson('collection', HEAD_RULE)) as CollectionHead
  const index = (await takeJson('index', INDEX_RULE)) as CollectionIndex
  const lines = decode(await take(index.gaps.file, MAX_LIST_BYTES), 'gaps').split('\n')
  if (lines.pop() !== '') throw new BundleError('gaps: expected each line to end.')
  const gaps = lines.map((line, at) => parse(line, `gaps[${at}]`, GAP_RULE) as CollectionGap)
  requireConsistent(index, gaps)
  const about: AboutFile[] = []
  for (const ref of index.about ?? []) {
    const said = parse(decode(await take(ref.file, MAX_ABOUT_BYTES), ref.role), ref.role, ABOUT_RULE) as AboutFile
    requireAbout(said, ref, head)
    about.push(said)
  }
  return {
    head,
    index,
    gaps,
    about,
    bundles: async function* () {
      for (const item of index.settlements) yield { item, bundle: await readOne(item, { head, entries, named, take }) }
      const surplus = [...entries.keys()].find((name) => !named.has(name))
      if (surplus !== undefined) throw new BundleError(`The collection has "${surplus}", which no bundle names.`)
    },
  }
}

interface Opened {
  head: CollectionHead
  entries: ReadonlyMap<string, PlacedEntry>
  /** Files that something names. */
  named: Set<string>
  take(name: string): Promise<Uint8Array>
}

async function readOne(
  { id, manifest }: CollectionItem,
  { head, entries, named, take }: Opened,
): Promise<Bundle | BundleError> {
  try {
    const own = await take(manifest.file)
    const files = new Map([[manifest.file, own]])
    // Several reports may rest on one file: it is read, and counts, once.
    const names = [...new Set(listFiles(own).map(({ file }) => file))]
    // Also where one of them cannot be read: the others are no strangers in the file for that.
    for (const name of names) named.add(name)
    const bytes = names.reduce((sum, name) => sum + (entries.get(name)?.size ?? 0), 0)
    if (bytes > MAX_BUNDLE_BYTES) throw new BundleError(`The bundle has ${bytes} bytes, at most ${MAX_BUNDLE_BYTES}.`)
    for (const name of names) files.set(name, await take(name))
    const bundle = readEntries(files)
    if (bundle.subject.id !== id) throw new BundleError(`The bundle is of ${bundle.subject.id}, expected ${id}.`)
    requireInScope(bundle.subject, head)
    return bundle
  } catch (error) {
    if (error instanceof BundleError) return error
    throw error
  }
}

/** What is said about another party, or under another role, does not belong here. */
function requireAbout({ role, chainId, scope }: AboutFile, ref: AboutRef, head: CollectionHead): void {
  if (role !== ref.role) throw new BundleError(`"${ref.file}" says that it is ${role}, the index ${ref.role}.`)
  if (chainId !== head.chainId || scope.kind !== head.scope.kind || scope.id !== head.scope.id)
    throw new BundleError(`"${ref.file}" is about ${scope.kind} ${scope.id} of chain ${chainId}.`)
}

/** A file's name has the digest of its bytes; what the list says of it besides has to be the same. */
function requireDigest({ file, sha256: said }: FileRef): void {
  if (!file.includes(`/${said}.`)) throw new BundleError(`The index says that "${file}" has the SHA-256 ${said}.`)
}

/**
 * What a settlement says of itself has to be what the collection says of all its settlements. Whether a payer is an
 * agent's is not in a bundle, and a settlement whose call data were not read names no provider.
 */
function requireInScope({ chainId, blockTime, item }: SettlementSubject, head: CollectionHead): void {
  const { scope, from, to } = head
  if (chainId !== head.chainId)
    throw new BundleError(`The settlement is of chain ${chainId}, the collection of ${head.chainId}.`)
  if (blockTime < from || blockTime >= to)
    throw new BundleError(`The settlement is of ${blockTime}, outside of the collection's ${from} to ${to}.`)
  if (scope.kind === 'provider' && item !== null && item.provider !== scope.id)
    throw new BundleError(`The settlement is of provider ${item.provider}, the collection of ${scope.id}.`)
}

/** All entries by name. Every header is held against the list at the end. */
async function readEntryList(source: CollectionSource): Promise<Map<string, PlacedEntry>> {
  if (source.size < END_BYTES) throw new BundleError('The file does not end as a zip file does.')
  const end = await source.read(source.size - END_BYTES, END_BYTES)
  const { start, length, count } = readEnd(end, source.size)
  if (length > MAX_LIST_BYTES) throw new BundleError(`The list of entries has ${length} bytes.`)
  const entries = new Map<string, PlacedEntry>()
  for (const entry of readDirectory(await source.read(start, length + END_BYTES), count)) {
    const { name, method, size, packedSize } = entry
    if (!ENTRY_NAME.test(name)) throw new BundleError(`The collection has an entry "${name}", which none has.`)
    if (entries.has(name)) throw new BundleError(`The collection has two entries "${name}".`)
    if (method !== 0 || size !== packedSize) throw new BundleError(`"${name}" is compressed, expected stored.`)
    if (!areEqual(toLocalHeader(entry), await source.read(entry.offset, dataStart(entry) - entry.offset)))
      throw new BundleError(`"${name}" is described in two ways.`)
    entries.set(name, entry)
  }
  return entries
}

function requireConsistent(index: CollectionIndex, gaps: readonly CollectionGap[]): void {
  const { settlements, totals } = index
  const about = index.about ?? []
  if (new Set(about.map(({ role }) => role)).size !== about.length)
    throw new BundleError('index: two files of one role are listed.')
  for (const ref of [index.gaps, ...about, ...settlements.map(({ manifest }) => manifest)]) requireDigest(ref)
  const counted = new Map<string | null, number>()
  for (const { settlement } of gaps) counted.set(settlement, (counted.get(settlement) ?? 0) + 1)
  if (new Set(settlements.map(({ id }) => id)).size !== settlements.length)
    throw new BundleError('index: a settlement is listed twice.')
  const wrong = settlements.find(({ id, gaps: said }) => said !== (counted.get(id) ?? 0))
  if (wrong !== undefined) throw new BundleError(`index: the gaps of ${wrong.id} are not ${wrong.gaps}.`)
  if (canonicalize(totals) !== canonicalize(toTotals(settlements, gaps.length)))
    throw new BundleError('index: the totals are not those of the list.')
}

function decode(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new BundleError(`${what} is not UTF-8.`, { cause })
  }
}

/** JSON in its one form (RFC 8785). */
function parse(json: string, what: string, rule: Rule): unknown {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new BundleError(`${what} cannot be read: ${(cause as Error).message}`, { cause })
  }
  if (canonicalize(value) !== json) throw new BundleError(`${what} differs from its canonical JSON (RFC 8785).`)
  const wrong = rule(value, what)
  if (wrong !== undefined) throw new BundleError(wrong)
  return value
}
