import type { QuestionId, Status } from '@touchstone/verify'
import type { RequestContext } from '../context'
import { badInput, PublicError } from '../errors'
import { historySpans } from '../link/links'
import { readNewest } from '../settlement/pages'
import { parseAddress, parseAgentId } from '../words/ids'
import { type CountRow, countSettlements } from './count'
import { countHistory } from './history'
import { type Intervals, planIntervals } from './interval'
import { countedSql, countSql, INDEXED_TIME_SQL, payerSql } from './sql'
import type { AggregatePoint, AggregateScope, AggregateWidth } from './types'

const MAX_KEY = 1_000
/** Intervals counted from rows for one answer; more only stand out while the auditor counts a whole history. */
const MAX_STALE = 20

export interface AggregateRequest {
  of: AggregateScope
  id: string | null | undefined
  by: AggregateWidth
  from: string | null | undefined
  until: string | null | undefined
  /** Whether cells are wanted. */
  cells: boolean
}

/**
 * Settlements by hour or day, oldest first: every interval, also those in which nothing was settled.
 * @throws PublicError BAD_USER_INPUT naming the argument; UNAVAILABLE while a whole history is being counted.
 */
export async function listAggregates(context: RequestContext, asked: AggregateRequest): Promise<AggregatePoint[]> {
  const key = parseKey(asked.of, asked.id)
  const intervals = planIntervals(asked.by, asked.from, asked.until, Date.now())
  const [rows, [known]] = await Promise.all([
    countScope(context, asked, key, intervals),
    context.services.database.query<{ time: Date | null }>(INDEXED_TIME_SQL, [], true),
  ])
  return toPoints(intervals, rows, known?.time?.getTime() ?? Number.NEGATIVE_INFINITY)
}

function countScope(context: RequestContext, asked: AggregateRequest, key: string, intervals: Intervals) {
  if (asked.of === 'agent') return countAgent(context, asked, key, intervals)
  if (asked.of !== 'payer') return count(context, asked, key, intervals)
  return context.services.database.query<CountRow>(payerSql(asked.cells), [asked.by, ...bounds(intervals), key], true)
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
  { of, by, cells }: AggregateRequest,
  key: string,
  intervals: Intervals,
): Promise<CountRow[]> {
  const values = [by, of, key, ...bounds(intervals), MAX_STALE + 1]
  const rows = await database.query<CountRow>(countedSql(cells), values, true)
  const stale = rows.filter((row) => row.settlements === null).map((row) => row.start)
  if (stale.length === 0) return rows
  if (stale.length > MAX_STALE)
    throw new PublicError('UNAVAILABLE', 'The settlements of these times are being counted. Retry in a few seconds.')
  // Each interval is taken at one moment, this one or that of the statement before.
  const fresh = await database.query<CountRow>(countSql(cells), [by, stale, of, key])
  return [...rows.filter((row) => row.settlements !== null), ...fresh]
}

async function countAgent(
  context: RequestContext,
  asked: AggregateRequest,
  agentId: string,
  intervals: Intervals,
): Promise<CountRow[]> {
  const spans = await context.load(historySpans, agentId)
  if (spans.length === 0) return []
  const newest = await readNewest(context, agentId)
  const oldest = newest.settlements.at(-1)?.blockTime.getTime() ?? 0
  // The page of an agent lists these anyway, and mostly they reach back far enough.
  if (newest.isWhole || oldest < intervals.start) return countSettlements(newest.settlements, intervals)
  return countHistory(context, asked, spans, intervals)
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
    const otherwise = from <= known ? '0' : null
    return {
      from: new Date(from),
      until: new Date(from + width),
      complete: from + width <= known,
      settlements: row ? row.settlements : otherwise,
      amount: row ? row.amount : otherwise,
      payers: row ? row.payers : otherwise,
      outcomes: (row?.outcomes ?? []).map(([outcome, n, amount]) => ({ outcome, settlements: String(n), amount })),
      cells: row?.cells == null ? [] : parseCells(row.cells),
    }
  })
}

function parseCells(text: string): AggregatePoint['cells'] {
  const cells = JSON.parse(text) as [QuestionId, Status, number, string][]
  return cells.map(([question, status, n, amount]) => ({ question, status, settlements: String(n), amount }))
}
