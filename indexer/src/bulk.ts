import type { Store } from '@subsquid/typeorm-store'
import type { EntityManager, EntityMetadata } from 'typeorm'

type Entity = { id: string }
type EntityClass = new () => Entity

/** Rows of one statement: enough that its round trip does not count, few enough for a small message. */
const ROWS_A_STATEMENT = 5000

/** The two members of the squid's store that its own insert and upsert are made of; private in 1.9.2, which is pinned. */
interface StoreParts {
  em(): EntityManager
  changes?: {
    trackInsert(type: EntityClass, rows: Entity[]): Promise<void>
    trackUpsert(type: EntityClass, rows: Entity[]): Promise<void>
  }
}

/** How one column is read from a row and named to the database. */
interface Column {
  name: string
  /** Of an array of them. */
  type: string
  read(row: Entity): unknown
}

interface Statement {
  columns: Column[]
  insert: string
  upsert: string
}

const statements = new WeakMap<EntityMetadata, Statement>()

/** The connection of the batch's own transaction, for questions that the store cannot put. Only to read. */
export function managerOf(store: Store): EntityManager {
  return (store as unknown as StoreParts).em()
}

/** As the store's insert, a rollback knowing each row, with one parameter a column instead of one a value. */
export async function insertRows(store: Store, rows: Entity[]): Promise<void> {
  await writeRows(store as unknown as StoreParts, rows, 'insert')
}

/** As the store's upsert, likewise. What a row leaves undefined becomes null: rows are written whole. */
export async function upsertRows(store: Store, rows: Entity[]): Promise<void> {
  await writeRows(store as unknown as StoreParts, rows, 'upsert')
}

async function writeRows(parts: StoreParts, rows: Entity[], how: 'insert' | 'upsert'): Promise<void> {
  const [first] = rows
  if (!first) return
  const type = first.constructor as EntityClass
  if (how === 'insert') await parts.changes?.trackInsert(type, rows)
  else await parts.changes?.trackUpsert(type, rows)
  const em = parts.em()
  const statement = statementOf(em, type)
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const part = rows.slice(from, from + ROWS_A_STATEMENT)
    await em.query(
      statement[how],
      statement.columns.map(({ read }) => part.map(read)),
    )
  }
}

function statementOf(em: EntityManager, type: EntityClass): Statement {
  const metadata = em.connection.getMetadata(type)
  const known = statements.get(metadata)
  if (known) return known
  const { driver } = em.connection
  const columns = metadata.columns.map(
    (column): Column => ({
      name: driver.escape(column.databaseName),
      type: driver.normalizeType(column),
      read: (row) => column.getEntityValue(row, true) ?? null,
    }),
  )
  const names = columns.map(({ name }) => name)
  const arrays = columns.map(({ type: of }, at) => `$${at + 1}::${of}[]`)
  const insert = `insert into ${driver.escape(metadata.tablePath)} (${names}) select * from unnest(${arrays})`
  const updates = names.filter((name) => name !== '"id"').map((name) => `${name} = excluded.${name}`)
  const statement = { columns, insert, upsert: `${insert} on conflict (id) do update set ${updates}` }
  statements.set(metadata, statement)
  return statement
}
