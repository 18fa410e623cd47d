import {
  bindsSigner,
  findBoundAddress,
  type Hex,
  parseQuote,
  QuoteError,
  type Report,
  ReportError,
  readReport,
  readSignature,
  recoverAddress,
  reportStatementDigest,
} from '@touchstone/verify'
import type { ServedReport } from './askReport.js'

/** What a report says about keys: by which it is looked for later. Only the verifier decides what is true of it. */
export interface ReportBinding {
  /** Whose signature the header carries over the body; null where there is none. */
  author: Hex | null
  /** Key in the report data of a quote, one of the service's where it binds one; null where none can be read. */
  binds: Hex | null
}

/** Reads author and key of a report. Its body is a stranger's; `keys` are those that the service holds on chain. */
export function readBinding(
  { bytes, signature }: Pick<ServedReport, 'bytes' | 'signature'>,
  keys: readonly Hex[],
): ReportBinding {
  return { author: signature === null ? null : findAuthor(bytes, signature), binds: findKey(bytes, keys) }
}

function findAuthor(body: Uint8Array, signature: Hex): Hex | null {
  const form = readSignature(signature)
  return form.kind === 'signature' ? (recoverAddress(reportStatementDigest(body), form.signature) ?? null) : null
}

function findKey(body: Uint8Array, keys: readonly Hex[]): Hex | null {
  const machines = listMachines(body)
  for (const key of keys) if (machines.some(({ data, report }) => bindsSigner(data, key, report))) return key
  return machines.map(({ data }) => findBoundAddress(data)?.address).find((address) => address !== undefined) ?? null
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
