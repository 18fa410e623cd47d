import type { Relation, RequestContext } from '../context'
import { badInput } from '../errors'
import { historySpans } from '../link/links'
import { collect, readExtents } from './collect'
import { type Buckets, type Extent, type Piece, planBuckets, SINGLE_BUCKET, wholePiece } from './plan'
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
    loadByKind(subjects, async (own) => {
      const pieces = await toPieces(own, context)
      const extents = await readExtents(pieces, context)
      const tallies = await collect(pieces, extents, () => SINGLE_BUCKET, context)
      return own.map((_, scope) => (tallies[scope]?.[0] ?? new Tally()).toShares())
    }),
}

interface PointsKey extends ShareSubject {
  points: number
}

/** Shares in equal steps between the first and the last settlement. @throws PublicError for too many points. */
export function listSharePoints(
  context: RequestContext,
  subject: ShareSubject,
  asked: number | null,
): Promise<SharePoint[]> {
  const points = asked ?? DEFAULT_POINTS
  if (points < 1 || points > MAX_POINTS) throw badInput('points', `1 to ${MAX_POINTS}`, String(points))
  return context.load(sharePoints, { ...subject, points })
}

const sharePoints: Relation<PointsKey, SharePoint[]> = {
  keyOf: ({ kind, id, points }) => `${kind} ${id} ${points}`,
  load: (keys, context) =>
    loadByKind(keys, async (own) => {
      const pieces = await toPieces(own, context)
      const extents = await readExtents(pieces, context)
      const buckets = own.map(({ points }, scope) => planScope(pieces, extents, scope, points))
      const tallies = await collect(pieces, extents, (scope) => buckets[scope] ?? SINGLE_BUCKET, context)
      return own.map((_, scope) => toPoints(buckets[scope], tallies[scope] ?? []))
    }),
}

/** Buckets over all pieces of a scope; undefined where nothing was settled. */
function planScope(pieces: Piece[], extents: Extent[], scope: number, points: number): Buckets | undefined {
  const own = extents.filter((_, index) => pieces[index]?.scope === scope)
  const firsts = own.flatMap(({ firstTime }) => (firstTime === null ? [] : [firstTime]))
  const lasts = own.flatMap(({ lastTime }) => (lastTime === null ? [] : [lastTime]))
  return firsts.length > 0 ? planBuckets(Math.min(...firsts), Math.max(...lasts), points) : undefined
}

function toPoints(buckets: Buckets | undefined, tallies: Tally[]): SharePoint[] {
  if (!buckets) return []
  return Array.from({ length: buckets.count }, (_, index) => {
    const { settlements, amount, cells } = (tallies[index] ?? new Tally()).toShares()
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
