import 'server-only'
import { z } from 'zod'
import { findAgentFile } from './agent-files'
import { getEnv } from './env'
import { explainFailure, toUpstreamDown } from './graphql'
import { parseAgentId } from './ids'
import { keptAnswers, nameKept } from './kept-answers'
import type { Result } from './result'

const STANDINGS = ['proved', 'attested', 'partly', 'failed', 'claimed', 'not-published', 'unavailable'] as const
export type Standing = (typeof STANDINGS)[number]

/** What the pages read of the API's report; the API may say more. */
const schema = z.object({
  agent: z.string(),
  name: z.string().nullable(),
  meta: z.object({ indexedHeight: z.number(), finalizedHeight: z.number(), readAt: z.string() }),
  sections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      answers: z.array(
        z.object({
          question: z.string(),
          answer: z.string(),
          standing: z.enum(STANDINGS),
          source: z.string(),
        }),
      ),
    }),
  ),
  recheck: z.array(z.string()),
  limits: z.array(z.string()),
})
export type DueDiligence = z.infer<typeof schema>

/** Milliseconds. */
const DEADLINE = 15_000

/** The due-diligence report of an agent, as the API writes it: these pages add no answer of their own. */
export async function getDueDiligence(text: string): Promise<Result<DueDiligence>> {
  const id = parseAgentId(text)
  if (id.kind === 'malformed') return id
  const key = nameKept('report.json', id.id)
  const result = await fetchReport(id.id, key)
  const kept = result.kind === 'upstream-down' ? keptAnswers.find(key) : undefined
  if (result.kind !== 'upstream-down' || !kept) return result
  return { ...result, last: { value: schema.parse(JSON.parse(kept.body.toString('utf8'))), at: kept.at } }
}

async function fetchReport(id: string, key: string): Promise<Result<DueDiligence>> {
  try {
    const response = await fetch(`${getEnv().apiUrl}${findAgentFile(id, 'report.json', new URLSearchParams())}`, {
      signal: AbortSignal.timeout(DEADLINE),
      cache: 'no-store',
      redirect: 'error',
    })
    if (response.status === 404) return { kind: 'not-found' }
    if (!response.ok) return toUpstreamDown('bad-answer', `status ${response.status}`)
    const report = schema.safeParse(await response.json())
    if (!report.success) return toUpstreamDown('bad-answer', report.error.message)
    keptAnswers.keep(key, Buffer.from(JSON.stringify(report.data)))
    return { kind: 'found', value: report.data }
  } catch (error) {
    return explainFailure(error)
  }
}
