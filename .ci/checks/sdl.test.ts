import { describe, expect, it } from 'vitest'

// The checks are plain scripts without types.
const { checkSdl, findBreaks } = (await import(new URL('./sdl.mjs', import.meta.url).href)) as {
  checkSdl(): string[]
  findBreaks(released: string, current: string): string[]
}

const RELEASED = `
  enum Word { one two }
  input Filter { payer: String }
  type Row { id: ID!, amount: String! }
  type Query { rows(first: Int = 25, filter: Filter): [Row!]! }`
const change = (from: string, to: string) => findBreaks(RELEASED, RELEASED.replace(from, to))

describe('the check of the schema', () => {
  it('finds nothing in the repository', () => expect(checkSdl()).toEqual([]))

  it.each([
    ['a field that is gone', ', amount: String!', ''],
    ['another type', 'amount: String!', 'amount: Int!'],
    ['a value that can be null now', 'amount: String!', 'amount: String'],
    ['a word that is gone', 'one two', 'one'],
    ['an argument that is gone', 'first: Int = 25, ', ''],
    ['another default', 'first: Int = 25', 'first: Int = 10'],
    ['an argument that is needed now', 'filter: Filter)', 'filter: Filter!)'],
    ['a condition that is needed now', 'payer: String', 'payer: String, at: Int!'],
    ['a type that is gone', 'enum Word { one two }', ''],
  ])('finds %s', (_name, from, to) => {
    const [finding] = change(from, to)
    expect(finding).toMatch(/^api\/schema\.graphql: .* Clients of api\/released\.graphql ask for it/)
  })

  it.each([
    ['another field', 'amount: String!', 'amount: String!, fee: String'],
    ['another argument', 'first: Int = 25', 'first: Int = 25, after: String'],
    ['another word', 'one two', 'one two three'],
    ['another condition', 'payer: String', 'payer: String, model: String'],
  ])('lets %s be', (_name, from, to) => expect(change(from, to)).toEqual([]))
})
