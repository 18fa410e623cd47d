import type { Range } from '../words/ranges'

/** Keeps a value and gives its placeholder. */
type Bind = (value: unknown, type: string) => string

/**
 * Conditions for rows of the chain of [from, until): on their time, and on the blocks in which that time lies, since lists
 * walk an index of blocks. Time never goes back from block to block, so that a row of `from` or later lies behind every block
 * that is known to be earlier. Settlements and anchors have an index of their time.
 * @param columns of the row's time and block, as SQL.
 */
export function timesSql(columns: { time: string; block: string }, range: Range<Date>, bind: Bind): string[] {
  const { time, block } = columns
  const terms: string[] = []
  const known = (sign: '<' | '>=', bound: string) =>
    ['settlement', 'anchor']
      .map((table) => {
        const direction = sign === '<' ? 'desc' : 'asc'
        const where = `where block_time ${sign} ${bound}`
        return `(select block_number from ${table} ${where} order by block_time ${direction} limit 1)`
      })
      .join(', ')
  if (range.from !== undefined) {
    const bound = bind(range.from, 'timestamptz')
    terms.push(`${time} >= ${bound}`, `${block} > coalesce(greatest(${known('<', bound)}), -1)`)
  }
  if (range.until !== undefined) {
    const bound = bind(range.until, 'timestamptz')
    terms.push(`${time} < ${bound}`, `${block} < coalesce(least(${known('>=', bound)}), 2147483647)`)
  }
  return terms
}
