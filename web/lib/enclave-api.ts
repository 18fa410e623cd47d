import 'server-only'
import { cache } from 'react'
import { PAGE } from './api'
import { parseDigest } from './evidence-ids'
import {
  EnclaveReportDocument,
  type EnclaveReportQuery,
  EnclaveReportsDocument,
  ReportContextDocument,
  ReportStepsDocument,
} from './generated/graphql'
import { askKept } from './graphql'
import { type Capture, decidesBy, findUses, type Steps, type Use } from './report-uses'
import { follow, followAsking, pick, type Result } from './result'

/** A page of observed reports, newest first, of one provider or of all. */
export async function listReports(after: string | undefined, provider?: string) {
  const variables = { first: PAGE, after: after ?? null, provider: provider ?? null }
  return pick(await askKept(EnclaveReportsDocument, variables), (data) => data.enclaveReports)
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
    const found = await askKept(EnclaveReportDocument, { sha256: digest.digest })
    return followAsking<EnclaveReportQuery, ReportDetails>(found, async ({ enclaveReports, reportBody: body }) => {
      const captures = enclaveReports.nodes
      const capture = captures.find(({ id }) => id === captureId) ?? captures[0]
      if (!capture) return { kind: 'not-found' }
      return followAsking<ReportContext, ReportDetails>(await askContext(capture), async (context) => {
        const uses = findUses([...context.before.nodes, ...context.after.nodes], capture)
        const value = { capture, captures, moreCaptures: enclaveReports.pageInfo.hasNextPage, body, context, uses }
        return follow(await findDecided(capture, uses), (decided) => ({ kind: 'found', value: { ...value, decided } }))
      })
    })
  },
)

async function askContext({ provider, observedAt, fmspc, tee }: Capture) {
  const answer = await askKept(ReportContextDocument, { provider, at: observedAt, fmspc, tee })
  return pick(answer, (data) => (fmspc === null ? { ...data, collateral: { nodes: [] } } : data))
}

async function findDecided(capture: Capture, uses: readonly Use[]): Promise<Result<ReportDetails['decided']>> {
  const asked = uses.slice(0, ASKED)
  const answers = await Promise.all(
    asked.map((use) => askKept(ReportStepsDocument, { settlement: use.settlement.id, verdict: use.verdict })),
  )
  // From the last answer on, so that the nearest verdict that decided by the report wins, and trouble with any is trouble.
  return answers.reduceRight<Result<ReportDetails['decided']>>(
    (later, answer, index) =>
      follow(later, (decided) =>
        follow(answer, (steps) => {
          const use = asked[index]
          return { kind: 'found', value: use && decidesBy(steps, capture) ? { use, steps } : decided }
        }),
      ),
    { kind: 'found', value: null },
  )
}
