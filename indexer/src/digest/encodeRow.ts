import { getMetadataArgsStorage } from 'typeorm'

type Entity = { id: string }

interface Shape {
  /** The entity's name in schema.graphql. */
  entity: string
  /** A relation counts by the id that its column holds. */
  properties: { name: string; isRelation: boolean }[]
}

const shapes = new Map<unknown, Shape>()

/**
 * Canonical line of a row: a JSON array of the entity's name in schema.graphql and the values of its columns, by name.
 * Relations are ids, bigint decimal text, dates milliseconds, bytes hex, what is absent null. A row reads the same
 * whether it was just made or loaded. Ends with a line feed, which JSON escapes: a line never runs into the next.
 */
export function encodeRow(row: Entity): string {
  const { entity, properties } = shapeOf(row)
  const values = row as unknown as Record<string, unknown>
  const line: unknown[] = [entity]
  for (const { name, isRelation } of properties) {
    const value = values[name]
    line.push(isRelation ? ((value as Entity | null | undefined)?.id ?? null) : toPlain(value))
  }
  return `${JSON.stringify(line)}\n`
}

/** Columns as the entity's decorators declare them; a class that declares none would hide its rows from the digest. */
function shapeOf(row: Entity): Shape {
  const known = shapes.get(row.constructor)
  if (known) return known
  const declared = getMetadataArgsStorage()
  const columns = declared.columns
    .filter(({ target }) => target === row.constructor)
    .map(({ propertyName: name }) => ({ name, isRelation: false }))
  const relations = declared.relations
    .filter(({ target, relationType }) => target === row.constructor && relationType !== 'one-to-many')
    .map(({ propertyName: name }) => ({ name, isRelation: true }))
  const entity = row.constructor.name
  if (columns.length === 0) throw new Error(`${entity} is no entity: its rows cannot be digested.`)
  const properties = [...columns, ...relations].sort((a, b) => (a.name < b.name ? -1 : 1))
  const shape = { entity, properties }
  shapes.set(row.constructor, shape)
  return shape
}

function toPlain(value: unknown): unknown {
  if (value == null) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object') return value
  if (value instanceof Date) return value.getTime()
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return value.map(toPlain)
  // A jsonb column comes back with its keys in another order.
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => [key, toPlain(held)]),
  )
}
