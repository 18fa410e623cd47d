/** Which of the observed reports can say anything about a settlement's signer. */
import { isSameHex } from '../check.js'
import type { CapturedReport, Hex, ServiceInForce, SettlementSubject } from '../subject.js'
import { isAuthoredBy } from './authorship.js'
import { addressesIn, machineThatBinds } from './report/machines.js'
import { type Report, readReport } from './report/report.js'
import { ReportError } from './report/reportError.js'

/** A report whose quote says that it binds the signer. */
export interface BindingReport {
  captured: CapturedReport
  machine: Report
  authored: boolean
}

export interface Candidates {
  /** Nearest to the settlement first. */
  binding: BindingReport[]
  /** The signer's own statement, and a key in it that is none of the service's. */
  foreign: { captured: CapturedReport; machine: Report; address: Hex } | null
  /** Why each of the others says nothing. */
  ignored: { captured: CapturedReport; why: string }[]
}

/**
 * Sorts reports observed while the service held the signer. A report by the signer itself that binds a key which no
 * revision of the service names is `foreign`; one by anybody else that binds another key means nothing.
 */
export function findCandidates(
  subject: SettlementSubject,
  signer: Hex,
  reports: readonly CapturedReport[],
): Candidates {
  const candidates: Candidates = { binding: [], foreign: null, ignored: [] }
  const intervals = subject.services.filter(({ teeSigner }) => isSameHex(teeSigner, signer))
  for (const captured of nearestFirst(reports, subject.blockTime)) {
    const authored = isAuthoredBy(captured.bytes, captured.signature, signer)
    const found = intervals.some((interval) => isWithin(captured, interval))
      ? readOne(subject, signer, captured)
      : 'it was observed while the service did not hold this key'
    if (typeof found === 'string') candidates.ignored.push({ captured, why: found })
    else if (found.kind === 'binds') candidates.binding.push({ captured, machine: found.machine, authored })
    else if (authored) candidates.foreign ??= { captured, machine: found.machine, address: found.address }
    else candidates.ignored.push({ captured, why: `it binds ${found.address}, and the signer did not sign it` })
  }
  return candidates
}

type Found = { kind: 'binds'; machine: Report } | { kind: 'foreign'; machine: Report; address: Hex } | string

function readOne(subject: SettlementSubject, signer: Hex, { bytes }: CapturedReport): Found {
  try {
    const report = readReport(bytes)
    const machine = machineThatBinds(report, signer)
    if (machine !== null) return { kind: 'binds', machine }
    const addresses = addressesIn(report)
    const [address] = addresses
    if (address === undefined) return 'its quote binds no key in a known scheme'
    // The enclave of a separate model answers by the same service with a key of its own.
    return addresses.some((one) => isKeyOf(subject.services, one))
      ? 'it binds another key of the same service'
      : { kind: 'foreign', machine: report, address }
  } catch (error) {
    if (error instanceof ReportError) return `it cannot be read: ${error.message}`
    throw error
  }
}

function isKeyOf(services: readonly ServiceInForce[], address: Hex): boolean {
  return services.some(
    ({ teeSigner, targetTeeAddress }) =>
      isSameHex(teeSigner, address) || (targetTeeAddress !== null && isSameHex(targetTeeAddress, address)),
  )
}

function isWithin({ observedAt }: CapturedReport, { since, until }: ServiceInForce): boolean {
  return since <= observedAt && (until === null || observedAt < until)
}

// Ties go to the earlier one, then to the order of sources: the same evidence gives the same verdict in any order.
function nearestFirst(reports: readonly CapturedReport[], time: number): CapturedReport[] {
  const distance = ({ observedAt }: CapturedReport) => Math.abs(observedAt - time)
  return [...reports].sort(
    (a, b) => distance(a) - distance(b) || a.observedAt - b.observedAt || compare(a.source, b.source),
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
