import type { RequestContext } from '../context'
import { positionOf } from '../link/spans'
import { type Buckets, type Extent, findWholeHours, type Hours, type Piece } from './plan'
import { edgesSql, extentSql, rollupSumsSql, rowSumsSql, STRADDLERS_SQL } from './sql'
import { type CellRow, Tally } from './tally'

type SumRow = Omit<CellRow, 'scope'> & { piece: number } & Record<string, unknown>

/** A piece of which the hours are taken from the rollup, between the rows before and after. */
interface Whole {
  piece: Piece
  hours: Hours
}

/** First and last settlement of each piece. Pieces are all of the same kind of party. */
export async function readExtents(pieces: Piece[], { services }: RequestContext): Promise<Extent[]> {
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
    const hours = extent && bucketsOf(piece.scope).source === 'rollup' ? findWholeHours(piece, extent) : undefined
    return hours ? [{ piece, hours }] : []
  })
  const inWhole = new Set(wholes.map(({ piece }) => piece))
  const present = pieces.filter((piece, index) => extents[index]?.firstTime != null && !inWhole.has(piece))
  const rowPieces = [...present, ...(await cutWholes(wholes, context))]
  const [rows, rollup, straddlers] = await Promise.all([
    sumRows(rowPieces, bucketsOf, context),
    sumRollup(wholes, bucketsOf, context),
    sumStraddlers(wholes, bucketsOf, context),
  ])
  const tallies: Tally[][] = []
  for (const row of [...rows, ...rollup]) tallyOf(tallies, row, bucketsOf).add(row, 1n)
  for (const row of straddlers) tallyOf(tallies, row, bucketsOf).add(row, -1n)
  return tallies
}

function tallyOf(tallies: Tally[][], { scope, bucket }: CellRow, bucketsOf: (scope: number) => Buckets): Tally {
  const place = Math.min(Math.max(bucket, 0), bucketsOf(scope).count - 1)
  tallies[scope] ??= []
  const own = tallies[scope]
  own[place] ??= new Tally()
  return own[place]
}

/** What is left of each piece before and after its whole hours. */
async function cutWholes(wholes: Whole[], { services }: RequestContext): Promise<Piece[]> {
  const [head] = wholes
  if (!head) return []
  const rows = await services.database.query<{ piece: number; firstWhole: number; lastWhole: number }>(
    edgesSql(head.piece.party),
    [...columnsOf(wholes.map(({ piece }) => piece)), ...hoursOf(wholes)],
  )
  return rows.flatMap(({ piece: index, firstWhole, lastWhole }) => {
    const piece = wholes[index]?.piece
    return piece
      ? [
          { ...piece, to: positionOf(firstWhole, 0) },
          { ...piece, from: positionOf(lastWhole + 1, 0) },
        ].filter(({ from, to }) => from < to)
      : []
  })
}

async function sumRows(pieces: Piece[], bucketsOf: (scope: number) => Buckets, { services }: RequestContext) {
  const [head] = pieces
  if (!head) return []
  const values = [...columnsOf(pieces), ...bucketColumns(pieces, bucketsOf)]
  return toCells(await services.database.query<SumRow>(rowSumsSql(head.party), values), pieces)
}

async function sumRollup(wholes: Whole[], bucketsOf: (scope: number) => Buckets, { services }: RequestContext) {
  const [head] = wholes
  if (!head) return []
  const pieces = wholes.map(({ piece }) => piece)
  const [indexes, addresses] = columnsOf(pieces)
  const values = [indexes, addresses, ...hoursOf(wholes), ...bucketColumns(pieces, bucketsOf)]
  const rows = toCells(await services.database.query<SumRow>(rollupSumsSql(head.piece.party), values, true), pieces)
  // The rollup has no base: whatever was judged has exactly one status of the first question.
  const base = rows.filter((row) => row.question === 'payment')
  return [...rows, ...base.map((row) => ({ ...row, question: null, status: null }))]
}

async function sumStraddlers(wholes: Whole[], bucketsOf: (scope: number) => Buckets, { services }: RequestContext) {
  const cut = wholes.filter(({ piece }) => piece.windowFrom !== null)
  if (cut.length === 0) return []
  const pieces = cut.map(({ piece }) => piece)
  const values = [...columnsOf(pieces), ...hoursOf(cut), ...bucketColumns(pieces, bucketsOf)]
  return toCells(await services.database.query<SumRow>(STRADDLERS_SQL, values, true), pieces)
}

function columnsOf(pieces: Piece[]): unknown[][] {
  return [
    pieces.map((_, index) => index),
    pieces.map((piece) => piece.address),
    pieces.map((piece) => piece.from),
    pieces.map((piece) => piece.to),
    pieces.map((piece) => piece.windowFrom),
  ]
}

function hoursOf(wholes: Whole[]): number[][] {
  return [wholes.map(({ hours }) => hours.start), wholes.map(({ hours }) => hours.end)]
}

function bucketColumns(pieces: Piece[], bucketsOf: (scope: number) => Buckets): number[][] {
  const buckets = pieces.map((piece) => bucketsOf(piece.scope))
  return [buckets.map(({ start }) => start), buckets.map(({ width }) => width)]
}

function toCells(rows: SumRow[], pieces: Piece[]): CellRow[] {
  return rows.flatMap(({ piece: index, ...row }) => {
    const piece = pieces[index]
    return piece ? [{ ...row, scope: piece.scope } as CellRow] : []
  })
}

function toNumber(text: string | null): number | null {
  return text === null ? null : Number(text)
}
