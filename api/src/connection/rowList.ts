import type { RequestContext } from '../context'
import { type CursorKey, parseCursor, type SortKey } from './cursor'
import { type Connection, checkFirst, isCommonPage, toConnection } from './page'
import { tableTotals } from './total'
import type { PageArgs } from './types'
import type { Where } from './where'

/** A table that is listed by keyset. */
export interface RowList {
  /** Stands in the cursors, so that another list refuses them. */
  name: string
  /** Selected columns, those of the keys among them. */
  columns: string
  from: string
  /** Whose rows the whole list is, one each; undefined where nobody asks how many there are. */
  table?: string
  /** Column of the agent or other party whose rows lie in one place of an index. */
  party?: string
  /** Most significant first, together unique; an index of the table has them in this order. */
  keys: readonly SortKey[]
}

/** Keys of a table whose rows are ordered by the log that made them. */
export function logKeys(prefix = '', block = 'block_number', log = 'log_index'): readonly SortKey[] {
  return [
    { column: `${prefix}${block}`, field: 'blockNumber', kind: 'int' },
    { column: `${prefix}${log}`, field: 'logIndex', kind: 'int' },
  ]
}

/**
 * A page of rows, newest (greatest) first unless `ascending`. Walks the index of the keys and stops at the page's end.
 * @throws PublicError BAD_USER_INPUT for a page size or cursor that cannot be read.
 */
export async function listRows<Row extends object>(
  context: RequestContext,
  list: RowList,
  where: Where,
  page: PageArgs,
  ascending = false,
): Promise<Connection<Row>> {
  const first = checkFirst(page.first)
  const { after } = page
  const { table, party } = list
  const isPlain = after == null && isCommonPage(first) && party !== undefined && where.isOnly(party)
  const isWhole = table !== undefined && where.isEmpty()
  if (after != null) {
    const shape = list.keys.map((key) => key.kind)
    where.behind(list.keys, parseCursor('after', after, list.name, shape), ascending)
  }
  const order = list.keys.map((key) => `${key.column} ${ascending ? 'asc' : 'desc'}`).join(', ')
  const sql = `select ${list.columns} from ${list.from} where ${where.sql()} order by ${order} limit ${first + 1}`
  const rows = await context.services.database.query<Row & Record<string, unknown>>(sql, where.values, isPlain)
  const connection = toConnection<Row>(list.name, rows, first, after ?? undefined, (row) => keyOf(list, row))
  return isWhole ? Object.assign(connection, { total: () => context.load(tableTotals, { table }) }) : connection
}

function keyOf(list: RowList, row: object): CursorKey {
  return list.keys.map(({ field, kind }) => {
    const value = (row as Record<string, unknown>)[field]
    if (value instanceof Date) return value.toISOString()
    return kind === 'int' ? Number(value) : String(value)
  })
}
