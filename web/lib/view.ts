import { z } from 'zod'
import type { Outcome } from './generated/graphql'
import { parseCell } from './history-filter'
import { QUESTIONS } from './questions'
import { OUTCOMES } from './status'

/** The query string as Next hands it over. */
export type SearchParams = Promise<Readonly<Record<string, string | string[] | undefined>>>

const day = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .optional()
  .catch(undefined)
const outcomes = OUTCOMES as [Outcome, ...Outcome[]]

/** Anything that is not one of ours is left out: a link with a typing error still opens its page. */
const schema = z.object({
  after: z.string().min(1).max(300).optional().catch(undefined),
  records: z.string().min(1).max(300).optional().catch(undefined),
  outcome: z.enum(outcomes).optional().catch(undefined),
  question: z.enum(QUESTIONS).optional().catch(undefined),
  by: z.enum(['count', 'money']).optional().catch(undefined),
  every: z.enum(['day', 'hour']).optional().catch(undefined),
  cell: z
    .string()
    .refine((text) => parseCell(text) !== undefined)
    .optional()
    .catch(undefined),
  model: z.string().min(1).max(200).optional().catch(undefined),
  provider: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .optional()
    .catch(undefined),
  from: day,
  until: day,
  show: z.enum(['all', 'settlements', 'amount']).optional().catch(undefined),
  capture: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
  rpc: z.string().max(300).optional().catch(undefined),
  service: z.string().max(300).optional().catch(undefined),
  signer: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .optional()
    .catch(undefined),
  checkpoints: z.string().min(1).max(300).optional().catch(undefined),
  verdict: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .optional()
    .catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
})

/** What the visitor chose, read from the URL. */
export async function readView(params: SearchParams): Promise<z.infer<typeof schema>> {
  return schema.parse(await params)
}

/** The query string of a request that renders no page, in the form that a page gets. */
export function readQuery(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams)
}
