import type { Range } from '../words/ranges'
import { timesSql } from './clock'
import type { CursorKey, SortKey } from './cursor'

const SQL_TYPES = { int: 'int', text: 'text', number: 'numeric', id: 'bigint', time: 'timestamptz' } as const

/** Conditions of one statement, all of which hold, with their values. What is undefined or null is no condition. */
export class Where {
  readonly values: unknown[] = []
  private readonly terms: string[] = []

  /** Keeps a value and gives its placeholder. */
  bind(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }

  add(term: string): this {
    this.terms.push(term)
    return this
  }

  equal(column: string, value: string | boolean | null | undefined): this {
    if (value == null) return this
    return this.add(`${column} = ${this.bind(value, typeof value === 'boolean' ? 'boolean' : 'text')}`)
  }

  /** The half-open range [from, until) of a column. */
  within(column: string, type: string, from: unknown, until: unknown): this {
    if (from != null) this.add(`${column} >= ${this.bind(from, type)}`)
    if (until != null) this.add(`${column} < ${this.bind(until, type)}`)
    return this
  }

  /** Rows of the chain of a range of time, by the names of their columns of time and block. */
  ofTimes(columns: { time: string; block: string }, range: Range<Date>): this {
    for (const term of timesSql(columns, range, (value, type) => this.bind(value, type))) this.add(term)
    return this
  }

  /** Rows that come behind a position in the order of the keys. */
  behind(keys: readonly SortKey[], position: CursorKey, ascending: boolean): this {
    const columns = keys.map((key) => key.column).join(', ')
    const bound = keys.map((key, index) => this.bind(position[index], SQL_TYPES[key.kind]))
    return this.add(`(${columns}) ${ascending ? '>' : '<'} (${bound.join(', ')})`)
  }

  /** Whether one column is equal to a value, and nothing else is asked. */
  isOnly(column: string): boolean {
    return this.terms.length === 1 && this.terms[0] === `${column} = $1::text`
  }

  isEmpty(): boolean {
    return this.terms.length === 0
  }

  sql(): string {
    return this.terms.join(' and ') || 'true'
  }
}
