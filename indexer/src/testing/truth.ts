import type { Cell, Row } from '@touchstone/sim/truth'
import type { Client } from 'pg'

const MOST_SHOWN = 20

/**
 * Compares every row that the model knows with the database's, column by column, and finds rows that only one of the two
 * has.
 * @returns sentences, none where the facts are the truth.
 */
export async function findDifferences(client: Client, truth: readonly [string, [string, Row][]][]): Promise<string[]> {
  const found: string[] = []
  for (const [table, rows] of truth) {
    const stored = await client.query<Record<string, unknown>>(`select * from "${table}"`)
    const byId = new Map(stored.rows.map((row) => [String(row.id), row]))
    for (const [id, expected] of rows) {
      const actual = byId.get(id)
      byId.delete(id)
      found.push(...(actual ? compareRow(`${table} ${id}`, expected, actual) : [`${table} ${id} is missing`]))
    }
    for (const id of byId.keys()) found.push(`${table} ${id} should not be there`)
  }
  return found.length > MOST_SHOWN ? [...found.slice(0, MOST_SHOWN), `and ${found.length - MOST_SHOWN} more`] : found
}

function compareRow(name: string, expected: Row, actual: Record<string, unknown>): string[] {
  return Object.entries(expected).flatMap(([column, value]) => {
    const [wanted, got] = [JSON.stringify(toPlain(value)), JSON.stringify(toStored(actual[column]))]
    return wanted === got ? [] : [`${name}: ${column} is ${got?.slice(0, 200)}, expected ${wanted?.slice(0, 200)}`]
  })
}

function toPlain(value: Cell): string | number | boolean | null {
  return typeof value === 'bigint' ? String(value) : value
}

/** Times as milliseconds; NUMERIC comes as text. A column that does not exist differs from every value. */
function toStored(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value
}
