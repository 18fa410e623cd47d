import { type CursorKey, parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, isCommonPage, toConnection } from '../connection/page'
import type { PageArgs } from '../connection/types'
import type { Relation, RequestContext } from '../context'
import type { Asked } from '../words/selection'
import { parseFilter, type SettlementFilter } from './filter'
import { buildListSql, type Scope } from './list'
import { cursorOf, positionOf, type SettlementOrder } from './order'
import { asksListed, LEFT_JOIN_VERDICT, SETTLEMENT_COLUMNS, type SettlementRow, toSettlement } from './rows'
import { type Narrowed, narrowScope } from './scope'
import { totalOf } from './total'
import type { Settlement } from './types'

interface PageKey extends Narrowed {
  order: SettlementOrder
  first: number
  after: CursorKey | undefined
  /** Whether the listed columns are enough. */
  isListed: boolean
}

/**
 * A page of settlements, newest first unless another order is given. Pages of the same kind, filter, order and position
 * share one statement.
 * @param asked what the document asks of the list; all columns are read without.
 * @throws PublicError BAD_USER_INPUT for a filter, page size or cursor that cannot be read.
 */
export async function listSettlements(
  context: RequestContext,
  scope: Scope,
  filter: SettlementFilter | null | undefined,
  page: PageArgs,
  order: SettlementOrder = 'newest',
  asked?: Asked,
): Promise<Connection<Settlement>> {
  const { after } = page
  const first = checkFirst(page.first)
  const { list, shape } = cursorOf(order)
  const position = after == null ? undefined : parseCursor('after', after, list, shape)
  const narrowed = await narrowScope(context, scope, parseFilter(filter))
  const key: PageKey = {
    ...narrowed,
    order,
    first,
    after: position,
    isListed: asked !== undefined && asksListed(asked),
  }
  const rows = await context.load(settlementPages, key)
  const connection = toConnection(list, rows, first, after ?? undefined, (row) => positionOf(order, row))
  return Object.assign(connection, { total: totalOf(context, narrowed) })
}

const settlementPages: Relation<PageKey, Settlement[]> = {
  keyOf: (key) => JSON.stringify(key),
  load: async (keys, context) => {
    // Pages of one list that begin at the same place differ in length alone: the longest holds the others.
    const longest = new Map<string, PageKey>()
    for (const key of keys) {
      const known = longest.get(listOf(key))
      const { first = 0, isListed = true } = known ?? {}
      longest.set(listOf(key), { ...key, first: Math.max(first, key.first), isListed: isListed && key.isListed })
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
function listOf({ first: _first, isListed: _isListed, ...list }: PageKey): string {
  return JSON.stringify(list)
}

async function loadGroup(keys: PageKey[], context: RequestContext): Promise<Settlement[][]> {
  const [head] = keys
  if (!head) return []
  const { database, judged } = context.services
  const judgedTo = head.conditions.outcomes?.includes('pending') ? await judged.get() : -1
  const { conditions, order, after } = head
  const scopes = keys.map((key) => key.scope)
  const isListed = keys.every((key) => key.isListed)
  const request = { conditions, order, after, limit: head.first + 1, judgedTo, isListed }
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

/** Settlements by id; null where there is none. */
export const settlementById: Relation<string, Settlement | null> = {
  load: async (ids, context) => {
    const sql = `select ${SETTLEMENT_COLUMNS} from settlement s ${LEFT_JOIN_VERDICT} where s.id = any($1::text[])`
    const rows = await context.services.database.query<SettlementRow>(sql, [ids], true)
    const byId = new Map(rows.map((row) => [row.id, toSettlement(row)]))
    return ids.map((id) => byId.get(id) ?? null)
  },
}
