import { Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ChainMismatch } from '../fetch/mismatch.js'
import { toNeed } from '../fetch/need.js'
import { traceCapability } from '../frames/tracer.js'
import type { GatewayParts } from '../parts.js'
import { BadQuery } from '../query/badQuery.js'
import { parseQuery } from '../query/parse.js'
import type { Query } from '../query/query.js'
import { RpcError } from '../rpc/rpcError.js'
import { streamAnswer } from './answer.js'

/** Machines this near are reached faster than text is compressed. */
const NEAR = /^(::1$|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::ffff:(127\.|10\.|192\.168\.)|f[cd][0-9a-f]{2}:)/

/** The notes of what was asked are kept in memory; nobody with a sound use comes near this. */
const MAX_FILTERS = 20_000

/** Answers a query of the protocol with a stream. */
export async function serveQuery(parts: GatewayParts, request: FastifyRequest, reply: FastifyReply) {
  const noteCaughtUp = parts.quiet.noteQuery()
  const query = parseQuery(request.body)
  assertAble(parts, query)
  const limit = await findLimit(parts, query)
  const need = toNeed(query)
  if (parts.keeper.logs.size + parts.keeper.calls.size > MAX_FILTERS)
    throw new BadQuery(`More than ${MAX_FILTERS} different filters were asked for: remove the gateway's folder.`)
  const pieces = streamAnswer(query, need, limit, { ...parts, backfill: parts.backfillOf(need) })
  // The first piece decides between an answer and an error.
  const first = await pieces.next()
  const stream = Readable.from(follow(first, pieces, (end) => end >= limit && noteCaughtUp()))
  reply.type('application/json')
  const accepts = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (!accepts || NEAR.test(request.ip)) return reply.send(stream)
  reply.header('content-encoding', 'gzip')
  return reply.send(stream.pipe(createGzip({ level: constants.Z_BEST_SPEED })))
}

/** Gives out all pieces, and tells the last block of an answer that was read to its end. */
async function* follow(
  first: IteratorResult<Buffer, number>,
  rest: AsyncGenerator<Buffer, number>,
  onEnd: (lastBlock: number) => void,
) {
  let piece = first
  for (; !piece.done; piece = await rest.next()) yield piece.value
  onEnd(piece.value)
}

/** Last block that may be answered: final, and not above the query's own end. */
async function findLimit(parts: GatewayParts, query: Query): Promise<number> {
  const { halted } = parts.keeper
  if (halted !== undefined && query.fromBlock >= halted.block) throw new ChainMismatch(halted.block, halted.why)
  let final = parts.head.finalHeight
  if (query.toBlock === null || query.toBlock > final || final < 0) {
    // Who asks for blocks that are known to be final need not wait for the RPC's word on newer ones.
    const refreshed = parts.head.refresh()
    if (query.fromBlock > final) final = await refreshed
    else refreshed.catch(() => undefined)
  }
  if (query.fromBlock > final)
    throw new RpcError('lagging', hosts(parts), `block ${query.fromBlock} is not final yet, ${final} is`)
  return Math.min(final, query.toBlock ?? final, halted === undefined ? final : halted.block - 1)
}

/** Refuses by name what no RPC at hand can tell. */
function assertAble(parts: GatewayParts, query: Query) {
  if (query.transactions.length > 0) parts.pool.assertKnown('traceFilter')
  if (query.transactions.length > 0 && !parts.pool.has('traceFilter'))
    throw new BadQuery(
      `transactions: RPC ${hosts(parts)} serves no trace_filter, without which transactions cannot be searched; add an RPC that does, or ask for the logs of those transactions.`,
    )
  const wantsTraces =
    query.logs.some((request) => request.transactionTraces) || query.transactions.some((request) => request.traces)
  if (wantsTraces) parts.pool.assertKnown('trace', 'debug')
  if (wantsTraces && traceCapability(parts.pool) === 'none')
    throw new BadQuery(
      `transactionTraces: RPC ${hosts(parts)} serves neither trace_transaction nor debug_traceTransaction; add an RPC that does, or leave traces out.`,
    )
}

function hosts(parts: GatewayParts): string {
  return parts.pool.endpoints.map(({ host }) => host).join(', ')
}
