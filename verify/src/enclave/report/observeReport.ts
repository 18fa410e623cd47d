/** What stands beside the checks of a report: comparisons that cannot decide, and data for whoever reads them. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { toText } from '../../time.js'
import type { Observation } from '../../verdict.js'
import type { QuoteJudgement } from '../quote/types.js'
import { isObject, own } from './boundedJson.js'
import { findPlatformEvent } from './compose.js'
import { decodeUtf8, readText } from './fields.js'
import type { JudgeContext } from './judgeContext.js'
import type { MeasuredLog } from './measuredLog.js'
import type { RuntimeEvent } from './replay.js'
import type { Report } from './report.js'
import type { Binding } from './reportData.js'

type Genuine = Extract<QuoteJudgement, { kind: 'genuine' }>

interface Around {
  binding: Binding | null
  log: MeasuredLog
  context: JudgeContext
}

/** Observations of a report with a genuine quote. */
export function observeReport(report: Report, judgement: Genuine, { binding, log, context }: Around): Observation[] {
  const { quote, ppid, fmspc } = judgement
  const lines: [string, string | null][] = [
    ['tcb-status', describeTcb(judgement, context.at)],
    ['freshness', binding && describeFreshness(binding)],
    ['platform-id', `Platform ${ppid || 'without PPID'}, FMSPC ${fmspc}.`],
    ['os-image', describeOs(judgement, context)],
    ['key-provider', describeKeys(log.events)],
    ['app-id', describeApp(log.events)],
    ['config-id', describeConfig(log)],
    ['quote-padding', quote.padding === 0 ? null : `${quote.padding} zero bytes stand behind the quote.`],
    ['stated-report-data', describeStated(report, quote.reportData)],
    ['gpu-binding', report.gpu !== null && !context.authored ? GPU_UNBOUND : null],
    ['gpu-none', report.gpu === null ? GPU_NONE : null],
  ]
  return lines.flatMap(([id, text]) => (text === null ? [] : [observation(id, text)]))
}

export function observation(id: string, text: string): Observation {
  return { id, question: 'enclave', text, evidence: [] }
}

/** TCB status and advisories at a time, in one sentence. */
export function describeTcb({ tcbStatus, advisories }: Genuine, at: number): string {
  const listed = advisories.length === 0 ? 'no advisories' : advisories.join(', ')
  return `TCB status ${tcbStatus} as of ${toText(at)}, ${listed}.`
}

const GPU_UNBOUND =
  'Nothing signed binds the GPU evidence to this machine: the GPUs of another could have answered the same nonce.'

const GPU_NONE = 'The report claims no GPU evidence: what the GPUs of the machine are is not known.'

function describeFreshness({ nonce }: Binding): string {
  return nonce === null
    ? 'Freshness: none. The report carries no nonce of the one who asked.'
    : `Freshness: nonce-bound, ${nonce}.`
}

function describeOs({ quote }: Genuine, { trust }: JudgeContext): string | null {
  if (quote.kind === 'sgx') return null
  const [rtmr0, rtmr1, rtmr2] = quote.rtmr.map((register) => bytesToHex(register))
  const known = trust.osImages.find(
    (image) =>
      image.mrtd.includes(bytesToHex(quote.mrTd)) &&
      image.rtmr0.includes(rtmr0 ?? '') &&
      image.rtmr1.includes(rtmr1 ?? '') &&
      image.rtmr2.includes(rtmr2 ?? ''),
  )
  return known === undefined ? 'OS image unknown.' : `OS image ${known.name}.`
}

// The key provider is JSON in an event that RTMR3 binds; its words are the platform's.
function describeKeys(events: readonly RuntimeEvent[]): string | null {
  const payload = findPlatformEvent(events, 'key-provider')
  if (payload === null) return null
  try {
    const provider: unknown = JSON.parse(decodeUtf8(payload, 'key-provider'))
    const name = isObject(provider) ? own(provider, 'name') : null
    const id = isObject(provider) ? own(provider, 'id') : null
    return `Keys of the enclave come from: ${readText(name, 'name', 64)}, ${readText(id, 'id', 1024) || 'without id'}.`
  } catch {
    return 'The provider of the keys of the enclave cannot be read.'
  }
}

function describeApp(events: readonly RuntimeEvent[]): string | null {
  const payload = findPlatformEvent(events, 'app-id')
  return payload && `App ${bytesToHex(payload)}.`
}

function describeConfig({ configId }: MeasuredLog): string | null {
  return configId.kind === 'other'
    ? `MRCONFIGID has form ${configId.version}, which does not show the compose that it binds.`
    : null
}

function describeStated({ statedReportData }: Report, reportData: Uint8Array): string | null {
  if (statedReportData === null || isPrefix(statedReportData, reportData)) return null
  return 'The field report_data differs from the report data in the quote, which alone count.'
}

// Brokers state what they handed to the quote, which pads it with zeros.
function isPrefix(stated: Uint8Array, reportData: Uint8Array): boolean {
  const padded = new Uint8Array(64)
  if (stated.length > padded.length) return false
  padded.set(stated)
  return bytesToHex(padded) === bytesToHex(reportData)
}
