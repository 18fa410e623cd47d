import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql'

/** JSON schema, as far as answers of queries need it. */
export type JsonSchema = Record<string, unknown>

type Fragments = Map<string, SelectionSetNode>

const SCALARS: Record<string, JsonSchema> = {
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
}

/** The JSON schema of what a query answers, from the schema's own types and descriptions. */
export function toResponseSchema(schema: GraphQLSchema, source: string): JsonSchema {
  const { definitions } = parse(source)
  const fragments: Fragments = new Map()
  let operation: OperationDefinitionNode | undefined
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet)
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition
  }
  const query = schema.getQueryType()
  if (!operation || !query) throw new Error('The document holds no query')
  return toObject(query, operation.selectionSet, fragments)
}

function toObject(type: unknown, set: SelectionSetNode, fragments: Fragments): JsonSchema {
  const properties: Record<string, JsonSchema> = {}
  addFields(type, set, fragments, properties)
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function addFields(type: unknown, set: SelectionSetNode, fragments: Fragments, properties: Record<string, JsonSchema>) {
  if (!isObjectType(type)) throw new Error('Fields of something that is no object')
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value)
      if (fragment) addFields(type, fragment, fragments, properties)
    } else if (selection.kind === Kind.FIELD) {
      const field = type.getFields()[selection.name.value]
      if (!field) throw new Error(`${type.name} has no field ${selection.name.value}`)
      const schema = toValue(field.type, selection.selectionSet, fragments)
      const name = (selection.alias ?? selection.name).value
      const merged = merge(properties[name], schema)
      properties[name] = field.description ? { ...merged, description: field.description } : merged
    }
  }
}

/** A field asked for twice, directly and by a fragment, has the fields of both. */
function merge(known: JsonSchema | undefined, more: JsonSchema): JsonSchema {
  if (known === undefined) return more
  const [items, moreItems] = [known.items, more.items] as (JsonSchema | undefined)[]
  if (items && moreItems) return { ...more, items: merge(items, moreItems) }
  if (!known.properties || !more.properties) return more
  const properties = { ...(known.properties as object), ...(more.properties as object) }
  return { ...more, properties, required: Object.keys(properties) }
}

function toValue(type: GraphQLOutputType, set: SelectionSetNode | undefined, fragments: Fragments): JsonSchema {
  if (isNonNullType(type)) return toPresent(type.ofType, set, fragments)
  const schema = toPresent(type, set, fragments)
  if (Array.isArray(schema.enum)) return { ...schema, type: ['string', 'null'], enum: [...schema.enum, null] }
  return { ...schema, type: [schema.type, 'null'] }
}

function toPresent(type: GraphQLOutputType, set: SelectionSetNode | undefined, fragments: Fragments): JsonSchema {
  if (isListType(type)) return { type: 'array', items: toValue(type.ofType, set, fragments) }
  const named = getNamedType(type)
  if (set) return toObject(named, set, fragments)
  if (isEnumType(named)) return { type: 'string', enum: named.getValues().map((value) => value.name) }
  const description =
    named.name === 'Amount' || named.name === 'BigInteger' ? { description: named.description ?? '' } : {}
  return { ...(SCALARS[named.name] ?? { type: 'string' }), ...description }
}
