import { LOG_BITS } from './spans'

/** A position in SQL, as `positionOf` makes it. */
export function atSql(block: string, logIndex: string): string {
  return `((${block})::bigint * ${2 ** LOG_BITS} + least(${logIndex}, ${2 ** LOG_BITS - 1}))`
}

/** Whether a settlement `s` lies within [from_at, to_at) of a row. The blocks bound the index. */
export function withinSql(row: string): string {
  return `s.block_number >= (${row}.from_at >> ${LOG_BITS})::int and s.block_number <= (${row}.to_at >> ${LOG_BITS})::int
    and ${atSql('s.block_number', 's.log_index')} >= ${row}.from_at
    and ${atSql('s.block_number', 's.log_index')} < ${row}.to_at`
}

/** The first block at or after a time that holds a settlement: blocks are in the order of their times. */
export function firstBlockSql(time: string): string {
  return `(select b.block_number from settlement b where b.block_time >= ${time}
    order by b.block_time, b.block_number limit 1)`
}
