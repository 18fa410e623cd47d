import 'server-only'
import { cache } from 'react'
import { PAGE, pick, type Result } from './api'
import { parseDigest } from './evidence-ids'
import {
  EnclaveReportDocument,
  EnclaveReportsDocument,
  ReportContextDocument,
  ReportStepsDocument,
} from './generated/graphql'
import { ask } from './graphql'
import { type Capture, decidesBy, findUses, type Steps, type Use } from './report-uses'

/** A page of observed reports, newest first, of one provider or of all. */
export async function listReports(after: string | undefined, provider?: string) {
  const variables = { first: PAGE, after: after ?? null, provider: provider ?? null }
  return pick(await ask(EnclaveReportsDocument, variables), (data) => data.enclaveReports)
}

/** Verdicts asked for their steps: the ones nearest in time that looked at the report. */
const ASKED = 3

/** Everything that the page of a report shows. */
export interface ReportDetails {
  capture: Capture
  /** Every run of this same answer, newest first; other providers' too. */
  captures: readonly Capture[]
  moreCaptures: boolean
  body: { size: string; text: string | null; truncated: boolean } | null
  context: ReportContext
  /** Settlements whose verdict looked at this observation, the nearest in time first. */
  uses: readonly Use[]
  /** Steps of the nearest verdict that decided by this observation; null where none of those asked did. */
  decided: { use: Use; steps: Steps } | null
}
type ReportContext = Extract<Awaited<ReturnType<typeof askContext>>, { kind: 'found' }>['value']

/**
 * A report by the SHA-256 of its body, with what the signed verdicts say about it.
 * @param captureId which run of the same answer; the newest unless given.
 */
export const getReport = cache(
  async (sha256: string, captureId: string | undefined): Promise<Result<ReportDetails>> => {
    const digest = parseDigest(sha256)
    if (digest.kind === 'malformed') return digest
    const found = await ask(EnclaveReportDocument, { sha256: digest.digest })
    if (found.kind !== 'found') return found
    const { enclaveReports, reportBody: body } = found.value
    const captures = enclaveReports.nodes
    const capture = captures.find(({ id }) => id === captureId) ?? captures[0]
    if (!capture) return { kind: 'not-found' }
    const context = await askContext(capture)
    if (context.kind !== 'found') return context
    const uses = findUses([...context.value.before.nodes, ...context.value.after.nodes], capture)
    const decided = await findDecided(capture, uses)
    if (decided.kind !== 'found') return decided
    const value = { capture, captures, moreCaptures: enclaveReports.pageInfo.hasNextPage, body, context: context.value }
    return { kind: 'found', value: { ...value, uses, decided: decided.value } }
  },
)

async function askContext({ provider, observedAt, fmspc, tee }: Capture) {
  const answer = await ask(ReportContextDocument, { provider, at: observedAt, fmspc, tee })
  return pick(answer, (data) => (fmspc === null ? { ...data, collateral: { nodes: [] } } : data))
}

async function findDecided(capture: Capture, uses: readonly Use[]): Promise<Result<ReportDetails['decided']>> {
  const asked = uses.slice(0, ASKED)
  const answers = await Promise.all(
    asked.map((use) => ask(ReportStepsDocument, { settlement: use.settlement.id, verdict: use.verdict })),
  )
  const down = answers.find((answer) => answer.kind !== 'found')
  if (down) return down
  for (const [index, answer] of answers.entries()) {
    const use = asked[index]
    if (answer.kind === 'found' && use && decidesBy(answer.value, capture))
      return { kind: 'found', value: { use, steps: answer.value } }
  }
  return { kind: 'found', value: null }
}
