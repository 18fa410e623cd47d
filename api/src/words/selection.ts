import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionNode } from 'graphql'

/** The part of what a resolver is told that says which fields were asked for. */
export type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>

/**
 * Names of the fields that a document asks for at some paths below a field, those that a directive may leave out included.
 * @param paths names of fields, outermost first; an empty one is for what lies directly below.
 */
export function listAskedFields({ fieldNodes, fragments }: Asked, paths: readonly string[][]): Set<string> {
  const childrenOf = (fields: readonly FieldNode[]) =>
    fields.flatMap(({ selectionSet }) => (selectionSet?.selections ?? []).flatMap(toFields))
  const toFields = (selection: SelectionNode): FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection]
    const inside = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
    return (inside?.selectionSet.selections ?? []).flatMap(toFields)
  }
  const at = (path: readonly string[]) =>
    path.reduce(
      (fields: readonly FieldNode[], name) => childrenOf(fields).filter((field) => field.name.value === name),
      fieldNodes,
    )
  return new Set(paths.flatMap((path) => childrenOf(at(path)).map((field) => field.name.value)))
}
