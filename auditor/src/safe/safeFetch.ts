import { type Dispatcher, errors, request } from 'undici'
import { type Refusal, refuse } from '../fetch/attempt.js'
import { cleanText } from '../untrusted/text.js'
import { withDeadline } from './deadline.js'
import { type Door, MAX_HEADER_BYTES, parseHttpUrl, portOf } from './door.js'
import { RefusedDial } from './pinnedConnect.js'
import { type BodySink, readBody, SinkFailed } from './readBody.js'

export interface SafeRequest {
  /** Absolute address, which may be a stranger's word. */
  url: string
  method: 'GET' | 'POST'
  /** JSON text. */
  body?: string
  /** Header fields of ours; only for addresses that the operator chose. */
  headers?: Record<string, string>
  /** Bytes after which the answer is given up, counted after decompression. */
  maxBytes: number
  /** Deadline in milliseconds, from waiting for the host's turn to the last byte, redirects included. */
  timeoutMs: number
  /** Deadline of the work that the request belongs to. */
  signal: AbortSignal
  /** Where the body of an answer with those header fields goes; into memory where that is undefined. */
  into?(headers: SafeAnswer['headers']): Promise<BodySink | undefined>
  /** Redirects that are followed, at most 3; none where absent, and none of a POST. */
  redirects?: number
}

export interface SafeAnswer {
  ok: true
  status: number
  headers: Record<string, string | string[] | undefined>
  /** Empty where a sink took it. */
  body: Buffer
  /** Bytes of the body. */
  bytes: number
  /** Where the answer came from, after redirects. */
  url: string
}

const MAX_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * Asks an address for bytes. Nothing that the other end does makes it throw, take longer than the deadline or hold more
 * than the cap; what goes wrong is a value. No cookies, no credentials, nothing kept from one request for the next.
 */
export async function safeFetch(door: Door, asked: SafeRequest): Promise<SafeAnswer | Refusal> {
  return withDeadline(asked.timeoutMs, asked.signal, (deadline) => follow(door, asked, deadline))
}

async function follow(door: Door, asked: SafeRequest, deadline: AbortSignal): Promise<SafeAnswer | Refusal> {
  const redirects = asked.method === 'GET' ? Math.min(asked.redirects ?? 0, MAX_REDIRECTS) : 0
  let url = parseHttpUrl(asked.url)
  if (!url) return refuse('unreachable', 'refused: not an http or https address without credentials')
  for (let left = redirects; ; left -= 1) {
    const answer = await askInTurn(door, url, asked, deadline)
    if (!('location' in answer)) return answer
    if (left <= 0) {
      const why = redirects === 0 ? 'redirects are not followed' : `more than ${redirects} redirects`
      return refuse('bad-answer', `HTTP ${answer.status}: ${why}`)
    }
    const next = followFrom(door, url, answer.location)
    if ('outcome' in next) return next
    url = next
  }
}

interface Redirect {
  location: string
  status: number
}

/** An exception of the network's file is for who asks it by name: a redirect from elsewhere does not lead there. */
function followFrom(door: Door, from: URL, location: string): URL | Refusal {
  const to = URL.canParse(location, from.href) ? parseHttpUrl(new URL(location, from.href).href) : undefined
  if (!to) return refuse('bad-answer', 'redirected to what is no http or https address without credentials')
  if (from.protocol === 'https:' && to.protocol === 'http:') return refuse('bad-answer', 'redirected out of TLS')
  if (to.host !== from.host && door.isListed(to.hostname, portOf(to)))
    return refuse('unreachable', "refused: redirected to an inner address of the network's file")
  return to
}

async function askInTurn(
  door: Door,
  url: URL,
  asked: SafeRequest,
  deadline: AbortSignal,
): Promise<SafeAnswer | Redirect | Refusal> {
  const pace = door.paceOf(url)
  const leave = await door.gate.enter(pace.key, pace, deadline)
  if (!leave) return refuse('time-out', 'no turn at the host before the deadline')
  try {
    return await askOnce(door, url, asked, deadline)
  } catch (error) {
    return fromTransportError(error, deadline)
  } finally {
    leave()
  }
}

async function askOnce(
  door: Door,
  url: URL,
  asked: SafeRequest,
  signal: AbortSignal,
): Promise<SafeAnswer | Redirect | Refusal> {
  const answer = await request(url, {
    dispatcher: door.dispatcher,
    method: asked.method,
    signal,
    headers: {
      accept: '*/*',
      'accept-encoding': 'identity',
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...asked.headers,
    },
    ...(asked.body === undefined ? {} : { body: asked.body }),
  })
  const early = judgeHead(answer)
  if (early) {
    answer.body.on('error', () => undefined).destroy()
    return early
  }
  const sink = await asked.into?.(answer.headers).catch((cause: Error) => {
    answer.body.on('error', () => undefined).destroy()
    throw new SinkFailed(cause.message, { cause })
  })
  const read = await readBody(answer.body, answer.headers['content-encoding'], asked.maxBytes, sink)
  if (!read.ok) return read
  const { body, bytes } = read
  return { ok: true, status: answer.statusCode, headers: answer.headers, body, bytes, url: url.href }
}

function judgeHead({ statusCode: status, headers }: Dispatcher.ResponseData): Redirect | Refusal | undefined {
  if (status === 200) return undefined
  if (status === 429) return { ...refuse('rate-limited', 'HTTP 429'), status }
  if (status >= 500) return { ...refuse('unreachable', `HTTP ${status}`), status }
  if (REDIRECTS.has(status) && typeof headers.location === 'string') return { location: headers.location, status }
  return { ...refuse('bad-answer', `HTTP ${status}`), status }
}

/** Codes of Node.js for a certificate that does not hold, OpenSSL's `X509_V_ERR_` names among them. */
const CERTIFICATE_CODE =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|UNABLE_TO_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_|HOSTNAME_MISMATCH$|ERROR_IN_CERT_)/

function fromTransportError(error: unknown, deadline: AbortSignal): Refusal {
  if (error instanceof SinkFailed) throw error.cause
  if (deadline.aborted) return refuse('time-out', 'no complete answer before the deadline')
  if (error instanceof RefusedDial) return error.refusal
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return refuse('time-out', code)
  if (error instanceof errors.HeadersOverflowError)
    return refuse('too-large', `more than ${MAX_HEADER_BYTES} bytes of header fields`)
  if (code !== undefined && CERTIFICATE_CODE.test(code)) return refuse('unreachable', `the certificate: ${code}`)
  const detail = cleanText(code ?? message ?? 'unknown transport error', 200)
  // The answer breaks the protocol, or its length is not the one that it declared.
  if (error instanceof errors.HTTPParserError || error instanceof errors.ResponseContentLengthMismatchError)
    return refuse('bad-answer', detail)
  return refuse('unreachable', detail)
}
