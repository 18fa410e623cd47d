import { toText } from '../../time.js'
import type { Observation } from '../../verdict.js'
import type { JudgeContext } from './judgeContext.js'
import { judgeQuoteOf } from './judgeReport.js'
import { describeTcb, observation } from './observeReport.js'
import type { Report } from './report.js'

/** A TCB status looked up for a second time. */
export interface LaterTcb {
  /** In Intel's words; null where the quote could not be judged for that time. */
  status: string | null
  observation: Observation
}

/** The TCB status of a report looked up for a second time, beside the one of its observation. It changes no check. */
export async function judgeLater(machine: Report, context: JudgeContext): Promise<LaterTcb> {
  const judgement = await judgeQuoteOf(machine, context)
  if (judgement.kind === 'genuine')
    return { status: judgement.tcbStatus, observation: observation('tcb-now', describeTcb(judgement, context.at)) }
  const when = Number.isFinite(context.at) ? toText(context.at) : 'that time'
  const text = `As of ${when} the quote could not be judged again: ${judgement.why}`
  return { status: null, observation: observation('tcb-now', text) }
}
