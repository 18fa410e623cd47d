import type { RequestContext } from '../context'
import type { ListOrder, Range } from '../words/ranges'
import type { Connection } from './page'
import { listRows, type RowList } from './rowList'
import type { PageArgs } from './types'
import type { Where } from './where'

/**
 * A page of rows that a sequence numbers, of a range of time. Numbers follow the time but for rows that were made at once, so
 * that a range is listed in its own order, which an index of the table has; without a bound by number.
 * @param time the column, a timestamptz.
 * @throws PublicError BAD_USER_INPUT for a page size or cursor that cannot be read.
 */
export function listOfTime<Row extends object>(
  context: RequestContext,
  list: RowList,
  time: string,
  { from, until }: Range<Date>,
  where: Where,
  page: PageArgs,
  order: ListOrder = 'newest',
): Promise<Connection<Row>> {
  const isAscending = order === 'oldest'
  if (from === undefined && until === undefined) return listRows(context, list, where, page, isAscending)
  const ofTime: RowList = {
    ...list,
    name: `${list.name} of a time`,
    columns: `${list.columns}, to_char(${time}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "timeKey"`,
    keys: [{ column: time, field: 'timeKey', kind: 'time' }, ...list.keys],
  }
  return listRows(context, ofTime, where.within(time, 'timestamptz', from, until), page, isAscending)
}
