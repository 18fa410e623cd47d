import type { GraphQLSchema } from 'graphql'
import { z } from 'zod'
import { JSON_TYPE } from '../rest/answers'
import { defineEndpoint, type Endpoint } from '../rest/endpoint'
import { toOpenApi } from './document'

/** The document of all endpoints, itself included; made once. */
export function withOpenApi(endpoints: Endpoint[], schema: GraphQLSchema): Endpoint[] {
  const own: Endpoint = defineEndpoint({
    path: '/openapi.json',
    summary: 'This document.',
    params: z.object({}),
    query: z.object({}),
    mayMiss: false,
    produces: { type: 'application/json', description: 'OpenAPI 3.1.' },
    serve: async () => ({ type: JSON_TYPE, body, cache: 'public, max-age=300' }),
  })
  const all = [...endpoints, own]
  const body = JSON.stringify(toOpenApi(all, schema))
  return all
}
