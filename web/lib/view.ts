import { z } from 'zod'
import type { Outcome } from './generated/graphql'
import { QUESTIONS } from './questions'
import { OUTCOMES } from './status'

/** The query string as Next hands it over. */
export type SearchParams = Promise<Readonly<Record<string, string | string[] | undefined>>>

const outcomes = OUTCOMES as [Outcome, ...Outcome[]]

/** Anything that is not one of ours is left out: a link with a typing error still opens its page. */
const schema = z.object({
  after: z.string().min(1).max(300).optional().catch(undefined),
  records: z.string().min(1).max(300).optional().catch(undefined),
  outcome: z.enum(outcomes).optional().catch(undefined),
  question: z.enum(QUESTIONS).optional().catch(undefined),
  by: z.enum(['count', 'money']).optional().catch(undefined),
  show: z.enum(['all']).optional().catch(undefined),
  capture: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
})

/** What the visitor chose, read from the URL. */
export async function readView(params: SearchParams): Promise<z.infer<typeof schema>> {
  return schema.parse(await params)
}
