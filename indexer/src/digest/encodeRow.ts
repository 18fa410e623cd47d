import { getMetadataArgsStorage } from 'typeorm'

type Entity = { id: string }

/** How one property of an entity reads: a relation counts by the id that its column holds. */
interface Property {
  name: string
  isRelation: boolean
}

interface Shape {
  /** The entity's name in schema.graphql, as JSON. */
  entity: string
  properties: Property[]
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
  let line = `[${entity}`
  for (const { name, isRelation } of properties)
    line += `,${isRelation ? encodeId(values[name]) : encode(values[name])}`
  return `${line}]\n`
}

/** Columns as the entity's decorators declare them; a class that declares none would hide its rows from the digest. */
function shapeOf(row: Entity): Shape {
  const known = shapes.get(row.constructor)
  if (known) return known
  const declared = getMetadataArgsStorage()
  const ofRow = <T extends { target: unknown }>(all: T[]) => all.filter(({ target }) => target === row.constructor)
  const columns = ofRow(declared.columns).map(({ propertyName: name }) => ({ name, isRelation: false }))
  const relations = ofRow(declared.relations)
    .filter(({ relationType }) => relationType === 'many-to-one' || relationType === 'one-to-one')
    .map(({ propertyName: name }) => ({ name, isRelation: true }))
  if (columns.length === 0) throw new Error(`${row.constructor.name} is no entity: its rows cannot be digested.`)
  const properties = [...columns, ...relations].sort((a, b) => (a.name < b.name ? -1 : 1))
  const shape = { entity: JSON.stringify(row.constructor.name), properties }
  shapes.set(row.constructor, shape)
  return shape
}

function encodeId(related: unknown): string {
  return related == null ? 'null' : JSON.stringify((related as Entity).id)
}

function encode(value: unknown): string {
  if (value == null) return 'null'
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'bigint':
      return `"${value}"`
    case 'number':
    case 'boolean':
      return `${value}`
  }
  if (value instanceof Date) return `${value.getTime()}`
  if (value instanceof Uint8Array) return `"0x${Buffer.from(value).toString('hex')}"`
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`
  // A jsonb column comes back with its keys in another order.
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${encode(held)}`).join(',')}}`
}
