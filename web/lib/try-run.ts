import { z } from 'zod'
import { toInert } from './inert'
import { QUESTIONS } from './questions'

const text = (max: number) => z.string().max(max)
/** Words of the devnet's own, shown as they are: what could hide or turn them stands there by its code point. */
const own = (max: number) =>
  text(max).transform((value) =>
    toInert(value, 'line', max)
      .parts.map((part) => (part.kind === 'text' ? part.text : `[${part.code}]`))
      .join(''),
  )
const words = {
  name: z.string().regex(/^[a-z][a-z-]{0,60}$/),
  title: own(200),
  what: own(2_000),
  why: own(4_000),
  instead: own(4_000),
  writtenAbout: z.array(own(2_000)).max(8),
}
const attack = z.object(words)

const question = z.enum(QUESTIONS)
const check = z.object({
  id: z.string().regex(/^[a-z-]{1,60}$/),
  question,
  title: own(300),
  status: z.enum(['pass', 'fail', 'unavailable', 'absent']),
  expected: text(4_000).nullable(),
  found: text(4_000).nullable(),
  reason: text(4_000).nullable(),
})
const answer = z.object({
  package: own(200),
  version: own(60),
  call: own(300),
  ended: z.enum(['returned', 'threw']),
  answer: text(4_000),
  printed: z.array(text(400)).max(20),
  milliseconds: z.number(),
})
const address = z.string().regex(/^0x[0-9a-f]{40}$/)
const settlementId = z.string().regex(/^\d+-0x[0-9a-f]{64}-\d+$/)
const moment = z.number().int().min(0).max(8.64e15)

/** The devnet's answer to `GET /attacks`. */
export const attackListSchema = z.object({ attacks: z.array(attack).max(50) })

/** The devnet's answer to `GET /attacks/{name}`: what was staged, what each side said. */
export const attackRunSchema = z.object({
  ...words,
  at: moment,
  asExplained: z.boolean(),
  subject: z.object({
    provider: address,
    payer: address,
    model: text(300),
    chatId: text(100),
    servedAt: moment,
    settlement: settlementId,
    root: z.string().regex(/^0x[0-9a-f]{64}$/),
  }),
  exchange: z.object({ request: text(8_000), served: text(8_000), received: text(8_000) }).nullable(),
  sdk: z.array(answer).max(8),
  ours: z.object({
    call: own(300).nullable(),
    checks: z.array(check).max(20),
    settlements: z.array(z.object({ id: settlementId, about: own(500), questions: z.array(question).max(6) })).max(4),
  }),
})

export const refusalSchema = z.object({ error: text(500), isWaiting: z.boolean().optional() })

/** An attack in words. */
export type Attack = z.infer<typeof attack>
/** One run of an attack. Times in milliseconds. */
export type AttackRun = z.infer<typeof attackRunSchema>
