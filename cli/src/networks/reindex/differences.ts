import type pg from 'pg'

type Row = Record<string, unknown> & { id: string }

/** Columns that say at which block a row came to be. */
const BORN = ['block_number', 'from_block', 'minted_block', 'opened_block', 'first_seen_block']
/** Of rows that later blocks change without a column that says when, only presence compares. */
const CHANGED_LATER = ['agent', 'provider']
const MOST_LINES = 40

/** Lines on the rows that came to be in (after, upTo] and are not the same: expected by the second index, found in the first. */
export async function listDifferences(
  kept: pg.Client,
  second: pg.Client,
  { after, upTo }: { after: number; upTo: number },
): Promise<string[]> {
  const lines: string[] = []
  for (const { table, born } of await listTables(second)) {
    const ask = `select to_jsonb(t) as row from ${table} t where ${born} > $1 and ${born} <= $2 order by id`
    const [found, expected] = await Promise.all([kept, second].map((client) => readRows(client, ask, [after, upTo])))
    lines.push(...compareRows(table, expected ?? new Map(), found ?? new Map(), upTo))
  }
  if (lines.length === 0)
    return ['  No row that came to be in these blocks differs: a block does, or what was made of an older row.\n']
  const more = lines.length - MOST_LINES
  return more > 0 ? [...lines.slice(0, MOST_LINES), `  … and ${more} more\n`] : lines
}

async function listTables(client: pg.Client): Promise<{ table: string; born: string }[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select table_name as table, array_agg(column_name::text) as columns from information_schema.columns
     where table_schema = 'public' group by 1 order by 1`,
  )
  return rows.flatMap(({ table, columns }) => {
    const born = BORN.find((name) => columns.includes(name))
    return born ? [{ table, born }] : []
  })
}

async function readRows(client: pg.Client, sql: string, range: number[]): Promise<Map<string, Row>> {
  const { rows } = await client.query<{ row: Row }>(sql, range)
  return new Map(rows.map(({ row }) => [row.id, row]))
}

function compareRows(table: string, expected: Map<string, Row>, found: Map<string, Row>, upTo: number): string[] {
  const ids = [...new Set([...expected.keys(), ...found.keys()])].sort()
  return ids.flatMap((id) => {
    const [wanted, kept] = [expected.get(id), found.get(id)]
    if (!kept) return [`  ${table} ${id}: expected, found nothing\n`]
    if (!wanted) return [`  ${table} ${id}: found, expected nothing\n`]
    if (CHANGED_LATER.includes(table) || Number(kept.updated_block ?? 0) > upTo) return []
    return compareColumns(wanted, kept, upTo).map((line) => `  ${table} ${id}: ${line}\n`)
  })
}

/** The end of an interval that ended behind the compared blocks is not known to the second index. */
function compareColumns(wanted: Row, kept: Row, upTo: number): string[] {
  const endedLater = Number(kept.to_block ?? 0) > upTo || Number(wanted.to_block ?? 0) > upTo
  return Object.keys(wanted).flatMap((column) => {
    if (endedLater && column.startsWith('to_')) return []
    const [expected, found] = [JSON.stringify(wanted[column]), JSON.stringify(kept[column])]
    return expected === found ? [] : [`${column} expected ${expected}, found ${found}`]
  })
}
