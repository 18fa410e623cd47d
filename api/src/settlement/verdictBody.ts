import { QUESTIONS, STATUSES } from '@touchstone/verify'
import { z } from 'zod'

const evidence = z
  .array(z.object({ kind: z.string(), ref: z.string(), note: z.string().nullish().transform(orNull) }))
  .default([])
const text = z.string().nullish().transform(orNull)
const fault = z.enum(['provider', 'payer']).nullish().transform(orNull)
const question = z.enum(QUESTIONS)
const status = z.enum(STATUSES)

const bodySchema = z.object({
  questions: z.array(
    z.object({
      id: question,
      status,
      fault,
      reason: text,
      checks: z.array(
        z.object({ id: z.string(), question, status, fault, expected: text, found: text, reason: text, evidence }),
      ),
    }),
  ),
  /** Root of the trail whose requests recompute to the bill. */
  openedBy: text,
  trails: z.array(z.object({ root: z.string() })).default([]),
  /** Enclave reports that were judged; bodies signed before there were any have none. */
  reports: z.array(z.object({ source: z.string(), observedAt: z.number(), sha256: z.string() })).default([]),
  observations: z.array(z.object({ id: z.string(), question, text: z.string(), evidence })).default([]),
})

/** What the API shows of a signed verdict's body. */
export type VerdictBody = z.infer<typeof bodySchema>

/** Reads a body from our own database; one that does not fit is a bug of ours and throws. */
export function parseVerdictBody(body: string): VerdictBody {
  return bodySchema.parse(JSON.parse(body))
}

function orNull<Value>(value: Value | undefined | null): Value | null {
  return value ?? null
}
