import type { QuestionId, SettlementFilter, Status } from './generated/schema'
import { QUESTIONS } from './questions'
import type { View } from './routes'

const STATUSES: readonly Status[] = ['pass', 'fail', 'unavailable', 'absent']
const DAY = 86_400_000

/** `content.fail` as question and status; undefined for anything else. */
export function parseCell(text: string): { question: QuestionId; status: Status } | undefined {
  const [asked, wanted, ...rest] = text.split('.')
  const question = QUESTIONS.find((id) => id === asked)
  const status = STATUSES.find((one) => one === wanted)
  return question && status && rest.length === 0 ? { question, status } : undefined
}

/** Every choice of a question and a status, question by question. */
export const CELLS = QUESTIONS.map((question) => ({
  question,
  cells: STATUSES.map((status) => ({ value: `${question}.${status}`, status })),
}))

/** Whether a view shows a part of the history alone. */
export function isNarrowed({ outcome, cell, model, provider, from, until }: View): boolean {
  return [outcome, cell, model, provider, from, until].some((choice) => choice !== undefined)
}

/** The view without its conditions and without its place in the list. */
export function widen({ question, by, every }: View): View {
  return { question, by, every }
}

/** The API's filter for what the visitor chose; null for the whole history. Both days are in it. */
export function toSettlementFilter(view: View): SettlementFilter | null {
  if (!isNarrowed(view)) return null
  const cell = view.cell ? parseCell(view.cell) : undefined
  const times = {
    ...(view.from ? { from: `${view.from}T00:00:00Z` } : {}),
    ...(view.until ? { until: new Date(Date.parse(`${view.until}T00:00:00Z`) + DAY).toISOString() } : {}),
  }
  return {
    ...(view.outcome ? { outcome: [view.outcome] } : {}),
    ...(cell ? { questions: [{ question: cell.question, status: [cell.status] }] } : {}),
    ...(view.model ? { model: view.model } : {}),
    ...(view.provider ? { provider: view.provider.toLowerCase() } : {}),
    ...(Object.keys(times).length > 0 ? { times } : {}),
  }
}
