import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../context'
import { AgentSignatureError, AgentSignatures } from './agentSignature'
import { clientOf, isUnlimited } from './client'
import type { Limits } from './limits'
import type { PersistedOperations } from './persisted'
import { type Charge, TokenBuckets } from './tokenBuckets'

/** Asked by supervisors, which must not be turned away. */
const FREE = /^\/(healthz|readyz|metrics)(\?|$)|^\/graphiql/

declare module 'fastify' {
  interface FastifyRequest {
    /** JSON body as it came, for a request that an agent signed. */
    signedBody?: string | Buffer
  }
}

/**
 * A bucket of requests for each client, and a larger one for each agent whose wallet signs. A client that has used its own
 * up is refused before its body is read; a signed request needs the body, and pays from its own bucket where it does not hold.
 */
export function addRateLimit(
  app: FastifyInstance,
  { database }: Services,
  limits: Limits,
  unlimited: ReadonlySet<string>,
  operations: PersistedOperations,
  now?: () => number,
): void {
  const clients = new TokenBuckets(limits.rate, limits.burst, now)
  const agents = new TokenBuckets(limits.agentRate, limits.agentBurst, now)
  const signatures = new AgentSignatures(database)
  const chargeClient = (request: FastifyRequest, reply: FastifyReply) =>
    refuseUnless(reply, clients.charge(clientOf(request)), limits.rate, limits.burst)
  keepSignedBodies(app)
  app.addHook('onRequest', async (request, reply) => {
    if (FREE.test(request.url) || isSigned(request) || isUnlimited(request, unlimited)) return
    return chargeClient(request, reply)
  })
  app.addHook('preHandler', async (request, reply) => {
    if (FREE.test(request.url)) return
    if (!isSigned(request))
      return isUnlimited(request, unlimited) && isUnlisted(request, operations)
        ? chargeClient(request, reply)
        : undefined
    try {
      const agent = await signatures.verify(request, request.signedBody ?? '')
      if (agent !== undefined) return refuseUnless(reply, agents.charge(agent), limits.agentRate, limits.agentBurst)
    } catch (error) {
      if (!(error instanceof AgentSignatureError)) throw error
      const refused = isUnlimited(request, unlimited) ? undefined : chargeClient(request, reply)
      return refused ?? reply.code(401).send(failure('BAD_SIGNATURE', error.message))
    }
  })
}

/** With a list of the site's own documents, what is not on it is a visitor's, from whatever address it comes. */
function isUnlisted(request: FastifyRequest, { find, size }: PersistedOperations): boolean {
  if (size === 0 || !/^\/graphql(\?|$)/.test(request.url)) return false
  const { sha256 } = ((request.method === 'GET' ? request.query : request.body) ?? {}) as Record<string, unknown>
  return typeof sha256 !== 'string' || find(sha256) === undefined
}

function isSigned({ headers }: FastifyRequest): boolean {
  return headers['touchstone-signature'] !== undefined || headers['touchstone-agent'] !== undefined
}

/** Fastify's own parser throws the text away; what was signed is the text. */
function keepSignedBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (isSigned(request)) request.signedBody = body
    // An empty body is no JSON, but nobody asks for one with GET.
    void parse(request, body as string, done)
  })
}

function refuseUnless(reply: FastifyReply, charge: Charge, rate: number, burst: number): FastifyReply | undefined {
  reply.header('ratelimit-limit', burst).header('ratelimit-remaining', charge.remaining)
  if (charge.allowed) return undefined
  const seconds = Math.ceil(charge.retryAfter)
  const message = `More than ${rate} requests a second. Wait ${seconds} s, ask for larger pages, or sign as an agent (docs/api-limits.md).`
  return reply
    .code(429)
    .header('retry-after', seconds)
    .send(failure('RATE_LIMITED', message, { limit: 'rate', max: rate, retryAfterSeconds: seconds }))
}

function failure(code: string, message: string, details: Record<string, unknown> = {}) {
  return { data: null, errors: [{ message, extensions: { code, ...details } }] }
}
