import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const FOLDER = path.join(__dirname, '../graphiql')

/** Everything comes from this server; the editor sets styles from script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Serves the bundled GraphiQL at /graphiql. */
export async function addGraphiql(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: FOLDER,
    prefix: '/graphiql/',
    index: false,
    preCompressed: true,
    setHeaders: (reply) => reply.header('x-content-type-options', 'nosniff'),
  })
  app.get('/graphiql', (_request, reply) => sendGraphiql(reply))
}

/** The page itself, also under /graphql for a browser. */
export function sendGraphiql(reply: FastifyReply): FastifyReply {
  reply.header('content-security-policy', POLICY)
  reply.header('referrer-policy', 'no-referrer')
  reply.header('x-content-type-options', 'nosniff')
  return reply.sendFile('index.html', { cacheControl: false })
}
