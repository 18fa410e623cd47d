import { absent, failed, passed } from '../../check.js'
import type { CheckId } from '../../registry.js'
import type { Hex } from '../../subject.js'
import type { TrustMaterial } from '../../trust.js'
import type { Check, Observation } from '../../verdict.js'
import { PUBLIC_ROOTS } from '../generated/publicRoots.js'
import type { MeasuredCode } from '../measured.js'
import type { JudgeContext } from './judgeContext.js'
import { judgeLater } from './judgeLater.js'
import { judgeReport } from './judgeReport.js'
import { machineThatBinds } from './machines.js'
import { type Report, readReport } from './report.js'
import { ReportError } from './reportError.js'

export interface ReportContext {
  /** Intel's collateral, JSON text or parsed; null or left out to use what the report brings along. */
  collateral?: unknown
  /** When the report was observed, in milliseconds: the time for which it is judged. */
  at: number
  /** The key that the quote must bind. Without one the check shows which key it binds. */
  signer?: Hex | null
  /** Left out, the makers' roots as the public networks pin them. */
  trust?: Pick<TrustMaterial, 'quoteRoots' | 'gpuRoots' | 'osImages'>
  /** Second time for which the TCB status is looked up, as an observation; with `collateralNow` where that differs. */
  now?: number
  collateralNow?: unknown
}

export interface ReportFindings {
  /** The checks of the question `enclave`, for `conclude({ kind: 'enclave-report' }, …)`. */
  checks: Check[]
  observations: Observation[]
  /** Null unless the quote is genuine and binds the signer, where one is asked for. */
  measured: MeasuredCode | null
  /** TCB status in Intel's words at both times; null where the quote is not genuine then, or no second time was given. */
  tcb: { statusThen: string | null; statusNow: string | null }
}

const QUOTE_CHECKS: readonly CheckId[] = [
  'quote-chain',
  'collateral-valid',
  'tcb-not-revoked',
  'module-identity',
  'td-attributes',
  'report-data',
  'rtmr-replay',
  'compose-hash',
]

/**
 * Judges an attestation report by itself: bytes, text or parsed JSON as a 0G broker, a gateway or dstack serve them. What is wrong
 * with it fails as the provider's; of a gateway with several machines the one that binds the signer is taken.
 *
 * @throws never for any report or collateral; a signer of the wrong form is a RangeError.
 */
export async function verifyEnclaveReport(
  input: Uint8Array | string | Report | object,
  { collateral = null, at, signer = null, trust = PUBLIC_ROOTS, now, collateralNow }: ReportContext,
): Promise<ReportFindings> {
  const report = read(input)
  if (report instanceof ReportError)
    return { checks: checkUnread(report), observations: [], measured: null, tcb: { statusThen: null, statusNow: null } }
  const context: JudgeContext = { collateral, at, signer, trust, authored: false }
  const machine = (signer && machineThatBinds(report, signer)) ?? report
  const judged = await judgeReport(machine, context)
  const later =
    now === undefined
      ? null
      : await judgeLater(machine, { ...context, at: now, collateral: collateralNow ?? collateral })
  return {
    checks: [passed('report-published'), ...judged.checks],
    observations: [...judged.observations, ...(later ? [later.observation] : [])],
    measured: judged.measured,
    tcb: {
      statusThen: judged.judgement.kind === 'genuine' ? judged.judgement.tcbStatus : null,
      statusNow: later?.status ?? null,
    },
  }
}

function read(input: Uint8Array | string | Report | object): Report | ReportError {
  if (isRead(input)) return input
  const served = typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input)
  try {
    return readReport(served)
  } catch (error) {
    if (error instanceof ReportError) return error
    throw error
  }
}

function isRead(input: Uint8Array | string | Report | object): input is Report {
  return typeof input === 'object' && 'quote' in input && input.quote instanceof Uint8Array
}

// A form that nobody here knows accuses nobody; a known form with a broken field is a broken report.
function checkUnread({ kind, message }: ReportError): Check[] {
  const reason = `The report cannot be read: ${message}.`
  const form = kind === 'unknown' ? absent('quote-form', reason) : failed('quote-form', 'provider', reason)
  const rest = QUOTE_CHECKS.map((id) => absent(id, 'Not looked at: the report cannot be read.'))
  return [passed('report-published'), form, ...rest]
}
