import type { Database } from '../db/database'
import type { Day, Extent } from './days'

export type Value = string | number | boolean | Date | null
export type Kind = 'text' | 'int' | 'boolean' | 'time'

export interface Column {
  name: string
  kind: Kind
}

/** Rows that are exported by day. */
export interface Dataset {
  name: string
  description: string
  columns: readonly Column[]
  /** Whole days. */
  extent(database: Database): Promise<Extent | undefined>
  /** Rows of a whole day in a fixed order, page by page: never more than one page is held. */
  pages(database: Database, day: Day): AsyncGenerator<Value[][]>
}

/** Rows of one page. */
export const PAGE = 2_000
