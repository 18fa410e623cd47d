import type { Hex } from '../../subject.js'
import { parseQuote } from '../quote/parse.js'
import { QuoteError } from '../quote/reader.js'
import type { Report } from './report.js'
import { bindsSigner, findBoundAddress } from './reportData.js'

/** The machine of a report whose quote says that it binds the signer; null for none. Nothing is verified by that. */
export function machineThatBinds(report: Report, signer: Hex): Report | null {
  return machinesOf(report).find((machine) => boundBy(machine, signer)) ?? null
}

/** Addresses that the quotes of a report name in the clear. Nothing is verified by that. */
export function addressesIn(report: Report): Hex[] {
  return machinesOf(report).flatMap((machine) => {
    const data = reportDataOf(machine)
    const bound = data && findBoundAddress(data)
    return bound ? [bound.address] : []
  })
}

function machinesOf(report: Report): Report[] {
  return [report, ...report.others]
}

function boundBy(machine: Report, signer: Hex): boolean {
  const data = reportDataOf(machine)
  return data !== null && bindsSigner(data, signer, machine) !== null
}

function reportDataOf({ quote }: Report): Uint8Array | null {
  try {
    return parseQuote(quote).reportData
  } catch (error) {
    if (error instanceof QuoteError) return null
    throw error
  }
}
