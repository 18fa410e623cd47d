import { createHash } from 'node:crypto'
import {
  type CollectionGap,
  type CollectionHead,
  type CollectionIndex,
  type CollectionItem,
  toFileRef,
  toTotals,
} from '@touchstone/verify'
import canonicalize from 'canonicalize'
import { type About, gatherAbout } from './about/about.js'
import { type ArchiveWriter, createArchiveWriter } from './archive.js'
import { type ArchiveFile, fileOf } from './archiveFile.js'
import { type BundleContext, type Gathered, gatherBundle } from './gather.js'
import { listScoped, type Position, type Scope, type Scoped } from './scope.js'

/** What one file holds at most; where the interval has more, the index says where the next file goes on. */
export interface CollectionLimits {
  settlements: number
  bytes: number
  /** Settlements that are asked of the database at a time. */
  page: number
}

export const COLLECTION_LIMITS: CollectionLimits = { settlements: 10_000, bytes: 3 * 1024 ** 3, page: 200 }

/** Room for the index: bytes of its own, of one settlement in it, and of all gaps. */
const INDEX_BYTES = 4_000
const ITEM_BYTES = 500
const MAX_GAPS_BYTES = 16 * 1024 * 1024

/** What was written so far; the only thing that grows with the number of settlements. */
interface Written {
  about: About
  items: CollectionItem[]
  gaps: string[]
  gapsBytes: number
}

/**
 * The bundles of a scope's settlements as one archive: first whose they are, then what is said about the party, then each
 * bundle's files, then the list of gaps and the index. Bytes of one file are in memory at a time; the same evidence makes the same bytes.
 */
export async function* writeCollection(
  context: BundleContext,
  scope: Scope,
  after: Position | undefined,
  limits: CollectionLimits = COLLECTION_LIMITS,
): AsyncGenerator<Uint8Array> {
  const writer = createArchiveWriter(limits.bytes)
  const about = await gatherAbout(context.pool, context.chainId, scope)
  const written: Written = { about, items: [], gaps: [], gapsBytes: 0 }
  const { kind, id, from, to } = scope
  const start = after === undefined ? null : toCursor(after)
  const head: CollectionHead = {
    ...{ spec: 'touchstone-collection/1', chainId: context.chainId, scope: { kind, id }, from, to, after: start },
  }
  yield* writer.add(jsonFile('collection', head))
  for (const file of about.files) yield* writer.add(file)
  let last = after
  let next: string | null = null
  for await (const scoped of pageThrough(context, scope, after, limits.page)) {
    const gathered = await gatherBundle(context, scoped.id)
    if (gathered && !hasRoom(writer, written, gathered, limits)) {
      next = last === undefined ? null : toCursor(last)
      break
    }
    if (gathered) for (const file of gathered.files) yield* writer.add(file)
    record(written, scoped, gathered)
    last = scoped
  }
  yield* writeLists(writer, written, next)
}

/** `block-logIndex`, as the index names where the next file goes on. */
function toCursor({ block_number: block, log_index: log }: Position): string {
  return `${block}-${log}`
}

async function* pageThrough(
  { pool, routers }: BundleContext,
  scope: Scope,
  after: Position | undefined,
  page: number,
): AsyncGenerator<Scoped> {
  let last = after
  for (;;) {
    const rows = await listScoped(pool, scope, { after: last, limit: page, routers })
    yield* rows
    last = rows.at(-1)
    if (rows.length < page) return
  }
}

/** The first settlement always has room: else a file would hold nothing and the next one start at the same place. */
function hasRoom(
  writer: ArchiveWriter,
  written: Written,
  { files, gaps }: Gathered,
  limits: CollectionLimits,
): boolean {
  const { items, gapsBytes } = written
  if (items.length === 0) return true
  const added = files.filter(({ name }) => !writer.has(name))
  const bytes = added.reduce((sum, { size }) => sum + size, 0)
  const listed = INDEX_BYTES + (items.length + 1) * ITEM_BYTES + gapsBytes
  return (
    items.length < limits.settlements &&
    gapsBytes + gaps.join('').length * 4 < MAX_GAPS_BYTES &&
    writer.fits(added.length + 2, bytes + listed)
  )
}

function record(written: Written, scoped: Scoped, gathered: Gathered | undefined): void {
  const { id } = scoped
  const gaps: CollectionGap[] = (gathered?.gaps ?? []).map((gap) => ({ settlement: id, gap }))
  if (!gathered)
    gaps.push({ settlement: null, gap: `settlement ${id}: the chain took it back while this was written.` })
  const lines = gaps.map((gap) => `${canonicalize(gap)}\n`)
  written.gaps.push(...lines)
  written.gapsBytes += lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0)
  if (gathered)
    written.items.push({
      ...{ id, manifest: gathered.manifest, outcome: gathered.published?.outcome ?? null },
      ...{ amount: scoped.settled_amount, gaps: gaps.length },
    })
}

async function* writeLists(
  writer: ArchiveWriter,
  { about, items, gaps }: Written,
  next: string | null,
): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(gaps.join(''))
  const ref = toFileRef('gaps', 'jsonl', createHash('sha256').update(bytes).digest('hex'))
  yield* writer.add(fileOf(ref.file, bytes))
  const totals = toTotals(items, gaps.length)
  const index: CollectionIndex = { settlements: items, totals, gaps: ref, about: about.refs, next }
  yield* writer.add(jsonFile('index', index))
  yield writer.end()
}

function jsonFile(folder: string, value: CollectionHead | CollectionIndex): ArchiveFile {
  const bytes = Buffer.from(canonicalize(value) ?? '')
  return fileOf(toFileRef(folder, 'json', createHash('sha256').update(bytes).digest('hex')).file, bytes)
}
