import { z } from 'zod'
import type { Outcome, QuestionId } from './generated/graphql'
import type { View } from './routes'
import { OUTCOMES, QUESTIONS } from './status'

/** The query string as Next hands it over. */
export type SearchParams = Promise<Readonly<Record<string, string | string[] | undefined>>>

const outcomes = OUTCOMES as [Outcome, ...Outcome[]]
const questions = QUESTIONS as [QuestionId, ...QuestionId[]]

/** Anything that is not one of ours is left out: a link with a typing error still opens its page. */
const schema = z.object({
  after: z.string().min(1).max(300).optional().catch(undefined),
  records: z.string().min(1).max(300).optional().catch(undefined),
  outcome: z.enum(outcomes).optional().catch(undefined),
  question: z.enum(questions).optional().catch(undefined),
  by: z.enum(['count', 'money']).optional().catch(undefined),
  show: z.enum(['all']).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
})

/** What the visitor chose, read from the URL. */
export async function readView(params: SearchParams): Promise<z.infer<typeof schema>> {
  return schema.parse(await params)
}

/** The part of a view that object pages keep while one thing changes. */
export function toView(view: z.infer<typeof schema>): View {
  return { outcome: view.outcome, question: view.question, by: view.by }
}

/** Undoes the escaping of a path segment; what cannot be undone stays as it is and is malformed to the parser. */
export function readSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
