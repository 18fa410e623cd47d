/** Which keys and prices a service held between an inference and the bill for it. */
import type { Hex, ServiceInForce, SettlementSubject } from '../subject.js'
import type { Usage } from './usage.js'

/** Revisions in force at some time from the record's creation to the settlement's block; the last one in any case. */
export function listInForce(subject: SettlementSubject, createdAt: number): ServiceInForce[] {
  const to = subject.blockTime
  const from = Math.min(createdAt, to)
  return subject.services.filter(({ since, until }) => since <= to && (until === null || until > from))
}

/** Keys that may sign responses under those revisions, lower-case. */
export function listKeys(services: readonly ServiceInForce[]): Hex[] {
  const keys = services.flatMap(({ teeSigner, targetTeeAddress }) => [teeSigner, targetTeeAddress ?? teeSigner])
  return [...new Set(keys.map((key) => key.toLowerCase() as Hex))]
}

/** Whether a revision may hold a second key that nobody can read: then an unknown signer accuses nobody. */
export function mayHoldUnknownKey(services: readonly ServiceInForce[]): boolean {
  return services.some(({ pricing }) => pricing !== 'plain' && pricing.modified.includes('unreadable'))
}

export type BillFit = { kind: 'fits' } | { kind: 'misfits'; expected: string } | { kind: 'undecidable'; why: string }

/** Whether token counts times a list price give the two fees, neuron, under one of the revisions. */
export function fitBill(
  usage: Usage,
  fees: { inputFee: string; outputFee: string },
  services: readonly ServiceInForce[],
): BillFit {
  const priced = services.map((service) => ({
    inputFee: `${usage.promptTokens * service.inputPrice}`,
    outputFee: `${usage.completionTokens * service.outputPrice}`,
    pricing: service.pricing,
  }))
  for (const { inputFee, outputFee, pricing } of priced) {
    if (pricing === 'plain' && inputFee === fees.inputFee && outputFee === fees.outputFee) return { kind: 'fits' }
  }
  for (const { pricing } of priced) {
    if (pricing !== 'plain')
      return { kind: 'undecidable', why: `the fee is not tokens times price (${pricing.modified})` }
  }
  const last = priced.at(-1)
  if (last === undefined) return { kind: 'undecidable', why: 'no price of the service is known for its time' }
  return { kind: 'misfits', expected: `input ${last.inputFee}, output ${last.outputFee}` }
}
