/** Question 5: is the key held by a genuine enclave? */
import { absent, failed, passed, unavailable } from '../check.js'
import type { CapturedReport, JudgedEvidence, SettlementSubject } from '../subject.js'
import { toText } from '../time.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, EvidenceRef, Observation } from '../verdict.js'
import { type BindingReport, type Candidates, findCandidates } from './candidates.js'
import { observeDistance } from './distance.js'
import type { MeasuredCode } from './measured.js'
import type { QuoteMemo } from './quote/memo.js'
import { judgeLater } from './report/judgeLater.js'
import { type JudgedReport, judgeReport } from './report/judgeReport.js'
import { observation } from './report/observeReport.js'
import { toChecksumAddress } from './report/reportData.js'

export interface EnclaveFindings {
  checks: Check[]
  observations: Observation[]
  /** What the report that binds the signer measured; null unless its quote is genuine and binds the signer. */
  measured: MeasuredCode | null
}

/** Judging takes tens of milliseconds a report; whoever observes a service every hour has few within reach. */
const MAX_JUDGED = 16

/**
 * Judges the reports observed at the provider's service while it held the settlement's signer, each for the time of its
 * observation.
 *
 * Whose word a report is decides what it can do. Authored means that the signer signed its bytes (ZG-Quote-Signature).
 * 1. An authored report that binds a key which is none of the service's fails, wherever it stands in the interval.
 * 2. Among those that bind the signer, the nearest in time that decides, decides: it passes every check, whoever served
 *    it, since its bytes prove themselves; or it is authored and wrong, which fails as the provider's.
 * 3. If none decides, the nearest with a genuine quote is shown, then the nearest that could not be judged.
 * 4. A report that nobody authored and whose quote does not verify is no evidence and is named beside the checks; what
 *    is wrong behind its quote may have been changed on the way, and is `unavailable`.
 */
export async function checkEnclave(
  subject: SettlementSubject,
  evidence: JudgedEvidence,
  trust: TrustMaterial,
  later: Later = {},
): Promise<EnclaveFindings> {
  const { signer } = subject
  if (signer === null) return nothing([absent('report-published', 'No signer of this service is known on chain.')])
  const candidates = findCandidates(subject, signer, evidence.reports)
  const context = { signer, trust, memo: later.memo }
  if (candidates.foreign) return judgeForeign(candidates.foreign, context, subject)
  const judged: Judged[] = []
  for (const report of candidates.binding.slice(0, MAX_JUDGED)) {
    const one = await judgeOne(report, context)
    judged.push(one)
    if (one.weight === 'decides') break
  }
  const refused = judged.filter(({ weight }) => weight === 'nothing')
  const ignored = [...candidates.ignored, ...refused.map(({ report, why }) => ({ captured: report.captured, why }))]
  const shown = (['decides', 'genuine', 'unjudged'] as const)
    .map((weight) => judged.find((one) => one.weight === weight))
    .find((one) => one !== undefined)
  const observations = ignored.map(nameIgnored)
  if (shown === undefined) return nothing([checkUnpublished(evidence, ignored)], observations)
  const { checks, measured } = shown.judged
  return {
    checks: [checkPublished(shown.report), ...checks],
    observations: [
      observeDistance(shown.report.captured, subject),
      ...shown.judged.observations,
      ...(await observeLater(shown.report, context, later)),
      ...observations,
    ],
    measured: measured && withStatement(measured, shown.report),
  }
}

/** A second time for which the TCB status is looked up. Who asks says when: nothing here has a clock. */
export interface Later {
  /** Milliseconds; left out, no second status is looked up. */
  now?: number
  /** Intel's collateral as of then, JSON; left out, that of the observation is used, which may have expired. */
  collateralNow?: string
  /** Quotes judged before; left out, each is judged anew. */
  memo?: QuoteMemo
}

async function observeLater(
  { captured, machine, authored }: BindingReport,
  { signer, trust, memo }: Context,
  { now, collateralNow }: Later,
): Promise<Observation[]> {
  if (now === undefined) return []
  const collateral = collateralNow ?? captured.collateral
  const later = await judgeLater(machine, { collateral, at: now, signer, trust, authored, memo })
  return [later.observation]
}

function withStatement(measured: MeasuredCode, { authored, captured }: BindingReport): MeasuredCode {
  return authored ? { ...measured, statedAt: captured.observedAt } : measured
}

interface Context {
  signer: NonNullable<SettlementSubject['signer']>
  trust: TrustMaterial
  memo: QuoteMemo | undefined
}

interface Judged {
  report: BindingReport
  judged: JudgedReport
  /** What the report can do, by the rules above. */
  weight: 'decides' | 'genuine' | 'unjudged' | 'nothing'
  /** Why it is nothing. */
  why: string
}

async function judgeOne(report: BindingReport, { signer, trust, memo }: Context): Promise<Judged> {
  const { captured, machine, authored } = report
  const { collateral, observedAt: at } = captured
  const judged = await judgeReport(machine, { collateral, at, signer, trust, authored, memo })
  const { judgement, checks } = judged
  if (authored && checks.some(({ status }) => status === 'fail')) return { report, judged, weight: 'decides', why: '' }
  if (judgement.kind === 'refused') {
    return {
      report,
      judged,
      weight: 'nothing',
      why: `the signer did not sign it, and its quote is wrong: ${judgement.why}`,
    }
  }
  if (judgement.kind !== 'genuine') return { report, judged, weight: 'unjudged', why: '' }
  const weight = checks.every(({ status }) => status === 'pass') ? 'decides' : 'genuine'
  return { report, judged: { ...judged, checks: checks.map(withoutAccusing) }, weight, why: '' }
}

// Only reached where the report is nobody's statement.
function withoutAccusing(check: Check): Check {
  if (check.status !== 'fail') return check
  const { fault, ...rest } = check
  const reason = `${check.reason} The signer did not sign this report: it may have been changed on the way.`
  return { ...rest, status: 'unavailable', reason }
}

// The statement is the signer's own, so that it is wrong even where its quote cannot be judged.
async function judgeForeign(
  { captured, machine, address }: NonNullable<Candidates['foreign']>,
  { signer, trust, memo }: Context,
  subject: SettlementSubject,
): Promise<EnclaveFindings> {
  const { collateral, observedAt: at } = captured
  const { checks, observations } = await judgeReport(machine, { collateral, at, signer, trust, authored: true, memo })
  const shown = { expected: toChecksumAddress(signer), found: toChecksumAddress(address), evidence: refsOf(captured) }
  const reason = 'The signer signed a report whose quote binds another key.'
  const reportData = failed('report-data', 'provider', reason, shown)
  const all = checks.map((check) => (check.id === 'report-data' ? reportData : check))
  return {
    checks: [passed('report-published', { evidence: refsOf(captured) }), ...all],
    observations: [observeDistance(captured, subject), ...observations],
    measured: null,
  }
}

function checkPublished({ captured, authored }: BindingReport): Check {
  const by = authored ? 'signed by the key' : 'not signed by the key'
  return passed('report-published', { found: `${toText(captured.observedAt)}, ${by}`, evidence: refsOf(captured) })
}

function checkUnpublished(
  { reportAttempts }: JudgedEvidence,
  ignored: readonly { captured: CapturedReport; why: string }[],
): Check {
  const evidence = ignored.slice(0, MAX_JUDGED).flatMap(({ captured }) => refsOf(captured))
  const [newest] = reportAttempts
  if (newest !== undefined) {
    const tried = `${reportAttempts.length} attempts to get a report ended without one; the newest: ${newest.outcome}`
    return unavailable('report-published', tried, { evidence: [{ kind: 'source', ref: newest.source }, ...evidence] })
  }
  const [first] = ignored
  if (first === undefined) return absent('report-published', 'No report of this key was observed.')
  const reason = `None of ${ignored.length} observed reports speaks for this key; the nearest in time: ${first.why}.`
  return absent('report-published', reason, { evidence })
}

function nameIgnored({ captured, why }: { captured: CapturedReport; why: string }): Observation {
  const text = `A report observed at ${toText(captured.observedAt)} is no evidence: ${why}.`
  return { ...observation('ignored-report', text), evidence: refsOf(captured) }
}

function refsOf({ source, observedAt }: CapturedReport): EvidenceRef[] {
  return [{ kind: 'source', ref: source, note: `observed at ${toText(observedAt)}` }]
}

function nothing(checks: Check[], observations: Observation[] = []): EnclaveFindings {
  return { checks, observations, measured: null }
}
