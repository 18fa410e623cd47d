/**
 * What went wrong with one call, by what helps against it:
 * `limit` ask for less; `rate` wait; `timeout`, `connection`, `unavailable` (HTTP 5xx), `server` (an error that says nothing),
 * `malformed`, `lagging` ask again or elsewhere;
 * `batch` send fewer calls at once; `unsupported`, `pruned`, `denied` ask another RPC; `rejected` the question is wrong.
 */
export type RpcErrorKind =
  | 'limit'
  | 'rate'
  | 'timeout'
  | 'connection'
  | 'unavailable'
  | 'server'
  | 'malformed'
  | 'lagging'
  | 'batch'
  | 'unsupported'
  | 'pruned'
  | 'denied'
  | 'rejected'

/** A call that an RPC did not answer. `host` is all that is shown of its URL: the path may hold a key. */
export class RpcError extends Error {
  override name = 'RpcError'
  constructor(
    readonly kind: RpcErrorKind,
    readonly host: string,
    readonly why: string,
    /** Pause that the RPC asked for. */
    readonly retryAfterMs?: number,
  ) {
    super(`RPC ${host}: ${why}${ADVICE[kind] ? `: ${ADVICE[kind]}` : '.'}`)
  }
}

/** Thrown where an answer is read: it is not what the method gives. The pool asks another RPC. */
export class BadAnswer extends Error {
  override name = 'BadAnswer'
  constructor(
    readonly kind: 'malformed' | 'lagging',
    message: string,
  ) {
    super(message)
  }
}

const ADVICE: Partial<Record<RpcErrorKind, string>> = {
  limit: 'it refuses even the smallest question; use another RPC or one with a higher limit.',
  rate: 'it limits the rate; set RPC_RATE below its limit or add another RPC.',
  timeout: 'it does not answer in time; add another RPC.',
  connection: 'it cannot be reached; check its URL and the network.',
  unavailable: 'it is out of order; add another RPC.',
  malformed: 'its answer is not what the method gives; use another RPC.',
  lagging: 'it does not have this block; wait until it has caught up or use another RPC.',
  unsupported: 'it does not serve this method; add an RPC that does.',
  pruned: 'it has thrown this history away; use an archive RPC.',
  denied: 'it refuses access; check the key in its URL.',
}

/** Kinds that the same question may survive when asked again or elsewhere. */
export function isTransient(kind: RpcErrorKind): boolean {
  return kind !== 'limit' && kind !== 'rejected'
}

/** Reads what an RPC says in its many wordings. `code` is the JSON-RPC error code. */
export function classify(code: number | undefined, text: string): RpcErrorKind {
  if (code === -32601) return 'unsupported'
  if (code === 429) return 'rate'
  for (const [kind, pattern] of WORDINGS) if (pattern.test(text)) return kind
  return code === -32602 || code === -32600 ? 'rejected' : 'server'
}

/** In order: the first that matches wins, so that "too many requests" is a rate and "too many results" a limit. */
const WORDINGS: [RpcErrorKind, RegExp][] = [
  ['batch', /batch (size|limit|length|request)|batch(es|ing)? (is |are )?(not|too|un)|(too many|max\w*) .*batch/i],
  [
    'rate',
    /rate.?limit|too many requests|request (rate|count|limit)|requests? (per|\/) ?(second|minute|day)|compute units|throughput|capacity (exceeded|limit)|quota|exceeded .*(rps|cu\/s)|slow down/i,
  ],
  [
    'denied',
    /unauthori[sz]ed|forbidden|(invalid|missing|wrong) (api|access|project)|must be authenticated|payment required/i,
  ],
  [
    'unsupported',
    /(method|api|namespace|module|tracer)\b.*(not (be )?(found|supported|available|allowed|whitelisted|enabled|exist|implemented)|unsupported|disabled|unavailable)|does not exist\/is not available|unknown method|unsupported method|not (been )?implemented|upgrade (your|to)|paid (plan|tier)/i,
  ],
  [
    'limit',
    /too (large|many|big|wide|long)|returned more than|more than \d+ (results|logs)|limited to|limit the query|up to an? .*range|(exceed|over|above|beyond|max\w*|limit)\w* .*(range|results?|logs?|response|size|blocks?\b)|(range|results?|logs?|response|size|blocks)\b.* (exceed|limit|larg|wide|big|max)\w*|query (timeout|timed out|takes too long|execution)|execution (timeout|aborted|interrupted)|(timed? ?out|timeout|deadline exceeded|context canceled)|narrow|reduce .*(range|query)|block range/i,
  ],
  [
    'pruned',
    /missing trie node|prun(ed|ing)|state .*(not|un)( ?available)|histor(y|ical) .*(not|un)( ?available|supported)|ancient|archive|required historical state/i,
  ],
  [
    'lagging',
    /header not found|unknown block|block (is )?(not found|unknown)|not (yet )?(available|synced)|after last accepted|future block|still syncing|out of range|resource not found/i,
  ],
]
