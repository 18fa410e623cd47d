import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'
import { MAX_PAGE } from '../connection/page'

/** Items that a list without page size is taken to have. Longest in practice: six questions, some checks in each. */
const PLAIN_LIST = 6

interface Counter {
  context: ValidationContext
  /** Objects under one use of a fragment; undefined while it is being counted, so that a cycle ends. */
  fragments: Map<string, number | undefined>
}

/**
 * Refuses a document whose lists, multiplied along each path, could return more than `limit` objects. Unlike
 * graphql-armor's cost it counts the default page size, page sizes from variables and lists without page size.
 */
export function nodeLimitRule(limit: number): ValidationRule {
  return (context) => ({
    OperationDefinition: {
      enter(operation) {
        const root = context.getSchema().getRootType(operation.operation)
        const counter = { context, fragments: new Map() }
        const nodes = root ? countSelections(operation.selectionSet, root, counter) : 0
        if (nodes <= limit) return
        const message = `The lists of this query could return ${nodes} objects, the limit is ${limit}. Ask for smaller pages (first) or nest fewer lists.`
        const extensions = { code: 'LIMIT_EXCEEDED', limit: 'nodes', max: limit }
        context.reportError(new GraphQLError(message, { nodes: operation, extensions }))
      },
    },
  })
}

function countSelections(set: SelectionSetNode, type: GraphQLNamedType, counter: Counter): number {
  let nodes = 0
  for (const selection of set.selections) {
    switch (selection.kind) {
      case Kind.FIELD:
        nodes += countField(selection, type, counter)
        break
      case Kind.INLINE_FRAGMENT:
        nodes += countSelections(selection.selectionSet, type, counter)
        break
      case Kind.FRAGMENT_SPREAD:
        nodes += countFragment(selection.name.value, counter)
        break
    }
  }
  return nodes
}

function countFragment(name: string, counter: Counter): number {
  if (counter.fragments.has(name)) return counter.fragments.get(name) ?? 0
  counter.fragments.set(name, undefined)
  const fragment = counter.context.getFragment(name)
  const type = fragment && counter.context.getSchema().getType(fragment.typeCondition.name.value)
  const nodes = fragment && type ? countSelections(fragment.selectionSet, type, counter) : 0
  counter.fragments.set(name, nodes)
  return nodes
}

/** Introspection and unknown fields count nothing: graphql-js bounds the first and refuses the second. */
function countField(node: FieldNode, parent: GraphQLNamedType, counter: Counter): number {
  const field = isObjectType(parent) ? parent.getFields()[node.name.value] : undefined
  if (!field || !node.selectionSet) return 0
  const type = getNamedType(field.type)
  const isPage = field.args.some((argument) => argument.name === 'first')
  const below = countSelections(node.selectionSet, type, counter)
  // A page's own `nodes` and `edges` are lists too; the page size stands for them.
  if (isPage) return pageSize(node, field) * (1 + below)
  if (isList(field) && !isPartOfPage(parent)) return listSize(field) * (1 + below)
  return below
}

/** A list that can be longer says so where it is declared. */
function listSize({ extensions }: GraphQLField<unknown, unknown>): number {
  return typeof extensions.listSize === 'number' ? extensions.listSize : PLAIN_LIST
}

function isPartOfPage(parent: GraphQLNamedType): boolean {
  return parent.name.endsWith('Connection')
}

function isList(field: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(field.type) ? field.type.ofType : field.type)
}

function pageSize(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
  const value = node.arguments?.find((argument) => argument.name.value === 'first')?.value
  if (!value) return Number(field.args.find((argument) => argument.name === 'first')?.defaultValue ?? MAX_PAGE)
  // A larger literal is refused by the list itself; a variable can hold anything up to the limit.
  return value.kind === Kind.INT ? Math.min(Math.max(Number(value.value), 1), MAX_PAGE) : MAX_PAGE
}
