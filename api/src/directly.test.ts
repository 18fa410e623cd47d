import type { GraphQLField, GraphQLObjectType, GraphQLResolveInfo } from 'graphql'
import { describe, expect, it } from 'vitest'

const { buildApiSchema } = require('../dist/schema.js') as typeof import('./schema')
const schema = buildApiSchema()

function fieldOf(type: string, name: string): GraphQLField<unknown, unknown> {
  const found = schema.getType(type) as GraphQLObjectType | undefined
  const field = found?.getFields()[name]
  if (!field) throw new Error(`The schema has no ${type}.${name}`)
  return field
}

/** What a field gives, before anything waits for it. */
function resolve(type: string, name: string, root: object, args: Record<string, unknown> = {}, context: unknown = {}) {
  return fieldOf(type, name).resolve?.(root, args, context, {} as GraphQLResolveInfo)
}

describe('fields that take no arguments', () => {
  it('are answered by the methods themselves, without a promise where these give none', () => {
    expect(resolve('Question', 'fault', { status: 'pass', verdictId: '1' })).toBeNull()
    expect(resolve('Settlement', 'fault', { verdictFault: 'payer' })).toBe('payer')
    expect(resolve('Settlement', 'questions', { statuses: null, verdictId: null })).toHaveLength(6)
  })

  it('are handed what the request shares', async () => {
    const asked: unknown[] = []
    const context = { load: async (_relation: unknown, key: unknown) => asked.push(key) }
    await resolve('Settlement', 'service', { serviceId: 'service 7' }, {}, context)
    await resolve('Settlement', 'verdict', { verdictId: '12' }, {}, context)
    expect(asked).toEqual(['service 7', '12'])
  })
})

it('fields with arguments have them read by the library', async () => {
  const asked: unknown[] = []
  const context = { load: async (_relation: unknown, key: unknown) => asked.push(key) }
  await resolve('Agent', 'ownerships', { id: 'agent 1' }, { at: 5 }, context)
  expect(asked).toEqual([expect.objectContaining({ id: 'agent 1', at: 5 })])
})
