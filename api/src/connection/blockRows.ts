import type { RequestContext } from '../context'
import { parseCursor } from './cursor'
import { type Connection, checkFirst, toConnection } from './page'
import type { PageArgs } from './types'

/** A fact that one log made. */
export interface BlockRow {
  blockNumber: number
  logIndex: number
}

/** A table whose rows are listed by the log that made them, newest first, and the conditions on its columns. */
export interface BlockList {
  /** Selected columns, `blockNumber` and `logIndex` among them. */
  columns: string
  table: string
  /** Columns that order the list, most significant first; the table has an index on them. */
  order: readonly [block: string, logIndex: string]
  /** Columns that must have these values; undefined is no condition. */
  equal: Record<string, string | undefined>
}

/** A page of such rows. @throws PublicError BAD_USER_INPUT for a page size or cursor that cannot be read. */
export async function listBlockRows<Row extends BlockRow>(
  { services }: RequestContext,
  { columns, table, order, equal }: BlockList,
  page: PageArgs,
): Promise<Connection<Row>> {
  const { after } = page
  const first = checkFirst(page.first)
  const values: unknown[] = [first + 1]
  const bind = (value: unknown) => `$${values.push(value)}`
  const where = Object.entries(equal).flatMap(([column, value]) =>
    value === undefined ? [] : [`${column} = ${bind(value)}`],
  )
  if (after != null) {
    const [block, logIndex] = parseCursor('after', after, ['int', 'int'])
    where.push(`(${order.join(', ')}) < (${bind(block)}::int, ${bind(logIndex)}::int)`)
  }
  const sql = `select ${columns} from ${table} where ${where.join(' and ') || 'true'}
    order by ${order.map((column) => `${column} desc`).join(', ')} limit $1`
  const rows = await services.database.query<Row & Record<string, unknown>>(sql, values)
  return toConnection<Row>(rows, first, after ?? undefined, (row) => [row.blockNumber, row.logIndex])
}
