import type { Readable } from 'node:stream'
import type { Network } from '@touchstone/networks'
import type { z } from 'zod'
import type { Ask, Persisted } from './ask'

/** What an endpoint sends. */
export interface Answer {
  type: string
  body: string | Uint8Array | Readable
  cache: string
  /** What the tag is made of where it is not the body: a body may hold what changes without meaning. */
  tagged?: string
  /** HTTP status, 200 unless given. */
  status?: number
  headers?: Record<string, string>
}

/** What an endpoint works with. */
export interface Tools {
  ask: Ask
  network: Network
  /** Aborts when the client has gone. */
  signal: AbortSignal
  /** Scheme, host and port under which the client reached us. */
  origin: string
}

/** A form of answer that a document can have. */
export interface Produces {
  type: string
  description: string
  /** Query whose answer it is: the JSON schema follows from it. */
  operation?: Persisted<never, never>
}

/** An address of the REST interface: its route, its check of parameters and its part of the OpenAPI document. */
export interface Endpoint {
  /** Template behind /v1, e.g. `/agents/{id}.json`. */
  path: string
  summary: string
  params: z.ZodObject
  query: z.ZodObject
  produces: Produces
  /** Whether the answer is found by the address of something that may not exist. */
  mayMiss: boolean
  serve(params: never, query: never, tools: Tools): Promise<Answer>
}

/** An endpoint whose function gets its parameters as its zod schemas give them. */
export function defineEndpoint<Params extends z.ZodObject, Query extends z.ZodObject>(
  endpoint: Omit<Endpoint, 'params' | 'query' | 'serve' | 'mayMiss'> & {
    params: Params
    query: Query
    mayMiss?: boolean
    serve(params: z.output<Params>, query: z.output<Query>, tools: Tools): Promise<Answer>
  },
): Endpoint {
  return { mayMiss: true, ...endpoint, serve: endpoint.serve as Endpoint['serve'] }
}
