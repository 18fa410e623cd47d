import type { Store } from '@subsquid/typeorm-store'
import type { PoolClient } from 'pg'
import { type EntityManager, type EntityMetadata, QueryFailedError } from 'typeorm'
import { CopyIn, toCopyText } from './write/copyIn'

type Entity = { id: string }
type EntityClass = new () => Entity

/** Rows of one upsert: enough that its round trip does not count, few enough for a small message. */
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
  copy: string
  upsert: string
}

const statements = new WeakMap<EntityMetadata, Statement>()

/** The connection of the batch's own transaction, for questions that the store cannot put. Only to read. */
export function managerOf(store: Store): EntityManager {
  return (store as unknown as StoreParts).em()
}

/**
 * As the store's insert, a rollback knowing each row, by one `copy`: the server neither plans it nor takes arrays apart.
 * @throws QueryFailedError of a row that is there already, with the code of the server's error, as an insert does.
 */
export async function insertRows(store: Store, rows: Entity[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const parts = store as unknown as StoreParts
  const type = first.constructor as EntityClass
  await parts.changes?.trackInsert(type, rows)
  const em = parts.em()
  const { copy, columns } = statementOf(em, type)
  const lines = rows.map((row) => `${columns.map(({ read }) => toCopyText(read(row))).join('\t')}\n`)
  const { queryRunner } = em
  if (!queryRunner) throw new Error('Rows are written within a transaction.')
  const client = (await queryRunner.connect()) as PoolClient
  const { done } = client.query(new CopyIn(copy, lines))
  await done.catch((error: Error) => {
    throw new QueryFailedError(copy, undefined, error)
  })
}

/** As the store's upsert, with one parameter a column instead of one a value. What a row leaves undefined becomes null: rows are written whole. */
export async function upsertRows(store: Store, rows: Entity[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const parts = store as unknown as StoreParts
  const type = first.constructor as EntityClass
  await parts.changes?.trackUpsert(type, rows)
  const em = parts.em()
  const { upsert, columns } = statementOf(em, type)
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const part = rows.slice(from, from + ROWS_A_STATEMENT)
    await em.query(
      upsert,
      columns.map(({ read }) => part.map(read)),
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
      read: readerOf(column),
    }),
  )
  const names = columns.map(({ name }) => name)
  const arrays = columns.map(({ type: of }, at) => `$${at + 1}::${of}[]`)
  const table = `${driver.escape(metadata.tablePath)} (${names})`
  const copy = `copy ${table} from stdin`
  const updates = names.filter((name) => name !== '"id"').map((name) => `${name} = excluded.${name}`)
  const upsert = `insert into ${table} select * from unnest(${arrays}) on conflict (id) do update set ${updates}`
  const statement = { columns, copy, upsert }
  statements.set(metadata, statement)
  return statement
}

/** As the metadata's own `getEntityValue`, which finds out anew for each value what kind of column it is. */
function readerOf(column: EntityMetadata['columns'][number]): Column['read'] {
  const { relationMetadata, embeddedMetadata, transformer, propertyName } = column
  if (embeddedMetadata || Array.isArray(transformer)) return (row) => column.getEntityValue(row, true) ?? null
  if (relationMetadata) {
    const name = relationMetadata.propertyName
    return (row) => (valuesOf(row)[name] as Entity | null | undefined)?.id ?? null
  }
  if (transformer) return (row) => transformer.to(valuesOf(row)[propertyName]) ?? null
  return (row) => valuesOf(row)[propertyName] ?? null
}

function valuesOf(row: Entity): Record<string, unknown> {
  return row as unknown as Record<string, unknown>
}
