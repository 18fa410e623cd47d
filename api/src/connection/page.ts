import { badInput } from '../errors'
import { type CursorKey, toCursor } from './cursor'

/** Rows of one page at most. */
export const MAX_PAGE = 100
/** Rows of a page where the client does not say. */
export const DEFAULT_PAGE = 25

/** Page sizes that programs ask for; only of these a plan is kept, since a plan holds for one number of rows. */
const COMMON_PAGES = new Set([1, 3, 5, 10, 20, 25, 50, MAX_PAGE])

/** Whether pages of that size are worth a plan of their own. */
export function isCommonPage(first: number): boolean {
  return COMMON_PAGES.has(first)
}

/** How many rows a list has on all its pages: a count, or a guess of the database. */
export interface Total {
  value: string
  isEstimate: boolean
}

/** What a list returns in GraphQL: rows, each with its cursor, and where the page ends. */
export interface Connection<Node> {
  nodes: Node[]
  edges: { cursor: string; node: Node }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
  /** Rows on all pages, asked only where a document asks; undefined or null where no count is to be had cheaply. */
  total?: () => Promise<Total | null>
}

/** The same page with what is read of each row in its place; a row of which nothing is left is left out. */
export async function readNodes<Row, Node>(
  { edges, pageInfo, total }: Connection<Row>,
  read: (row: Row) => Promise<Node | null>,
): Promise<Connection<Node>> {
  const found = await Promise.all(edges.map(async ({ cursor, node }) => ({ cursor, node: await read(node) })))
  const kept = found.flatMap(({ cursor, node }) => (node === null ? [] : [{ cursor, node }]))
  return { nodes: kept.map(({ node }) => node), edges: kept, pageInfo, ...(total && { total }) }
}

/**
 * Checks a page size; null is the default.
 * @throws PublicError BAD_USER_INPUT naming the limit.
 */
export function checkFirst(asked: number | null): number {
  const first = asked ?? DEFAULT_PAGE
  if (first < 1 || first > MAX_PAGE)
    throw badInput('first', `1 to ${MAX_PAGE} (page on with after: endCursor)`, String(first))
  return first
}

/**
 * Cursors are made only where a document asks for edges, or where the page ends. By getters of a class: those of an object literal
 * V8 keeps with the object's shape, in old space, so that every page outlived its request until the next full collection.
 */
class Page<Node> implements Connection<Node> {
  total?: Connection<Node>['total']

  constructor(
    readonly nodes: Node[],
    private readonly hasNextPage: boolean,
    private readonly hasPreviousPage: boolean,
    private readonly cursorOf: (node: Node) => string,
  ) {}

  get edges() {
    return this.nodes.map((node) => ({ cursor: this.cursorOf(node), node }))
  }

  get pageInfo() {
    const [first, last] = [this.nodes[0], this.nodes.at(-1)]
    return {
      hasNextPage: this.hasNextPage,
      hasPreviousPage: this.hasPreviousPage,
      startCursor: first === undefined ? null : this.cursorOf(first),
      endCursor: last === undefined ? null : this.cursorOf(last),
    }
  }
}

/**
 * Makes a page of rows of which one more than `first` was asked for.
 * @param list its name, which its cursors carry.
 * @param after the cursor that the page began at, if any.
 */
export function toConnection<Node>(
  list: string,
  rows: Node[],
  first: number,
  after: string | undefined,
  keyOf: (row: Node) => CursorKey,
): Connection<Node> {
  const cursorOf = (node: Node) => toCursor(list, keyOf(node))
  return new Page(rows.slice(0, first), rows.length > first, after !== undefined, cursorOf)
}
