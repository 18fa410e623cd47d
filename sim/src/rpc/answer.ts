import type { ChainView } from '../chain/view.js'
import { encodeResult } from './encode.js'
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

/**
 * Answers a request or batch of requests as JSON text, in pieces as they come to be: an answer of megabytes is never one
 * string, which would be copied once more than it is sent. Throws what a method throws that is no RpcError.
 */
export function* answer(body: string, context: AnswerContext): Iterable<string> {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    yield JSON.stringify(failure(null, -32700, 'parse error'))
    return
  }
  if (!Array.isArray(parsed)) {
    yield* answerOne(parsed, context)
    return
  }
  yield '['
  for (const [at, item] of parsed.entries()) {
    if (at > 0) yield ','
    yield* answerOne(item, context)
  }
  yield ']'
}

/** Answers one parsed request. */
function* answerOne(request: unknown, { methods, stats, view, hooks }: AnswerContext): Iterable<string> {
  const { id = null, method, params } = (request ?? {}) as { id?: unknown; method?: unknown; params?: unknown }
  if (typeof method !== 'string') {
    yield JSON.stringify(failure(id, -32600, 'invalid request'))
    return
  }
  countCall(stats, method, isOfFinal(view.finalized, params))
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (!run) {
    yield JSON.stringify(failure(id, -32601, `the method ${method} does not exist/is not available`))
    return
  }
  let result: unknown
  try {
    const given = run(view, Array.isArray(params) ? params : [])
    result = hooks.changeResult ? hooks.changeResult(method, given) : given
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    yield JSON.stringify(failure(id, error.code, error.message))
    return
  }
  yield `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":`
  yield* encodeResult(method, result)
  yield '}'
}

function failure(id: unknown, code: number, message: string) {
  return { jsonrpc: '2.0', id, error: { code, message } }
}
