import { Readable, Transform } from 'node:stream'
import { RestError } from '../rest/restError'

/** An answer that is passed on. */
export interface Passed {
  body: Readable
  /** Its length, where the auditor said it. */
  headers: Record<string, string>
}

/** How much and how long one answer may be. */
export interface Bounds {
  bytes: number
  /** Until the auditor begins to answer. */
  waitMs: number
  /** Between two pieces of the answer. */
  idleMs: number
}

const REFUSAL_BYTES = 2_000
/** Answers that are passed on at a time: each holds a connection to the auditor. */
const MAX_PARALLEL = 32

/**
 * The auditor's own server, which bundles and the log come from. Its address is the operator's; paths are made of checked
 * parts alone. What it answers is passed on piece by piece and bounded.
 */
export class AuditorServer {
  private running = 0

  constructor(private readonly url: string | undefined) {}

  /**
   * @param path from the root, made of checked parts.
   * @returns undefined where the auditor has nothing there.
   * @throws RestError UNAVAILABLE where it is away, busy or too slow, BAD_USER_INPUT where it refuses a parameter.
   */
  async get(path: string, bounds: Bounds, signal: AbortSignal): Promise<Passed | undefined> {
    if (this.url === undefined)
      throw new RestError(
        'UNAVAILABLE',
        'This API knows no auditor (AUDITOR_URL is not set): bundles and log are not served here.',
      )
    if (this.running >= MAX_PARALLEL) throw away('Many bundles are being read. Ask again in a few seconds.')
    this.running += 1
    const ended = once(() => {
      this.running -= 1
    })
    try {
      const response = await ask(new URL(path, this.url), bounds.waitMs, signal)
      const passed = await toPassed(response, bounds)
      if (passed === undefined) ended()
      else passed.body.once('close', ended)
      return passed
    } catch (error) {
      ended()
      throw error
    }
  }
}

/**
 * Asks until the answer begins; then the reader of the body ends it. A signal of our own, since what `AbortSignal.any` makes
 * stays with a long-lived source on Node 20.
 */
async function ask(url: URL, waitMs: number, gone: AbortSignal): Promise<Response> {
  const waiting = new AbortController()
  const leave = () => waiting.abort()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    leave()
  }, waitMs)
  gone.addEventListener('abort', leave)
  if (gone.aborted) leave()
  try {
    return await fetch(url, { signal: waiting.signal, redirect: 'error' })
  } catch {
    throw away(isLate ? `The auditor did not answer within ${waitMs} ms.` : 'The auditor does not answer.')
  } finally {
    clearTimeout(timer)
    gone.removeEventListener('abort', leave)
  }
}

async function toPassed(response: Response, { bytes, idleMs }: Bounds): Promise<Passed | undefined> {
  const { status, body } = response
  if (status === 200 && body) {
    const length = Number(response.headers.get('content-length') ?? Number.NaN)
    const size = Number.isSafeInteger(length) ? length : undefined
    if (size !== undefined && size > bytes) {
      await body.cancel()
      throw away(`The auditor answered ${size} bytes, more than the ${bytes} that are passed on.`)
    }
    const headers: Record<string, string> = size === undefined ? {} : { 'content-length': String(size) }
    return { headers, body: bound(Readable.fromWeb(body as never), bytes, idleMs) }
  }
  const text = await readRefusal(response)
  if (status === 404) return undefined
  if (status === 400) throw refused(text)
  throw away(status === 503 ? text : `The auditor answered ${status}.`)
}

/** Its own words about a parameter: `from: expected …`. */
function refused(text: string): RestError {
  const argument = /^(\w{1,20}):/.exec(text)?.[1]
  return new RestError('BAD_USER_INPUT', text, argument === undefined ? {} : { argument })
}

function away(message: string): RestError {
  return new RestError('UNAVAILABLE', message)
}

async function readRefusal(response: Response): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    parts.push(Buffer.from(part))
    size += part.length
    if (size > REFUSAL_BYTES) break
  }
  return Buffer.concat(parts).toString('utf8').slice(0, REFUSAL_BYTES).trim()
}

/** Ends with an error behind so many bytes or after so long a silence: the client sees a file that is cut off. */
function bound(source: Readable, bytes: number, idleMs: number): Readable {
  let seen = 0
  const bounded = new Transform({
    transform(part: Buffer, _encoding, done) {
      seen += part.length
      timer.refresh()
      done(seen > bytes ? new RangeError(`More than ${bytes} bytes`) : null, part)
    },
  })
  const timer = setTimeout(() => bounded.destroy(new Error(`Nothing came for ${idleMs} ms`)), idleMs)
  bounded.once('close', () => {
    clearTimeout(timer)
    source.destroy()
  })
  source.once('error', (error) => bounded.destroy(error))
  return source.pipe(bounded)
}

function once(run: () => void): () => void {
  let ran = false
  return () => {
    if (!ran) run()
    ran = true
  }
}
