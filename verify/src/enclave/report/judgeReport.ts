/** One report, judged for one time: the checks of the question `enclave` but for its publication. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { absent, failed, passed } from '../../check.js'
import type { CheckId } from '../../registry.js'
import type { Hex } from '../../subject.js'
import type { Check, Observation } from '../../verdict.js'
import { type GpuJudgement, judgeGpu } from '../gpu/gpu.js'
import type { MeasuredCode } from '../measured.js'
import { CollateralError, parseCollateral } from '../quote/collateral.js'
import { judgeQuote, type QuoteContext } from '../quote/judge.js'
import { nameJudgement, type QuoteMemo } from '../quote/memo.js'
import type { Quote, QuoteJudgement } from '../quote/types.js'
import type { JudgeContext } from './judgeContext.js'
import { checkLog, readMeasured } from './measuredLog.js'
import { observeReport } from './observeReport.js'
import { checkQuote, notLookedAt } from './quoteSteps.js'
import type { Report } from './report.js'
import { type Binding, bindsSigner, findBoundAddress, gpuNonceOf, toChecksumAddress } from './reportData.js'

export interface JudgedReport {
  judgement: QuoteJudgement
  /** How the quote binds the signer; null where it does not, or is not genuine. */
  binding: Binding | null
  checks: Check[]
  observations: Observation[]
  /** Null unless the quote is genuine and binds the signer that was asked for. */
  measured: MeasuredCode | null
}

type QuoteOfContext = Pick<JudgeContext, 'collateral' | 'at' | 'trust' | 'memo'>
type Genuine = Extract<QuoteJudgement, { kind: 'genuine' }>

/** @throws never for any report or collateral. */
export async function judgeReport(report: Report, context: JudgeContext): Promise<JudgedReport> {
  const judgement = await judgeQuoteOf(report, context)
  const quoteChecks = checkQuote(judgement)
  if (judgement.kind !== 'genuine') {
    const later: CheckId[] = ['report-data', 'rtmr-replay', 'compose-hash', ...(report.gpu ? GPU : [])]
    const checks = [...quoteChecks, ...later.map((id) => notLookedAt(id, judgement))]
    return { judgement, binding: null, checks, observations: [], measured: null }
  }
  const { quote } = judgement
  const bound = findBinding(quote, report, context.signer)
  const log = checkLog(report, quote)
  const gpu = report.gpu && bound && judgeGpu(report.gpu, gpuContext(quote, bound, context))
  const isBound = bound !== null || context.signer === null
  return {
    judgement,
    binding: bound,
    checks: [...quoteChecks, checkReportData(quote, bound, context.signer), ...log.checks, ...checkGpu(report, gpu)],
    observations: observeReport(report, judgement, { binding: bound, log, context }),
    measured: isBound ? readMeasured(report, quote, log, gpuState(report, gpu)) : null,
  }
}

const GPU: readonly CheckId[] = ['gpu-evidence']

/** Judges the quote of a report alone, with the collateral given or brought along. */
export async function judgeQuoteOf(
  report: Report,
  { collateral, at, trust, memo }: QuoteOfContext,
): Promise<QuoteJudgement> {
  const roots = trust.quoteRoots
  try {
    const given = collateral ?? report.collateral
    const parsed = given === null ? null : parseCollateral(given)
    return await judgeOnce(report.quote, { collateral: parsed, at, roots }, memo)
  } catch (error) {
    if (!(error instanceof CollateralError)) throw error
    const without = await judgeQuote(report.quote, { collateral: null, at, roots })
    return without.kind === 'unavailable' ? { ...without, why: `${error.message}.` } : without
  }
}

async function judgeOnce(quote: Uint8Array, context: QuoteContext, memo: QuoteMemo | undefined) {
  // Times that are no number have no name of their own.
  if (memo === undefined || !Number.isFinite(context.at)) return judgeQuote(quote, context)
  const key = nameJudgement(quote, context)
  const known = memo.find(key)
  if (known !== undefined) return known
  const judgement = await judgeQuote(quote, context)
  memo.keep(key, judgement)
  return judgement
}

type Bound = Binding & { address: Hex }

function findBinding({ reportData }: Quote, report: Report, signer: Hex | null): Bound | null {
  if (signer === null) return findBoundAddress(reportData)
  const binding = bindsSigner(reportData, signer, report)
  return binding && { ...binding, address: signer }
}

function checkReportData({ reportData }: Quote, bound: Bound | null, signer: Hex | null): Check {
  if (bound !== null) return passed('report-data', { found: `${toChecksumAddress(bound.address)} (${bound.scheme})` })
  const other = findBoundAddress(reportData)
  const found = other ? `${toChecksumAddress(other.address)} (${other.scheme})` : bytesToHex(reportData)
  if (signer === null) return absent('report-data', 'The report data name no key in a known scheme.', { found })
  const shown = { expected: toChecksumAddress(signer), found }
  return other
    ? failed('report-data', 'provider', 'The quote binds another key.', shown)
    : absent('report-data', 'The report data bind the key in no known scheme.', shown)
}

function gpuContext({ reportData }: Genuine['quote'], binding: Binding, { at, trust }: JudgeContext) {
  return { nonce: gpuNonceOf(reportData, binding), at, roots: trust.gpuRoots }
}

function checkGpu(report: Report, judged: GpuJudgement | null): Check[] {
  if (report.gpu === null) return []
  if (judged === null) return [absent('gpu-evidence', 'The quote names no nonce that GPU evidence could answer.')]
  if (judged.kind === 'genuine') {
    return [passed('gpu-evidence', { found: `${judged.devices} of ${judged.devices}, ${judged.roots.join(', ')}` })]
  }
  const { why, found } = judged
  const shown = found === undefined ? {} : { found }
  if (judged.kind === 'absent') return [absent('gpu-evidence', why, shown)]
  const { expected } = judged
  return [failed('gpu-evidence', 'provider', why, { ...shown, ...(expected === undefined ? {} : { expected }) })]
}

function gpuState(report: Report, judged: GpuJudgement | null): MeasuredCode['gpu'] {
  if (report.gpu === null) return 'none'
  return judged?.kind === 'genuine' ? 'held' : 'not-held'
}
