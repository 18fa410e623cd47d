import { toLine } from '../report/csv'
import type { Dataset, Value } from './dataset'

/** CSV with a header, page by page. */
export async function* writeCsv({ columns }: Dataset, pages: AsyncIterable<Value[][]>): AsyncGenerator<Buffer> {
  yield Buffer.from(toLine(columns.map((column) => column.name)))
  for await (const page of pages) yield Buffer.from(page.map((row) => toLine(row.map(toText))).join(''))
}

function toText(value: Value): string {
  if (value === null) return ''
  return value instanceof Date ? value.toISOString() : String(value)
}
