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
