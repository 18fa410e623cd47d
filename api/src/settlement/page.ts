import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import type { PageArgs } from '../connection/types'
import type { Relation, RequestContext } from '../context'
import type { Asked } from '../words/selection'
import { parseFilter, type SettlementFilter } from './filter'
import type { Scope } from './list'
import { cursorOf, positionOf, type SettlementOrder } from './order'
import { type PageKey, settlementPages } from './pages'
import { COLUMNS, LEFT_JOIN_VERDICT, type SettlementRow, toSettlement, widthOf } from './rows'
import { narrowScope } from './scope'
import { totalOf } from './total'
import type { Settlement } from './types'

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
    width: asked === undefined ? 'all' : widthOf(asked),
  }
  const rows = await context.load(settlementPages, key)
  const connection = toConnection(list, rows, first, after ?? undefined, (row) => positionOf(order, row))
  return Object.assign(connection, { total: totalOf(context, narrowed) })
}

/** Settlements by id; null where there is none. */
export const settlementById: Relation<string, Settlement | null> = {
  load: async (ids, context) => {
    const sql = `select ${COLUMNS.all} from settlement s ${LEFT_JOIN_VERDICT} where s.id = any($1::text[])`
    const rows = await context.services.database.query<SettlementRow>(sql, [ids], true)
    const byId = new Map(rows.map((row) => [row.id, toSettlement(row)]))
    return ids.map((id) => byId.get(id) ?? null)
  },
}
