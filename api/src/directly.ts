import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql'
import { getMetadataStorage } from 'type-graphql'
import type { RequestContext } from './context'

type Metadata = ReturnType<typeof getMetadataStorage>
type FieldResolverMetadata = Metadata['fieldResolvers'][number]
type ParamMetadata = NonNullable<FieldResolverMetadata['params']>[number]
type Resolver = GraphQLFieldResolver<object, RequestContext>
type Methods = Record<string, (...values: unknown[]) => unknown>

/**
 * Lets the fields of a schema call the methods of their resolvers where those take no arguments of the document. The library
 * sorts the parameters, looks for middlewares and copies what is no instance of its class at each call, which for the fields
 * of a list costs more than what the methods do. What has arguments or middlewares stays with the library.
 * @throws Error where a resolver has no field: the library and this disagree.
 */
export function callDirectly(schema: GraphQLSchema): void {
  const metadata = getMetadataStorage()
  const instances = new Map<unknown, Methods>()
  for (const { kind, target, methodName, schemaName, getObjectType, params, middlewares } of metadata.fieldResolvers) {
    if (kind !== 'external' || !params || (middlewares ?? []).length > 0) continue
    const places = placeParams(params)
    if (places === undefined) continue
    const type = schema.getType(nameOf(metadata, getObjectType?.()) ?? '')
    const field = isObjectType(type) ? type.getFields()[schemaName] : undefined
    if (!field) throw new Error(`${methodName}: the schema has no field ${schemaName} for it`)
    const instance = instances.get(target) ?? (new (target as unknown as new () => Methods)() as Methods)
    instances.set(target, instance)
    field.resolve = bindMethod(instance, methodName, places) as GraphQLFieldResolver<unknown, unknown>
  }
}

type Place = 'root' | 'context' | 'info'

/** What a method takes, in its order; undefined where it takes something else than the three. */
function placeParams(params: readonly ParamMetadata[]): Place[] | undefined {
  const places: Place[] = []
  for (const param of [...params].sort((a, b) => a.index - b.index)) {
    if (param.kind !== 'root' && param.kind !== 'context' && param.kind !== 'info') return undefined
    if (param.kind !== 'info' && param.propertyName !== undefined) return undefined
    places.push(param.kind)
  }
  return places
}

function bindMethod(instance: Methods, name: string, places: readonly Place[]): Resolver {
  const method = instance[name] as Methods[string]
  switch (places.join(' ')) {
    case 'root':
      return (root) => method.call(instance, root)
    case 'root context':
      return (root, _args, context) => method.call(instance, root, context)
    default:
      return (root, _args, context, info) => {
        const given = { root, context, info }
        return method.apply(
          instance,
          places.map((place) => given[place]),
        )
      }
  }
}

function nameOf({ objectTypes }: Metadata, type: unknown): string | undefined {
  return objectTypes.find(({ target }) => target === type)?.name
}
