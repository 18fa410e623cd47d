import 'server-only'
import { AgentSharesDocument, NewestFailureDocument, NewestSettlementsDocument } from './generated/graphql'
import { type Answer, askKept } from './graphql'

/** A question to try, and what the API answers to it now. */
export interface Example {
  title: string
  query: string
  answer: Answer<unknown>
}

const EXAMPLES = [
  ['What was settled last, with the six questions', NewestSettlementsDocument],
  ['Which shares of an agent’s payments passed, failed, or could not be checked', AgentSharesDocument],
  ['What was expected and found in the newest failure', NewestFailureDocument],
] as const

/** The examples of the developers' page, each asked of the API for this page. */
export function getExamples(): Promise<Example[]> {
  return Promise.all(
    EXAMPLES.map(async ([title, document]) => ({
      title,
      query: document.toString().trim(),
      answer: await askKept<unknown, Record<string, never>>(document, {}),
    })),
  )
}
