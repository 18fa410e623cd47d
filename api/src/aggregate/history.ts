import type { RequestContext } from '../context'
import type { HistorySpan } from '../link/links'
import { hasStraddlers, readExtents } from '../shares/collect'
import { findWholeHours, type Piece } from '../shares/plan'
import type { CountRow } from './count'
import type { Intervals } from './interval'
import { agentSql, daysSql } from './sql'

/** What is counted: by which width, and whether cells are wanted. */
interface Asked {
  by: 'hour' | 'day'
  cells: boolean
}

/**
 * Counts of what enters a history, from the rows of days that a span begins or ends in or in which something waits, and from the
 * rollup by day between them: as much to read however much was settled a day.
 */
export async function countHistory(
  context: RequestContext,
  { by, cells }: Asked,
  spans: readonly HistorySpan[],
  intervals: Intervals,
): Promise<CountRow[]> {
  const { database } = context.services
  const { start, width, count } = intervals
  const end = start + count * width
  const days = by === 'day' ? await findWholeDays(context, spans, { start, end }) : { start: end, end }
  const payers = spans.map((span) => span.payer)
  const columns = [payers, spans.map((span) => span.from), spans.map((span) => span.to)]
  const ofRows = (from: number, until: number) =>
    from < until
      ? database.query<CountRow>(agentSql(cells), [by, new Date(from), new Date(until), ...columns], true)
      : Promise.resolve([])
  const ofDays = () =>
    database.query<CountRow>(daysSql(cells), [new Date(days.start), new Date(days.end), payers], true)
  const [before, between, after] = await Promise.all([
    ofRows(start, days.start),
    days.start < days.end ? ofDays() : [],
    ofRows(days.end, end),
  ])
  return [...before, ...between, ...after]
}

interface Range {
  start: number
  end: number
}

/**
 * The days in which everything that the payers settled counts and is judged, as one range; empty at the end where there is none.
 * Where a window reaches from before a span into it, something in these days does not count: then there is none.
 */
async function findWholeDays(
  context: RequestContext,
  spans: readonly HistorySpan[],
  { start, end }: Range,
): Promise<Range> {
  const pieces = spans.map(
    ({ payer, from, to }): Piece => ({ scope: 0, party: 'payer', address: payer, from, to, windowFrom: from }),
  )
  const none = { start: end, end }
  // Spans of one payer would each have to stay out of the days of the others.
  if (new Set(spans.map(({ payer }) => payer)).size < spans.length) return none
  const extents = await readExtents(pieces, context)
  const days = { start, end }
  const wholes = []
  for (const [index, piece] of pieces.entries()) {
    const extent = extents[index]
    const hours = extent && findWholeHours(piece, extent, 'days')
    if (hours === undefined) return none
    days.start = Math.max(days.start, hours.days.start)
    days.end = Math.min(days.end, hours.days.end)
    wholes.push({ piece, hours })
  }
  if (days.start >= days.end) return none
  return (await hasStraddlers(wholes, context)) ? none : days
}
