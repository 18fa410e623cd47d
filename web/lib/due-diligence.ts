import 'server-only'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { findAgentFile } from './agent-files'
import type { Result } from './api'
import { getEnv } from './env'
import { parseAgentId } from './ids'

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
  try {
    const response = await fetch(`${getEnv().apiUrl}${findAgentFile(id.id, 'report.json', new URLSearchParams())}`, {
      signal: AbortSignal.timeout(DEADLINE),
      cache: 'no-store',
      redirect: 'error',
    })
    if (response.status === 404) return { kind: 'not-found' }
    if (!response.ok) return down('bad-answer', `status ${response.status}`)
    const report = schema.safeParse(await response.json())
    return report.success ? { kind: 'found', value: report.data } : down('bad-answer', report.error.message)
  } catch (error) {
    const { name } = error as Error
    if (name === 'TimeoutError' || name === 'AbortError') return down('timeout', error)
    return down(error instanceof TypeError ? 'unreachable' : 'bad-answer', error)
  }
}

function down(reason: 'unreachable' | 'timeout' | 'bad-answer', cause: unknown) {
  const errorId = randomUUID().slice(0, 8)
  console.error(`${errorId} the report could not be read: ${reason}`, cause)
  return { kind: 'upstream-down' as const, reason, errorId }
}
