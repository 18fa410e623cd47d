import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { GatewayParts } from '../parts.js'
import { BadQuery } from '../query/badQuery.js'

const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i, 'expected 32 bytes of hex')
  .transform((value) => value.toLowerCase())

const body = z.strictObject({
  blockNumber: z.int().nonnegative(),
  blockHash: hash,
  transactions: z.array(hash).min(1).max(1_000),
})

/** `POST /frames`: the calls inside of single transactions, of final and of hot blocks. */
export async function serveFrames(parts: GatewayParts, request: FastifyRequest, reply: FastifyReply) {
  const parsed = body.safeParse(request.body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new BadQuery(`The request is not understood: ${issue?.path.join('.')}: ${issue?.message}.`)
  }
  const transactions = [...new Set(parsed.data.transactions)]
  const frames = await parts.frames.read({ ...parsed.data, transactions })
  const members = transactions.map((hash, n) => `"${hash}":${frames[n] ?? 'null'}`)
  return reply
    .type('application/json')
    .send(`{"capability":"${parts.frames.capability}","frames":{${members.join(',')}}}`)
}
