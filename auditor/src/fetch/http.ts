import { request } from 'undici'
import { cleanText } from '../untrusted/text.js'
import { type Refusal, refuse } from './attempt.js'
import type { DialGuard } from './guard.js'

export interface HttpRequest {
  /** Absolute address; its host:port must be listed by the guard. */
  url: string
  method: 'GET' | 'POST'
  /** JSON text. */
  body?: string
  /** Bytes after which the answer is given up. */
  maxBytes: number
  /** Deadline of this request in milliseconds, from dialling to the last byte. */
  timeoutMs: number
  /** Deadline of the work that the request belongs to. */
  signal: AbortSignal
}

export interface HttpAnswer {
  ok: true
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/**
 * Asks a listed host once: no redirects, no compression, no cookies, a byte cap while streaming and a total deadline.
 * What goes wrong at the other end is a value; only our own bugs throw.
 */
export async function ask(guard: DialGuard, asked: HttpRequest): Promise<HttpAnswer | Refusal> {
  if (guard.findListed(asked.url) === undefined)
    return refuse('unreachable', "refused: not a listed address of the network's file")
  const deadline = AbortSignal.any([asked.signal, AbortSignal.timeout(asked.timeoutMs)])
  try {
    const answer = await request(asked.url, {
      dispatcher: guard.dispatcher,
      method: asked.method,
      signal: deadline,
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(asked.body === undefined ? {} : { body: asked.body }),
    })
    const refusal = refuseByHead(answer.statusCode, answer.headers['content-encoding'])
    if (refusal) {
      answer.body.on('error', () => undefined).destroy()
      return refusal
    }
    const body = await readCapped(answer.body, asked.maxBytes)
    if (!body) return refuse('too-large', `more than ${asked.maxBytes} bytes answered`)
    return { ok: true, status: answer.statusCode, headers: answer.headers, body }
  } catch (error) {
    return fromTransportError(error, deadline)
  }
}

function refuseByHead(status: number, encoding: string | string[] | undefined): Refusal | undefined {
  if (status === 429) return refuse('rate-limited', 'HTTP 429')
  if (status >= 500) return { ...refuse('unreachable', `HTTP ${status}`), status }
  if (status >= 300 && status < 400) return refuse('bad-answer', `HTTP ${status}: redirects are not followed`)
  if (status !== 200) return { ...refuse('bad-answer', `HTTP ${status}`), status }
  // We asked for identity: an encoded body would be bytes of unknown size after decoding.
  if (encoding !== undefined && encoding !== 'identity')
    return refuse('bad-answer', 'compressed although not asked for')
  return undefined
}

async function readCapped(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    size += piece.length
    // Leaving the loop destroys the stream and with it the connection.
    if (size > maxBytes) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces, size)
}

const TIME_OUT_CODES = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

function fromTransportError(error: unknown, deadline: AbortSignal): Refusal {
  if (deadline.aborted) return refuse('time-out', 'no complete answer before the deadline')
  const { code, message } = error as { code?: string; message?: string }
  if (code !== undefined && TIME_OUT_CODES.has(code)) return refuse('time-out', code)
  const detail = cleanText(code ?? message ?? 'unknown transport error', 200)
  if (code?.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') return refuse('bad-answer', detail)
  return refuse('unreachable', detail)
}
