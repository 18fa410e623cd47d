import { EVENT_KINDS } from '../events/event'
import type { JsonSchema } from './responseSchema'

/** What is served beside the endpoints of /v1, by path: operations of the OpenAPI document, written out. */
export type OtherRoutes = Record<string, Partial<Record<'get' | 'post', JsonSchema>>>

const json = (schema: JsonSchema) => ({ 'application/json': { schema } })
const refusal = (description: string) => ({ description, content: json({ $ref: '#/components/schemas/Refusal' }) })
const text = (description: string, more: JsonSchema = {}) => ({ description, schema: { type: 'string', ...more } })

/** Of what is refused outside the endpoints of /v1. */
export const REFUSAL: JsonSchema = {
  type: 'object',
  required: ['errors'],
  properties: {
    data: { type: 'null' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message'],
        properties: { message: { type: 'string' }, extensions: { type: 'object', description: 'code and details.' } },
      },
    },
  },
}

const EVENTS: JsonSchema = {
  operationId: 'events',
  summary: 'New settlements, verdicts, and settlements that a reorganisation took back, as server-sent events.',
  description:
    'Each message has `id`, `event` and one line of JSON in `data`. A message with an id alone moves the position. Before the server ends the stream it sends an event `dropped` with `reason` and `message`; connect again with the last id.',
  parameters: [
    { name: 'kinds', in: 'query', required: false, ...text(`Comma-separated, any of ${EVENT_KINDS.join(', ')}.`) },
    { name: 'payer', in: 'query', required: false, ...text('Address.') },
    { name: 'provider', in: 'query', required: false, ...text('Address.') },
    { name: 'after', in: 'query', required: false, ...text('Id of the event behind which to go on.') },
    { name: 'Last-Event-ID', in: 'header', required: false, ...text('The same; goes before `after`.') },
  ],
  responses: {
    200: { description: 'The stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    400: refusal('A parameter cannot be read; the answer names it.'),
    429: refusal('Too many streams are open, or too many requests were sent.'),
    503: refusal('The database is away.'),
  },
}

const GRAPHQL_ANSWER = {
  200: {
    description: '`data`, `errors` and `extensions.meta`.',
    content: json({
      type: 'object',
      properties: {
        data: { type: ['object', 'null'] },
        errors: { type: 'array', items: { type: 'object' } },
        extensions: { type: 'object' },
      },
    }),
  },
  400: refusal('The document or a variable is refused; `extensions` says which limit or argument.'),
  401: refusal('What should prove an agent’s wallet does not.'),
  429: refusal('Too many requests; `retry-after` says when to come again.'),
  503: refusal('The database is away.'),
}

const graphql = (name: string, more: JsonSchema): JsonSchema => ({
  operationId: name,
  summary: 'One GraphQL operation; the schema is that of introspection.',
  ...more,
  responses: GRAPHQL_ANSWER,
})

const health = (name: string, summary: string, responses: JsonSchema): JsonSchema => ({
  operationId: name,
  summary,
  parameters: [],
  responses,
})

const STATUS = json({ type: 'object', required: ['status'], properties: { status: { type: 'string' } } })

export const OTHER_ROUTES: OtherRoutes = {
  '/v1/events': { get: EVENTS },
  '/graphql': {
    get: graphql('graphqlGet', {
      parameters: [
        { name: 'query', in: 'query', required: false, ...text('The document.') },
        { name: 'sha256', in: 'query', required: false, ...text('Digest of a listed document, in place of it.') },
        { name: 'variables', in: 'query', required: false, ...text('JSON object.') },
        { name: 'operationName', in: 'query', required: false, ...text('Where the document holds several.') },
      ],
    }),
    post: graphql('graphqlPost', {
      parameters: [],
      requestBody: {
        required: true,
        content: json({
          type: 'object',
          properties: {
            query: { type: 'string' },
            sha256: { type: 'string' },
            variables: { type: ['object', 'null'] },
            operationName: { type: ['string', 'null'] },
          },
        }),
      },
    }),
  },
  '/healthz': {
    get: health('healthz', 'Whether the process runs.', { 200: { description: 'It does.', content: STATUS } }),
  },
  '/readyz': {
    get: health('readyz', 'Whether the database answers and has its tables.', {
      200: { description: 'It does.', content: STATUS },
      503: { description: 'It does not, and why.', content: STATUS },
    }),
  },
  '/metrics': {
    get: health('metrics', 'Figures of the process for Prometheus.', {
      200: { description: 'Prometheus text format.', content: { 'text/plain': { schema: { type: 'string' } } } },
    }),
  },
}
