import { registerEnumType } from 'type-graphql'
import type { CursorKey, CursorShape } from '../connection/cursor'

/** By time (block, then place in it), or by what moved. */
export type SettlementOrder = 'newest' | 'oldest' | 'largest' | 'smallest'

export const SettlementOrderEnum: Record<SettlementOrder, SettlementOrder> = {
  newest: 'newest',
  oldest: 'oldest',
  largest: 'largest',
  smallest: 'smallest',
}
registerEnumType(SettlementOrderEnum, {
  name: 'SettlementOrder',
  description: 'By time, or by what moved; of equal amounts the newest comes first by largest, last by smallest.',
})

/** Where the columns that order a list come from. */
export interface OrderColumns {
  amount: string
  block: string
  n: string
  id: string
}

/** Name and parts of the cursors of an order: one by time is none by amount. */
export function cursorOf(order: SettlementOrder): { list: string; shape: CursorShape } {
  return isByAmount(order)
    ? { list: 'settlements.amount', shape: ['number', 'int', 'int', 'text'] }
    : { list: 'settlements', shape: ['int', 'int', 'text'] }
}

/** The position of a row, as its cursor says it. */
export function positionOf(
  order: SettlementOrder,
  row: { amount: string; blockNumber: number; n: number; id: string },
): CursorKey {
  const place = [row.blockNumber, row.n, row.id]
  return isByAmount(order) ? [row.amount, ...place] : place
}

/** The list of an ORDER BY. */
export function orderSql(order: SettlementOrder, columns: OrderColumns): string {
  const direction = isAscending(order) ? 'asc' : 'desc'
  return columnsOf(order, columns)
    .map((column) => `${column} ${direction}`)
    .join(', ')
}

/** Conditions for what comes behind a position; the first bounds the index, whichever table's it is. */
export function behindSql(
  order: SettlementOrder,
  columns: OrderColumns,
  after: CursorKey,
  bind: (value: unknown, type: string) => string,
): string[] {
  const types = isByAmount(order) ? ['numeric', 'int', 'int', 'varchar'] : ['int', 'int', 'varchar']
  const bound = types.map((type, index) => bind(after[index], type))
  const sign = isAscending(order) ? '>' : '<'
  const [lead] = columnsOf(order, columns)
  return [`${lead} ${sign}= ${bound[0]}`, `(${columnsOf(order, columns).join(', ')}) ${sign} (${bound.join(', ')})`]
}

export function isByAmount(order: SettlementOrder): boolean {
  return order === 'largest' || order === 'smallest'
}

function isAscending(order: SettlementOrder): boolean {
  return order === 'oldest' || order === 'smallest'
}

function columnsOf(order: SettlementOrder, { amount, block, n, id }: OrderColumns): string[] {
  return isByAmount(order) ? [amount, block, n, id] : [block, n, id]
}
