import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { badInput, PublicError } from '../errors'
import { clientOf } from '../limits/client'
import { parseAddress } from '../words/ids'
import { EVENT_KINDS, type EventFilter, type EventKind, type LiveEvent, parseEventId, toEventId } from './event'
import type { EventLog } from './eventLog'
import { FollowerDropped, follow } from './follow'
import type { StreamSlots } from './slots'

const HEARTBEAT_MS = 15_000
/** A reader that takes nothing for so long is dropped. */
const STALLED_MS = 30_000

/**
 * GET /v1/events: server-sent events with ids. `kinds` (comma-separated), `payer`, `provider` choose; `Last-Event-ID` or
 * `after` resumes behind an event. Before it ends the stream, the server says why by an event `dropped`.
 */
export function addEventStream(app: FastifyInstance, log: EventLog, slots: StreamSlots): void {
  app.get('/v1/events', async (request, reply) => {
    const { filter, after } = parseRequest(request)
    await log.start()
    const release = slots.take(clientOf(request))
    const ended = new AbortController()
    reply.raw.once('close', () => {
      release()
      ended.abort()
    })
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'x-accel-buffering': 'no',
    })
    reply.raw.write('retry: 2000\n\n')
    const heartbeat = setInterval(() => reply.raw.write(':\n\n'), HEARTBEAT_MS)
    try {
      for await (const { events, position } of follow(log, after, filter, ended.signal))
        await send(reply, [...events.map(toMessage), `id: ${toEventId(position)}\n\n`].join(''), ended.signal)
    } catch (error) {
      const { reason, message } =
        error instanceof FollowerDropped ? error : { reason: 'unavailable', message: 'Connect again with the last id.' }
      reply.raw.write(`event: dropped\ndata: ${JSON.stringify({ reason, message })}\n\n`)
    } finally {
      clearInterval(heartbeat)
      reply.raw.end()
    }
    return reply
  })
}

/** Waits until the reader has taken enough; one that does not is dropped. */
async function send(reply: FastifyReply, text: string, signal: AbortSignal): Promise<void> {
  if (reply.raw.write(text) || signal.aborted) return
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new FollowerDropped('slow', 'You took nothing for too long: connect again with the last id.'))
      reply.raw.destroy()
    }, STALLED_MS)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    reply.raw.once('drain', done)
    signal.addEventListener('abort', done, { once: true })
  })
}

function toMessage(event: LiveEvent): string {
  const { generation: _generation, tx: _tx, id: _id, kind, ...data } = event
  return `id: ${toEventId(event)}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`
}

function parseRequest(request: FastifyRequest): {
  filter: EventFilter
  after: ReturnType<typeof parseEventId> | undefined
} {
  const query = request.query as Record<string, unknown>
  for (const [name, value] of Object.entries(query))
    if (!['kinds', 'payer', 'provider', 'after'].includes(name) || typeof value !== 'string')
      throw new PublicError(
        'BAD_USER_INPUT',
        `${name.slice(0, 40)}: expected kinds, payer, provider or after, each once.`,
        {
          argument: name.slice(0, 40),
        },
      )
  const { kinds, payer, provider, after } = query as Record<string, string | undefined>
  const last = request.headers['last-event-id'] ?? after
  return {
    filter: {
      kinds: kinds?.split(',').map(parseKind),
      payer: payer === undefined ? undefined : parseAddress('payer', payer),
      provider: provider === undefined ? undefined : parseAddress('provider', provider),
    },
    after: typeof last === 'string' && last !== '' ? parseEventId('after', last) : undefined,
  }
}

function parseKind(text: string): EventKind {
  const kind = EVENT_KINDS.find((known) => known === text)
  if (!kind) throw badInput('kinds', EVENT_KINDS.join(', '), text)
  return kind
}
