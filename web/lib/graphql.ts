import { createHash } from 'node:crypto'
import { unstable_rethrow } from 'next/navigation'
import { getEnv } from './env'
import type { TypedDocumentString } from './generated/graphql'
import { keptAnswers, nameKept } from './kept-answers'

/** Why the API gave no answer: the page says which, and the server's log has the details under `errorId`. */
export interface UpstreamDown {
  kind: 'upstream-down'
  reason: 'unreachable' | 'timeout' | 'bad-answer'
  errorId: string
}
/** The API refused an argument, e.g. a cursor that is not one of its own. */
export interface Refused {
  kind: 'refused'
  /** In the API's words: which argument, what was expected. */
  message: string
}
/** A value that an API which does not answer now gave before. */
export interface LastKnown<T> {
  value: T
  /** When it was given; of several answers the oldest. Milliseconds. */
  at: number
}
/** No answer now, and what the same question was answered with last. Shown only as old, by known.tsx. */
export type Down<T> = UpstreamDown & { last?: LastKnown<T> }
export type Answer<T> = { kind: 'found'; value: T } | Refused | Down<T>

interface GraphqlBody<T> {
  data?: T | null
  errors?: readonly { message?: unknown; extensions?: { code?: unknown } }[]
}

/** A page waits no longer than this for the API. Milliseconds. */
const DEADLINE = 8_000
/** No answer that a page asks for comes near this; a larger one is a fault, not data. Bytes. */
const MAX_BYTES = 16 * 1024 * 1024

/**
 * Asks the API one question. Never throws: what goes wrong is a value, since every page has a state for it.
 * @param deadline milliseconds for the whole exchange.
 */
export async function ask<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  deadline = DEADLINE,
): Promise<Answer<T>> {
  return (await exchange(document, variables, deadline)).answer
}

/** As `ask`, and keeps what was answered: an API that is down then leaves the last known value beside the trouble. */
export async function askKept<T, V>(document: TypedDocumentString<T, V>, variables: V): Promise<Answer<T>> {
  const key = nameKept(document.toString(), JSON.stringify(variables))
  const { answer, body } = await exchange(document, variables, DEADLINE)
  if (answer.kind === 'found' && body) keptAnswers.keep(key, body)
  if (answer.kind !== 'upstream-down') return answer
  const kept = keptAnswers.find(key)
  if (!kept) return answer
  const { data } = JSON.parse(kept.body.toString('utf8')) as { data: T }
  return { ...answer, last: { value: data, at: kept.at } }
}

async function exchange<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  deadline: number,
): Promise<{ answer: Answer<T>; body?: Buffer }> {
  try {
    const response = await fetch(`${getEnv().apiUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ ...nameDocument(document.toString()), variables }),
      signal: AbortSignal.timeout(deadline),
      cache: 'no-store',
      redirect: 'error',
    })
    const body = await readBounded(response)
    return { answer: toAnswer<T>(JSON.parse(body.toString('utf8')) as GraphqlBody<T>), body }
  } catch (error) {
    return { answer: explainFailure(error) }
  }
}

/** What a request that threw says about the API. */
export function explainFailure(error: unknown): UpstreamDown {
  // What Next.js throws to leave a page unrendered while it builds is no trouble of the API's.
  unstable_rethrow(error)
  const { name } = error as Error
  if (name === 'TimeoutError' || name === 'AbortError') return toUpstreamDown('timeout', error)
  return toUpstreamDown(error instanceof TypeError ? 'unreachable' : 'bad-answer', error)
}

/** The API answers what is on its list without a limit; an API with an older list would refuse it. */
function nameDocument(text: string): { sha256: string } | { query: string } {
  return getEnv().isListed ? { sha256: createHash('sha256').update(text).digest('hex') } : { query: text }
}

/** Reads a body up to the limit; a larger one is refused before it is held in memory. */
async function readBounded(response: Response): Promise<Buffer> {
  const reader = response.body?.getReader()
  if (!reader) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > MAX_BYTES) {
      await reader.cancel()
      throw new RangeError(`The API answered more than ${MAX_BYTES} bytes.`)
    }
    chunks.push(next.value)
  }
  return Buffer.concat(chunks)
}

function toAnswer<T>(body: GraphqlBody<T>): Answer<T> {
  const [error] = body.errors ?? []
  if (!error && body.data) return { kind: 'found', value: body.data }
  const detail = JSON.stringify(body.errors ?? body).slice(0, 1_000)
  switch (error?.extensions?.code) {
    case 'BAD_USER_INPUT':
      return { kind: 'refused', message: String(error.message ?? '').slice(0, 300) }
    case 'TIMEOUT':
      return toUpstreamDown('timeout', detail)
    default:
      return toUpstreamDown('bad-answer', detail)
  }
}

/** The trouble as a value; the server's log has the details under its id. */
export function toUpstreamDown(reason: UpstreamDown['reason'], detail: unknown): UpstreamDown {
  const errorId = crypto.randomUUID().slice(0, 8)
  const text = detail instanceof Error ? `${detail.message}; ${String(detail.cause ?? '')}` : String(detail)
  console.error(`api ${reason} ${errorId}: ${text}`)
  return { kind: 'upstream-down', reason, errorId }
}
