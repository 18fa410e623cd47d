import type { Queryable } from '../database.js'

/** A table of the verdicts as far as a backup writes and fills it; names are those of our own migrations. */
export interface Table {
  name: string
  /** Columns that are not generated, with their types, in their order. */
  columns: { name: string; type: string }[]
  /** Columns of the primary key. */
  key: string[]
  /** Other tables that its rows point at. */
  needs: string[]
}

/** Rows fetched and inserted at a time. */
const BATCH = 500
/** Letters of rows inserted at a time, unless one row has more. */
const BATCH_LETTERS = 8 * 1024 * 1024

/** Every table of the verdicts but the list of migrations; a table comes behind those that it points at. */
export async function listTables(db: Queryable): Promise<Table[]> {
  const { rows } = await db.query<Table>(
    `select c.relname as name,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by attnum)
        from pg_attribute a where a.attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
       (select json_agg(a.attname order by array_position(k.conkey, a.attnum)) from pg_constraint k
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey)
        where k.conrelid = c.oid and k.contype = 'p') as key,
       coalesce((select json_agg(distinct o.relname) from pg_constraint f join pg_class o on o.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and o.oid <> c.oid), '[]') as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'verdicts' and c.relkind = 'r' and c.relname <> 'migration' order by 1`,
  )
  const ordered: Table[] = []
  for (let left = rows; left.length > 0; ) {
    const isReady = (table: Table) => table.needs.every((need) => ordered.some(({ name }) => name === need))
    const ready = left.filter(isReady)
    if (ready.length === 0) throw new Error('The tables of the verdicts point at each other in a circle.')
    ordered.push(...ready)
    left = left.filter((table) => !ready.includes(table))
  }
  return ordered
}

/** Each row as a JSON array of its columns' texts, in the order of the key. Runs within a transaction, whose moment it shows. */
export async function* readRows(db: Queryable, table: Table): AsyncGenerator<string> {
  const texts = table.columns.map(({ name }) => `${quote(name)}::text`).join(', ')
  const order = table.key.map(quote).join(', ')
  await db.query(
    `declare backup_rows no scroll cursor for
     select json_build_array(${texts})::text as line from verdicts.${quote(table.name)} order by ${order}`,
  )
  for (;;) {
    const { rows } = await db.query<{ line: string }>(`fetch ${BATCH} from backup_rows`)
    for (const { line } of rows) yield line
    if (rows.length < BATCH) break
  }
  await db.query('close backup_rows')
}

/**
 * Fills a table with rows of `readRows`, without its triggers, which would queue and announce what is long known, and moves its
 * counter behind them. Runs within a transaction.
 */
export async function writeRows(db: Queryable, table: Table, lines: AsyncIterable<string>): Promise<void> {
  const name = `verdicts.${quote(table.name)}`
  const columns = table.columns.map((column) => quote(column.name)).join(', ')
  const values = table.columns.map(({ type }, at) => `(line ->> ${at})::${type}`).join(', ')
  const insert = `insert into ${name} (${columns}) overriding system value
    select ${values} from (select text::json as line, place from unnest($1::text[]) with ordinality t(text, place)) l
    order by place`
  await db.query(`alter table ${name} disable trigger user`)
  let batch: string[] = []
  let letters = 0
  const flush = async () => {
    if (batch.length > 0) await db.query(insert, [batch])
    batch = []
    letters = 0
  }
  for await (const line of lines) {
    batch.push(line)
    letters += line.length
    if (batch.length >= BATCH || letters >= BATCH_LETTERS) await flush()
  }
  await flush()
  await db.query(`alter table ${name} enable trigger user`)
  await moveCounter(db, table)
}

async function moveCounter(db: Queryable, { name }: Table): Promise<void> {
  const { rows } = await db.query<{ column: string; counter: string }>(
    `select attname as column, pg_get_serial_sequence(attrelid::regclass::text, attname) as counter
     from pg_attribute where attrelid = $1::regclass and attidentity <> ''`,
    [`verdicts.${quote(name)}`],
  )
  for (const { column, counter } of rows)
    await db.query(
      `select setval($1::regclass, max(${quote(column)})) from verdicts.${quote(name)} having count(*) > 0`,
      [counter],
    )
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
