import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type DocumentNode, type GraphQLSchema, specifiedRules, validate } from 'graphql'
import type { MercuriusOptions } from 'mercurius'
import { RequestContext, type Services } from '../context'
import { PublicError } from '../errors'
import { clientOf } from '../limits/client'
import { type Limits, limitRules } from '../limits/limits'

export const SOCKET_PATH = '/graphql/ws'
const KEEP_ALIVE_MS = 15_000
/** Subscriptions on one connection. */
const MAX_SUBSCRIPTIONS = 10
/** What a subscriber may send: its documents at first, then little. */
const UPLOAD_BYTES = 64 * 1024
const UPLOAD_BYTES_A_SECOND = 1_024
/** Bytes that wait in the process for a reader's socket, and how long they may. */
const MAX_UNSENT = 256 * 1024
const STALLED_MS = 30_000

/** What resolvers of a subscription get; its own properties, since mercurius copies them. */
export interface StreamContext extends Pick<RequestContext, 'load' | 'services'> {
  /** Aborts when the connection is gone. */
  closed: AbortSignal
  /** Counts a subscription; the returned function ends it. @throws PublicError where there are too many. */
  beginSubscription(): () => void
  /** Waits until the reader has taken enough. @throws PublicError for one that does not. */
  takesMore(): Promise<void>
}

interface Socket {
  bufferedAmount: number
  once(event: 'close', listener: () => void): void
}

/** Options of mercurius for subscriptions alone, over graphql-transport-ws at /graphql/ws. */
export function socketOptions(services: Services): Pick<MercuriusOptions, 'subscription' | 'path' | 'routes'> & object {
  return {
    routes: true,
    path: SOCKET_PATH,
    additionalRouteOptions: {
      preHandler: (request: FastifyRequest, reply: FastifyReply) => admit(request, reply, services),
    },
    subscription: {
      wsDefaultSubprotocol: 'graphql-transport-ws',
      keepAlive: KEEP_ALIVE_MS,
      context: (socket: unknown) => createContext(socket as Socket, services) as never,
    },
  } as Pick<MercuriusOptions, 'subscription' | 'path' | 'routes'>
}

/** mercurius runs what is subscribed to without any rule: the limits hold here as for queries. */
export function addSubscriptionRules(app: FastifyInstance, limits: Limits): void {
  const rules = [...specifiedRules, ...limitRules(limits, 'subscription')]
  app.graphql.addHook('preSubscriptionExecution', async (schema: GraphQLSchema, document: DocumentNode) => {
    const [error] = validate(schema, document, rules)
    if (error) throw error
  })
}

/** Only for WebSockets, and so many; a client that sends more than a subscriber has to say is cut off. */
async function admit(request: FastifyRequest, reply: FastifyReply, { slots }: Services): Promise<unknown> {
  if (!(request as { ws?: boolean }).ws) {
    const message = 'Connect by WebSocket, or send queries to /graphql.'
    const errors = [{ message, extensions: { code: 'BAD_USER_INPUT' } }]
    return reply.code(426).header('upgrade', 'websocket').send({ data: null, errors })
  }
  const { socket } = request.raw
  socket.once('close', slots.take(clientOf(request)))
  const began = performance.now()
  let received = 0
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length
    const allowed = UPLOAD_BYTES + ((performance.now() - began) / 1_000) * UPLOAD_BYTES_A_SECOND
    if (received > allowed) socket.destroy()
  })
  return undefined
}

function createContext(socket: Socket, services: Services): StreamContext {
  const closed = new AbortController()
  let subscriptions = 0
  socket.once('close', () => closed.abort())
  return {
    services,
    closed: closed.signal,
    // A context of its own for each: a subscription lives long, and what it was told before may be wrong by now.
    load: (relation, key) => new RequestContext(services).load(relation, key),
    beginSubscription: () => {
      if (subscriptions >= MAX_SUBSCRIPTIONS)
        throw new PublicError('LIMIT_EXCEEDED', `At most ${MAX_SUBSCRIPTIONS} subscriptions on one connection.`, {
          ...{ limit: 'subscriptions', max: MAX_SUBSCRIPTIONS },
        })
      subscriptions += 1
      return () => {
        subscriptions -= 1
      }
    },
    takesMore: () => waitForSocket(socket, closed.signal),
  }
}

async function waitForSocket(socket: Socket, closed: AbortSignal): Promise<void> {
  const deadline = performance.now() + STALLED_MS
  while (socket.bufferedAmount > MAX_UNSENT && !closed.aborted) {
    if (performance.now() > deadline)
      throw new PublicError('UNAVAILABLE', 'You took nothing for too long: connect again with the last id.', {
        reason: 'slow',
      })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
