import type { CursorKey } from '../connection/cursor'
import { isCommonPage, MAX_PAGE } from '../connection/page'
import type { Relation, RequestContext } from '../context'
import { historySpans } from '../link/links'
import { buildListSql } from './list'
import type { SettlementOrder } from './order'
import { type SettlementRow, toSettlement, type Width, widest } from './rows'
import { type Narrowed, narrowScope } from './scope'
import type { Settlement } from './types'

/** One page of a list of settlements. */
export interface PageKey extends Narrowed {
  order: SettlementOrder
  first: number
  after: CursorKey | undefined
  width: Width
}

/** The rows of pages, one more than each shows where there are more. */
export const settlementPages: Relation<PageKey, Settlement[]> = {
  keyOf: (key) => JSON.stringify(key),
  load: async (keys, context) => {
    const [only] = keys
    if (only && keys.length === 1)
      return (await loadGroup([only], context)).map((rows) => rows.slice(0, only.first + 1))
    // Pages of one list that begin at the same place differ in length alone: the longest holds the others.
    const longest = new Map<string, PageKey>()
    for (const key of keys) {
      const known = longest.get(listOf(key))
      const { first = 0, width = 'short' } = known ?? {}
      longest.set(listOf(key), { ...key, first: Math.max(first, key.first), width: widest(width, key.width) })
    }
    const groups = new Map<string, PageKey[]>()
    for (const key of longest.values()) {
      const shape = JSON.stringify([key.scope.over, key.conditions, key.order, key.first, key.after])
      groups.set(shape, [...(groups.get(shape) ?? []), key])
    }
    const lists = new Map<string, Settlement[]>()
    const load = async (group: PageKey[]) => {
      const loaded = await loadGroup(group, context)
      for (const [place, key] of group.entries()) lists.set(listOf(key), loaded[place] ?? [])
    }
    await Promise.all([...groups.values()].map(load))
    return keys.map((key) => (lists.get(listOf(key)) ?? []).slice(0, key.first + 1))
  },
}

/** Which list a page is of, and where it begins. */
function listOf({ first: _first, width: _width, ...list }: PageKey): string {
  return JSON.stringify(list)
}

async function loadGroup(keys: PageKey[], context: RequestContext): Promise<Settlement[][]> {
  const [head] = keys
  if (!head) return []
  const { database, judged } = context.services
  const judgedTo = head.conditions.outcomes?.includes('pending') ? await judged.get() : -1
  const { conditions, order, after } = head
  const scopes = keys.map((key) => key.scope)
  const width = keys.map((key) => key.width).reduce(widest)
  const request = { conditions, order, after, limit: head.first + 1, judgedTo, width }
  const { sql, values } = buildListSql(head.scope.over, scopes, request)
  const rows = await database.query<SettlementRow & { scope: number }>(sql, values, isPlain(head))
  const lists: Settlement[][] = keys.map(() => [])
  for (const row of rows) lists[row.scope]?.push(toSettlement(row))
  return lists
}

/**
 * A list of everything, or of parties, without more conditions, or of a history by one status: few texts, and each walks
 * one index.
 */
function isPlain({ scope, conditions, after, first }: PageKey): boolean {
  const { questions, ...others } = conditions
  const isByStatus = scope.over === 'spans' && questions?.length === 1 && questions[0]?.status.length === 1
  return (
    after === undefined &&
    isCommonPage(first) &&
    scope.over !== 'model' &&
    (questions === undefined || isByStatus) &&
    Object.values(others).every((value) => value === undefined || value === true)
  )
}

/** The newest settlements of an agent's history, by the listed columns, and whether they are all of it. */
export interface NewestHistory {
  settlements: Settlement[]
  isWhole: boolean
}

/** The longest page of an agent's history: who asks it beside a list of the same history shares its statement. */
export async function readNewest(context: RequestContext, agent: string): Promise<NewestHistory> {
  const key = await newestKey(context, agent)
  return key === undefined ? NO_HISTORY : toNewest(await context.load(settlementPages, key))
}

/** The same where this request reads it anyway; undefined where nothing has asked for it. */
export async function findNewest(context: RequestContext, agent: string): Promise<NewestHistory | undefined> {
  const key = await newestKey(context, agent)
  if (key === undefined) return NO_HISTORY
  const rows = await context.findAsked(settlementPages, key)
  return rows && toNewest(rows)
}

const NO_HISTORY: NewestHistory = { settlements: [], isWhole: true }

async function newestKey(context: RequestContext, agent: string): Promise<PageKey | undefined> {
  const spans = await context.load(historySpans, agent)
  if (spans.length === 0) return undefined
  const narrowed = await narrowScope(context, { over: 'spans', spans, agent }, {})
  return { ...narrowed, order: 'newest', first: MAX_PAGE, after: undefined, width: 'listed' }
}

function toNewest(rows: Settlement[]): NewestHistory {
  return { settlements: rows.slice(0, MAX_PAGE), isWhole: rows.length <= MAX_PAGE }
}
