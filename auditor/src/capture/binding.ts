import {
  bindsSigner,
  findBoundAddress,
  type Hex,
  identifyPlatform,
  parseQuote,
  QuoteError,
  type QuotePlatform,
  type Report,
  ReportError,
  readReport,
  readSignature,
  recoverAddress,
  reportStatementDigest,
  type TrustMaterial,
} from '@touchstone/verify'
import type { ServedReport } from './askReport.js'

/** What a report says about keys: by which it is looked for later. Only the verifier decides what is true of it. */
export interface ReportBinding {
  /** Whose signature the header carries over the body; null where there is none. */
  author: Hex | null
  /** Key in the report data of a quote, one of the service's where it binds one; null where none can be read. */
  binds: Hex | null
  /** The machine that `binds` was read from, else the one that answered; null where nothing can be read. */
  machine: Report | null
}

/** Reads author and key of a report. Its body is a stranger's; `keys` are those that the service holds on chain. */
export function readBinding(
  { bytes, signature }: Pick<ServedReport, 'bytes' | 'signature'>,
  keys: readonly Hex[],
): ReportBinding {
  return { author: signature === null ? null : findAuthor(bytes, signature), ...findKey(bytes, keys) }
}

/** Platform and measurements that the quote of a machine proves; null where its signatures lead to no trusted root. */
export function findPlatform(machine: Report | null, { quoteRoots }: TrustMaterial): QuotePlatform | null {
  return machine && identifyPlatform(machine.quote, quoteRoots)
}

/** Who signed a body by the header ZG-Quote-Signature. */
export function findAuthor(body: Uint8Array, signature: Hex): Hex | null {
  const form = readSignature(signature)
  return form.kind === 'signature' ? (recoverAddress(reportStatementDigest(body), form.signature) ?? null) : null
}

function findKey(body: Uint8Array, keys: readonly Hex[]): Pick<ReportBinding, 'binds' | 'machine'> {
  const machines = listMachines(body)
  for (const key of keys) {
    const own = machines.find(({ data, report }) => bindsSigner(data, key, report))
    if (own) return { binds: key, machine: own.report }
  }
  for (const { data, report } of machines) {
    const bound = findBoundAddress(data)
    if (bound) return { binds: bound.address, machine: report }
  }
  return { binds: null, machine: machines[0]?.report ?? null }
}

function listMachines(body: Uint8Array): { report: Report; data: Uint8Array }[] {
  try {
    const report = readReport(body)
    return [report, ...report.others].flatMap((machine) => {
      const data = findReportData(machine)
      return data ? [{ report: machine, data }] : []
    })
  } catch (error) {
    if (error instanceof ReportError) return []
    throw error
  }
}

function findReportData({ quote }: Report): Uint8Array | undefined {
  try {
    return parseQuote(quote).reportData
  } catch (error) {
    if (error instanceof QuoteError) return undefined
    throw error
  }
}
