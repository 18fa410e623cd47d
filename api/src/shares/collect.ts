import { groupByKey, type Relation, type RequestContext } from '../context'
import { positionOf } from '../link/spans'
import { type Buckets, type Extent, findWholeHours, type Hours, type Piece, placeIn, SINGLE_BUCKET } from './plan'
import { edgesSql, extentSql, rollupSumsSql, rowSumsSql, STRADDLERS_SQL } from './sql'
import { type CellRow, Tally } from './tally'

type Sum = Omit<CellRow, 'scope'>
type SumRow = Sum & { piece: number } & Record<string, unknown>

/** A piece of which the hours are taken from the rollup, between the rows before and after. */
export interface Whole {
  piece: Piece
  hours: Hours
}

/** What is summed up of a piece: its hours where they are whole, and into which points. */
interface Part extends Partial<Whole> {
  piece: Piece
  buckets: Buckets
}

/** First and last settlement of each piece. */
export function readExtents(pieces: Piece[], context: RequestContext): Promise<Extent[]> {
  return Promise.all(pieces.map((piece) => context.load(extentOf[piece.party], piece)))
}

/**
 * A relation of payers' and one of providers': the columns are theirs. What is asked in one turn shares a statement, so that
 * a total and a chart of one history ask once.
 */
function perParty<Key, Value>(relation: Relation<Key, Value>): Record<Piece['party'], Relation<Key, Value>> {
  return { payer: relation, provider: { ...relation } }
}

const extentOf = perParty<Piece, Extent>({ keyOf: keyOfPiece, load: loadExtents })
function keyOfPiece({ address, from, to, windowFrom }: Piece): string {
  return `${address} ${from} ${to} ${windowFrom}`
}

async function loadExtents(pieces: readonly Piece[], { services }: RequestContext): Promise<Extent[]> {
  const [head] = pieces
  if (!head) return []
  const values = [...columnsOf(pieces), await services.judged.get()]
  const rows = await services.database.query<TextExtent>(extentSql(head.party), values, true)
  const extents: Extent[] = pieces.map(() => ({ firstTime: null, lastTime: null, openTime: null }))
  for (const { piece, firstTime, lastTime, openTime } of rows)
    extents[piece] = { firstTime: toNumber(firstTime), lastTime: toNumber(lastTime), openTime: toNumber(openTime) }
  return extents
}

interface TextExtent extends Record<string, unknown> {
  piece: number
  firstTime: string | null
  lastTime: string | null
  openTime: string | null
}

/**
 * Adds up pieces into a tally for each scope and bucket: whole hours from the rollup, the rest from rows. The number of
 * statements does not depend on the number of pieces.
 * @param bucketsOf how each scope's times are put into points.
 */
export async function collect(
  pieces: Piece[],
  extents: Extent[],
  bucketsOf: (scope: number) => Buckets,
  context: RequestContext,
): Promise<Tally[][]> {
  const wholes = pieces.flatMap((piece, index): Whole[] => {
    const extent = extents[index]
    const { source } = bucketsOf(piece.scope)
    const hours = extent && source !== 'rows' ? findWholeHours(piece, extent, source) : undefined
    return hours ? [{ piece, hours }] : []
  })
  const inWhole = new Set(wholes.map(({ piece }) => piece))
  const present = pieces.filter((piece, index) => extents[index]?.firstTime != null && !inWhole.has(piece))
  const rowPieces = [...present, ...(await cutWholes(wholes, context))]
  const sum = async (relations: Record<Piece['party'], Relation<Part, Sum[]>>, parts: (Piece | Whole)[]) => {
    const lists = parts.map(async (part) => {
      const { piece, hours } = 'piece' in part ? part : { piece: part, hours: undefined }
      const sums = await context.load(relations[piece.party], {
        piece,
        buckets: bucketsOf(piece.scope),
        ...(hours && { hours }),
      })
      return sums.map((row): CellRow => ({ ...row, scope: piece.scope }))
    })
    return (await Promise.all(lists)).flat()
  }
  const cut = wholes.filter(({ piece }) => piece.windowFrom !== null)
  const [rows, rollup, straddlers] = await Promise.all([
    sum(rowSums, rowPieces),
    sum(rollupSums, wholes),
    sum(straddlerSums, cut),
  ])
  const tallies: Tally[][] = []
  for (const row of [...rows, ...withBase(rollup)]) tallyOf(tallies, row, bucketsOf).add(row, 1)
  for (const row of straddlers) tallyOf(tallies, row, bucketsOf).add(row, -1)
  return tallies
}

function tallyOf(tallies: Tally[][], { scope, bucket }: CellRow, bucketsOf: (scope: number) => Buckets): Tally {
  const place = placeIn(bucketsOf(scope), bucket)
  tallies[scope] ??= []
  const own = tallies[scope]
  own[place] ??= new Tally()
  return own[place]
}

/** What is left of each piece before and after its whole hours. */
async function cutWholes(wholes: Whole[], context: RequestContext): Promise<Piece[]> {
  const pieces = wholes.map(async (whole) => {
    const { piece } = whole
    const edges = await context.load(edgesOf[piece.party], whole)
    return [
      { ...piece, to: positionOf(edges.firstWhole, 0) },
      { ...piece, from: positionOf(edges.lastWhole + 1, 0) },
    ].filter(({ from, to }) => from < to)
  })
  return (await Promise.all(pieces)).flat()
}

interface Edges extends Record<string, unknown> {
  piece: number
  firstWhole: number
  lastWhole: number
}

const edgesOf = perParty<Whole, Edges>({
  keyOf: ({ piece, hours }) => `${keyOfPiece(piece)} ${hours.start} ${hours.end}`,
  load: async (wholes, { services }) => {
    const values = [...columnsOf(wholes.map(({ piece }) => piece)), ...hoursOf(wholes)]
    const rows = await services.database.query<Edges>(edgesSql(partyOf(wholes)), values, true)
    const byPiece = new Map(rows.map((row) => [row.piece, row]))
    return wholes.map((_, index) => byPiece.get(index) as Edges)
  },
})

/** Sums of parts by a statement; `toValues` gives its parameters. */
function sumsOf(
  sqlOf: (party: Piece['party']) => string,
  toValues: (parts: readonly Part[]) => unknown[],
  planned: boolean,
) {
  return perParty<Part, Sum[]>({
    keyOf: ({ piece, hours, buckets }) =>
      [keyOfPiece(piece), hours?.start, hours?.end, hours?.days.start, buckets.start, buckets.width].join(' '),
    load: async (parts, { services }) => {
      const rows = await services.database.query<SumRow>(sqlOf(partyOf(parts)), toValues(parts), planned)
      return groupByKey(
        parts.map((_, index) => index),
        rows,
        (row) => row.piece,
      )
    },
  })
}

const rowSums = sumsOf(rowSumsSql, (parts) => [...columnsOf(piecesOf(parts)), ...bucketColumns(parts)], true)

const rollupSums = sumsOf(
  rollupSumsSql,
  (parts) => [...columnsOf(piecesOf(parts)).slice(0, 2), ...hoursOf(parts), ...daysOf(parts), ...bucketColumns(parts)],
  true,
)

const straddlerSums = sumsOf(
  () => STRADDLERS_SQL,
  (parts) => [...columnsOf(piecesOf(parts)), ...hoursOf(parts), ...bucketColumns(parts)],
  true,
)

/** Whether in the whole hours of pieces there is anything whose window begins before its piece. */
export async function hasStraddlers(wholes: readonly Whole[], context: RequestContext): Promise<boolean> {
  const found = wholes.map((whole) => context.load(straddlerSums.payer, { ...whole, buckets: SINGLE_BUCKET }))
  return (await Promise.all(found)).some((rows) => rows.length > 0)
}

/** The rollup has no base: whatever was judged has exactly one status of the first question. */
function withBase(rows: CellRow[]): CellRow[] {
  const base = rows.filter((row) => row.question === 'payment')
  return [...rows, ...base.map((row) => ({ ...row, question: null, status: null }))]
}

const piecesOf = (parts: readonly Part[]) => parts.map(({ piece }) => piece)

function partyOf([head]: readonly { piece: Piece }[]): Piece['party'] {
  return head?.piece.party ?? 'payer'
}

function columnsOf(pieces: readonly Piece[]): unknown[][] {
  return [
    pieces.map((_, index) => index),
    pieces.map((piece) => piece.address),
    pieces.map((piece) => piece.from),
    pieces.map((piece) => piece.to),
    pieces.map((piece) => piece.windowFrom),
  ]
}

function hoursOf(parts: readonly Partial<Whole>[]): (number | undefined)[][] {
  return [parts.map(({ hours }) => hours?.start), parts.map(({ hours }) => hours?.end)]
}

function daysOf(parts: readonly Partial<Whole>[]): (number | undefined)[][] {
  return [parts.map(({ hours }) => hours?.days.start), parts.map(({ hours }) => hours?.days.end)]
}

function bucketColumns(parts: readonly Part[]): number[][] {
  return [parts.map(({ buckets }) => buckets.start), parts.map(({ buckets }) => buckets.width)]
}

function toNumber(text: string | null): number | null {
  return text === null ? null : Number(text)
}
