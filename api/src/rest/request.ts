import type { FastifyReply, FastifyRequest } from 'fastify'

/** Aborts when the client has gone. */
export function signalOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  return gone.signal
}

/** Scheme and host that the client asked; only what has the shape of a host, since it is written into pages. */
export function originOf(request: FastifyRequest): string {
  const host = /^[a-z0-9.-]{1,253}(:\d{1,5})?$|^\[[0-9a-f:]{2,45}\](:\d{1,5})?$/i.test(request.host)
    ? request.host
    : 'localhost'
  return `${request.protocol}://${host}`
}
