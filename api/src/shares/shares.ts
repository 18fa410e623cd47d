import type { Relation, RequestContext } from '../context'
import { badInput } from '../errors'
import { historySpans } from '../link/links'
import { readNewest } from '../settlement/pages'
import type { Settlement } from '../settlement/types'
import { collect, readExtents } from './collect'
import { type Buckets, type Extent, type Piece, placeIn, planBuckets, SINGLE_BUCKET, wholePiece } from './plan'
import { Tally } from './tally'
import type { SharePoint, Shares } from './types'

/** Points of a chart at most. */
const MAX_POINTS = 200
export const DEFAULT_POINTS = 24

/** Whose settlements count: a payer's or provider's, all of them, or those that enter an agent's history. */
export interface ShareSubject {
  kind: 'payer' | 'provider' | 'agent'
  id: string
}

/** Shares over the whole history. */
export const shares: Relation<ShareSubject, Shares> = {
  keyOf: ({ kind, id }) => `${kind} ${id}`,
  load: (subjects, context) =>
    Promise.all(
      subjects.map(async ({ kind, id }) => {
        const { tallies } = await context.load(chart, { kind, id, points: null })
        const all = new Tally()
        for (const tally of tallies) if (tally !== undefined) all.addAll(tally)
        return all.toShares()
      }),
    ),
}

/** Shares in equal steps between the first and the last settlement. @throws PublicError for too many points. */
export async function listSharePoints(
  context: RequestContext,
  { kind, id }: ShareSubject,
  asked: number | null,
): Promise<SharePoint[]> {
  const points = asked ?? DEFAULT_POINTS
  if (points < 1 || points > MAX_POINTS) throw badInput('points', `1 to ${MAX_POINTS}`, String(points))
  const { buckets, tallies } = await context.load(chart, { kind, id, points })
  return toPoints(buckets, tallies)
}

/** Points of a subject's chart; null where any number will do, since only their sum is wanted. */
interface ChartKey extends ShareSubject {
  points: number | null
}

/** A tally for each point in which something was settled. */
interface Chart {
  /** Undefined where nothing was settled, and where only the sum is wanted. */
  buckets: Buckets | undefined
  tallies: (Tally | undefined)[]
}

const chart: Relation<ChartKey, Chart> = {
  keyOf: ({ kind, id, points }) => `${kind} ${id} ${points}`,
  load: async (keys, context) => {
    const drawn = new Map<string, ChartKey>()
    for (const key of keys) if (key.points !== null) drawn.set(`${key.kind} ${key.id}`, key)
    // The sum of a chart's points is that of the history: whoever asks for both reads once.
    const own = keys.map((key) => (key.points === null ? (drawn.get(`${key.kind} ${key.id}`) ?? key) : key))
    const different = [...new Set(own)]
    const loaded = await loadByKind(different, (some) => loadCharts(some, context))
    const byKey = new Map(different.map((key, index) => [key, loaded[index] as Chart]))
    return own.map((key) => byKey.get(key) as Chart)
  },
}

async function loadCharts(keys: ChartKey[], context: RequestContext): Promise<Chart[]> {
  const pieces = await toPieces(keys, context)
  const [extents, short] = await Promise.all([readExtents(pieces, context), readShort(keys, context)])
  const buckets = keys.map(({ points }, scope) =>
    points === null ? undefined : planScope(pieces, extents, scope, points),
  )
  const tallies = short
    ? buckets.map((own) => tallySettlements(short, own ?? SINGLE_BUCKET))
    : await collect(pieces, extents, (scope) => buckets[scope] ?? SINGLE_BUCKET, context)
  return keys.map((_, scope) => ({ buckets: buckets[scope], tallies: tallies[scope] ?? [] }))
}

/**
 * All settlements of the history of a single agent where they are few: its page lists them anyway. Undefined where they are
 * not, and for several agents: then sums are less to read than rows.
 */
async function readShort([first, ...others]: ChartKey[], context: RequestContext): Promise<Settlement[] | undefined> {
  if (first?.kind !== 'agent' || others.some(({ id }) => id !== first.id)) return undefined
  const { settlements, isWhole } = await readNewest(context, first.id)
  return isWhole ? settlements : undefined
}

function tallySettlements(settlements: Settlement[], buckets: Buckets): Tally[] {
  const tallies: Tally[] = []
  for (const { blockTime, amount, statuses } of settlements) {
    const place = placeIn(buckets, Math.trunc((blockTime.getTime() - buckets.start) / buckets.width))
    tallies[place] ??= new Tally()
    tallies[place].addSettlement(amount, statuses)
  }
  return tallies
}

/** Buckets over all pieces of a scope; undefined where nothing was settled. */
function planScope(pieces: Piece[], extents: Extent[], scope: number, points: number): Buckets | undefined {
  const own = extents.filter((_, index) => pieces[index]?.scope === scope)
  const firsts = own.flatMap(({ firstTime }) => (firstTime === null ? [] : [firstTime]))
  const lasts = own.flatMap(({ lastTime }) => (lastTime === null ? [] : [lastTime]))
  return firsts.length > 0 ? planBuckets(Math.min(...firsts), Math.max(...lasts), points) : undefined
}

/** The shares of a point in which nothing was settled. */
const NOTHING = new Tally().toShares()

function toPoints(buckets: Buckets | undefined, tallies: Chart['tallies']): SharePoint[] {
  if (!buckets) return []
  return Array.from({ length: buckets.count }, (_, index) => {
    const { settlements, amount, cells } = tallies[index]?.toShares() ?? NOTHING
    const from = buckets.start + index * buckets.width
    return { from: new Date(from), until: new Date(from + buckets.width), settlements, amount, cells }
  })
}

async function toPieces(subjects: ShareSubject[], context: RequestContext): Promise<Piece[]> {
  const pieces = subjects.map(async ({ kind, id }, scope): Promise<Piece[]> => {
    if (kind !== 'agent') return [wholePiece(scope, kind, id)]
    const spans = await context.load(historySpans, id)
    return spans.map(({ payer, from, to }) => ({ scope, party: 'payer', address: payer, from, to, windowFrom: from }))
  })
  return (await Promise.all(pieces)).flat()
}

/** Loads each kind of subject at once, and puts the answers back into the order of the subjects. */
async function loadByKind<Subject extends ShareSubject, Value>(
  subjects: readonly Subject[],
  load: (own: Subject[]) => Promise<Value[]>,
): Promise<Value[]> {
  const values = new Map<Subject, Value>()
  const kinds = new Set(subjects.map((subject) => subject.kind))
  for (const kind of kinds) {
    const own = subjects.filter((subject) => subject.kind === kind)
    const loaded = await load(own)
    for (const [index, subject] of own.entries()) values.set(subject, loaded[index] as Value)
  }
  return subjects.map((subject) => values.get(subject) as Value)
}
