import type { QuestionId, Status } from '@touchstone/verify'
import type { RequestContext } from '../context'
import { badInput, PublicError } from '../errors'
import { historySpans } from '../link/links'
import { parseAddress, parseAgentId } from '../words/ids'
import type { ShownOutcome } from '../words/words'
import { type Intervals, planIntervals } from './interval'
import { AGENT_SQL, COUNT_SQL, COUNTED_SQL, INDEXED_TIME_SQL, PAYER_SQL } from './sql'
import type { AggregatePoint, AggregateScope, AggregateWidth } from './types'

const MAX_KEY = 1_000
/** Intervals counted from rows for one answer; more only stand out while the auditor counts a whole history. */
const MAX_STALE = 20

/** Counts of one interval as the tables give them. */
interface CountRow extends Record<string, unknown> {
  start: Date
  settlements: string | null
  amount: string
  payers: string
  outcomes: [ShownOutcome, number, string][]
  /** JSON of question, status, number and amount. */
  cells: string
}

export interface AggregateRequest {
  of: AggregateScope
  id: string | null | undefined
  by: AggregateWidth
  from: string | null | undefined
  until: string | null | undefined
}

/**
 * Settlements by hour or day, oldest first: every interval, also those in which nothing was settled.
 * @throws PublicError BAD_USER_INPUT naming the argument; UNAVAILABLE while a whole history is being counted.
 */
export async function listAggregates(context: RequestContext, asked: AggregateRequest): Promise<AggregatePoint[]> {
  const key = parseKey(asked.of, asked.id)
  const intervals = planIntervals(asked.by, asked.from, asked.until, Date.now())
  const rows = countScope(context, asked, key, intervals)
  const [known] = await context.services.database.query<{ time: Date | null }>(INDEXED_TIME_SQL, [], true)
  return toPoints(intervals, await rows, known?.time?.getTime() ?? Number.NEGATIVE_INFINITY)
}

function countScope(context: RequestContext, asked: AggregateRequest, key: string, intervals: Intervals) {
  if (asked.of === 'agent') return countAgent(context, key, asked.by, intervals)
  if (asked.of !== 'payer') return count(context, asked, key, intervals)
  return context.services.database.query<CountRow>(PAYER_SQL, [asked.by, ...bounds(intervals), key], true)
}

function parseKey(of: AggregateScope, id: string | null | undefined): string {
  if (of === 'network') {
    if (id != null) throw badInput('id', 'none, since there is one network', id)
    return ''
  }
  if (id == null) throw badInput('id', `that of the ${of}`, '')
  if (of === 'agent') return parseAgentId('id', id)
  if (of === 'provider' || of === 'payer') return parseAddress('id', id)
  if (id.length > MAX_KEY || id.includes('\0'))
    throw badInput('id', `a model's name, at most ${MAX_KEY} characters`, id)
  return id
}

async function count(
  { services: { database } }: RequestContext,
  { of, by }: AggregateRequest,
  key: string,
  intervals: Intervals,
): Promise<CountRow[]> {
  const values = [by, of, key, ...bounds(intervals), MAX_STALE + 1]
  const rows = await database.query<CountRow>(COUNTED_SQL, values, true)
  const stale = rows.filter((row) => row.settlements === null).map((row) => row.start)
  if (stale.length === 0) return rows
  if (stale.length > MAX_STALE)
    throw new PublicError('UNAVAILABLE', 'The settlements of these times are being counted. Retry in a few seconds.')
  // Each interval is taken at one moment, this one or that of the statement before.
  const fresh = await database.query<CountRow>(COUNT_SQL, [by, stale, of, key])
  return [...rows.filter((row) => row.settlements !== null), ...fresh]
}

async function countAgent(
  context: RequestContext,
  agentId: string,
  by: AggregateWidth,
  intervals: Intervals,
): Promise<CountRow[]> {
  const spans = await context.load(historySpans, agentId)
  if (spans.length === 0) return []
  const columns = [spans.map((span) => span.payer), spans.map((span) => span.from), spans.map((span) => span.to)]
  return context.services.database.query<CountRow>(AGENT_SQL, [by, ...bounds(intervals), ...columns], true)
}

function bounds({ start, width, count }: Intervals): [Date, Date] {
  return [new Date(start), new Date(start + count * width)]
}

/** @param known time of the newest indexed fact, milliseconds. */
function toPoints({ start, width, count }: Intervals, rows: CountRow[], known: number): AggregatePoint[] {
  const byStart = new Map(rows.map((row) => [row.start.getTime(), row]))
  return Array.from({ length: count }, (_, index) => {
    const from = start + index * width
    const row = byStart.get(from)
    const isKnown = from <= known
    return {
      from: new Date(from),
      until: new Date(from + width),
      complete: from + width <= known,
      settlements: row?.settlements ?? (isKnown ? '0' : null),
      amount: row?.amount ?? (isKnown ? '0' : null),
      payers: row?.payers ?? (isKnown ? '0' : null),
      outcomes: (row?.outcomes ?? []).map(([outcome, n, amount]) => ({ outcome, settlements: String(n), amount })),
      // Read where a document asks for them.
      get cells() {
        return row ? parseCells(row.cells) : []
      },
    }
  })
}

function parseCells(text: string): AggregatePoint['cells'] {
  const cells = JSON.parse(text) as [QuestionId, Status, number, string][]
  return cells.map(([question, status, n, amount]) => ({ question, status, settlements: String(n), amount }))
}
