import type { ChainView } from '../chain/view.js'
import type { MethodTable } from './methods.js'
import { RpcError } from './rpcError.js'
import { countCall, isOfFinal, type RpcStats } from './stats.js'

/** Changes what single calls are answered with: a place for faults. */
export interface CallHooks {
  /** The view that answers this request; a load-balanced node has its own. */
  chooseView?(): ChainView
  /** @throws RpcError in place of an answer. */
  changeResult?(method: string, result: unknown): unknown
}

export interface AnswerContext {
  methods: MethodTable
  stats: RpcStats
  view: ChainView
  hooks: CallHooks
}

/** Answers a request or batch of requests as JSON text. Never throws. */
export function answer(body: string, context: AnswerContext): string {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return JSON.stringify(failure(null, -32700, 'parse error'))
  }
  return JSON.stringify(
    Array.isArray(parsed) ? parsed.map((item) => answerOne(item, context)) : answerOne(parsed, context),
  )
}

/** Answers one parsed request. */
export function answerOne(request: unknown, { methods, stats, view, hooks }: AnswerContext): object {
  const { id = null, method, params } = (request ?? {}) as { id?: unknown; method?: unknown; params?: unknown }
  if (typeof method !== 'string') return failure(id, -32600, 'invalid request')
  countCall(stats, method, isOfFinal(view.finalized, params))
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (!run) return failure(id, -32601, `the method ${method} does not exist/is not available`)
  try {
    const result = run(view, Array.isArray(params) ? params : [])
    return { jsonrpc: '2.0', id, result: hooks.changeResult ? hooks.changeResult(method, result) : result }
  } catch (error) {
    if (error instanceof RpcError) return failure(id, error.code, error.message)
    throw error
  }
}

function failure(id: unknown, code: number, message: string) {
  return { jsonrpc: '2.0', id, error: { code, message } }
}
