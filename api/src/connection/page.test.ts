import { describe, expect, it } from 'vitest'
import { parseCursor } from './cursor'
import { toConnection } from './page'

const pageOf = (rows: number[], first: number, after?: string) =>
  toConnection('numbers', rows, first, after, (row) => [row])

describe('a page of a list', () => {
  it('ends before the row that was read to see whether there is another', () => {
    const { nodes, edges, pageInfo } = pageOf([1, 2, 3], 2)
    expect(nodes).toEqual([1, 2])
    expect(edges.map(({ node, cursor }) => [node, parseCursor('after', cursor, 'numbers', ['int'])])).toEqual([
      [1, [1]],
      [2, [2]],
    ])
    expect(pageInfo).toEqual({
      ...{ hasNextPage: true, hasPreviousPage: false },
      ...{ startCursor: edges[0]?.cursor, endCursor: edges[1]?.cursor },
    })
  })

  it('has no cursors without rows', () => {
    const { edges, pageInfo } = pageOf([], 2, 'somewhere')
    expect(edges).toEqual([])
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null })
  })

  it('makes no cursor before it is asked for', () => {
    const asked: number[] = []
    const page = toConnection('numbers', [1, 2], 2, undefined, (row) => {
      asked.push(row)
      return [row]
    })
    expect(page.nodes).toEqual([1, 2])
    expect(asked).toEqual([])
    expect(page.pageInfo.endCursor).not.toBeNull()
    expect(asked).toEqual([1, 2])
  })

  // V8 keeps the getters of a literal with its shape, and with them all that they see, until everything is collected.
  it('shares its getters with every other page', () => {
    const page = pageOf([1], 1)
    const own = Object.entries(Object.getOwnPropertyDescriptors(page)).filter(([, { get }]) => get !== undefined)
    expect(own).toEqual([])
    expect(page.edges).toHaveLength(1)
  })
})
