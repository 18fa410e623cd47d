import type { z } from 'zod'
import type { Door } from '../safe/door.js'
import { safeFetch } from '../safe/safeFetch.js'
import { cleanText } from '../untrusted/text.js'
import { type Refusal, refuse } from './attempt.js'

/** How one source is asked: limits that all calls to it share. */
export interface RpcSource {
  door: Door
  /** Base address. */
  url: string
  timeoutMs: number
  signal: AbortSignal
}

export interface RpcCall<T> {
  method: string
  params: unknown[]
  /** Shape of `result`; everything that does not fit is a bad answer. */
  result: z.ZodType<T>
  maxBytes: number
}

export interface RpcError {
  ok: false
  outcome: 'bad-answer'
  detail: string
  /** JSON-RPC error code, where the source answered with an error object. */
  code: number
}

/**
 * Calls in one request, as a JSON-RPC 2.0 batch. Answers come in any order and belong to their calls by id.
 * @returns what stood as `result` of each call, not yet looked at, in the order of the calls; one that is missing, named twice
 *   or an error makes the whole a refusal.
 */
export async function callBatch(
  source: RpcSource,
  calls: readonly Pick<RpcCall<unknown>, 'method' | 'params'>[],
  maxBytes: number,
): Promise<{ ok: true; values: unknown[] } | Refusal | RpcError> {
  const body = JSON.stringify(calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params })))
  const answer = await safeFetch(source.door, { ...source, method: 'POST', body, maxBytes })
  if (!answer.ok) return answer
  return readBatch(
    answer.body,
    calls.map(({ method }) => method),
  )
}

/** The results of a batch in the order of its methods. */
export function readBatch(
  body: Buffer,
  methods: readonly string[],
): { ok: true; values: unknown[] } | Refusal | RpcError {
  const answers = parseObject(body)
  if (!Array.isArray(answers)) {
    if (answers?.error != null) return toRpcError('batch', answers.error)
    return refuse('bad-answer', 'batch: not a JSON array')
  }
  const byId = new Map<unknown, Record<string, unknown>>()
  for (const one of answers as unknown[]) {
    if (typeof one !== 'object' || one === null || !('id' in one) || byId.has(one.id))
      return refuse('bad-answer', 'batch: an answer without an id of its own')
    byId.set(one.id, one as Record<string, unknown>)
  }
  const values: unknown[] = []
  for (const [id, method] of methods.entries()) {
    const one = byId.get(id)
    if (one?.error != null) return toRpcError(method, one.error)
    if (one?.result === undefined) return refuse('bad-answer', `${method}: no answer in the batch`)
    values.push(one.result)
  }
  return { ok: true, values }
}

/** One JSON-RPC 2.0 call over HTTP. */
export async function call<T>(
  source: RpcSource,
  asked: RpcCall<T>,
): Promise<{ ok: true; value: T } | Refusal | RpcError> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: asked.method, params: asked.params })
  const answer = await safeFetch(source.door, { ...source, method: 'POST', body, maxBytes: asked.maxBytes })
  if (!answer.ok) return answer
  const envelope = parseObject(answer.body)
  if (!envelope) return refuse('bad-answer', `${asked.method}: not a JSON object`)
  if (envelope.error != null) return toRpcError(asked.method, envelope.error)
  const parsed = asked.result.safeParse(envelope.result)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  return refuse('bad-answer', cleanText(`${asked.method}: result.${issue?.path.join('.')} ${issue?.message}`, 200))
}

// The answer is attacker-controlled.
function parseObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function toRpcError(method: string, error: unknown): RpcError {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  return {
    ok: false,
    outcome: 'bad-answer',
    detail: cleanText(`${method}: error ${String(code)} ${String(message)}`, 200),
    code: typeof code === 'number' ? code : 0,
  }
}
