import type { CapturedReport, SettlementSubject } from '../subject.js'
import { toText } from '../time.js'
import type { Observation } from '../verdict.js'
import { observation } from './report/observeReport.js'

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

/**
 * When a report was observed relative to the settlement. A report of before shows that the key was in an enclave then, one
 * of after that it was later; neither shows the moment of the bill.
 */
export function observeDistance(
  { observedAt }: Pick<CapturedReport, 'observedAt'>,
  { blockTime }: Pick<SettlementSubject, 'blockTime'>,
): Observation {
  const times = `observed at ${toText(observedAt)}, settled at ${toText(blockTime)}`
  const apart = observedAt - blockTime
  const where =
    apart === 0 ? 'at the very time of' : `${describeDuration(Math.abs(apart))} ${apart < 0 ? 'before' : 'after'}`
  return observation('observed-when', `The report was observed ${where} the settlement: ${times}.`)
}

/** Milliseconds in the two largest units that are not zero in front: `2 d 3 h`, `5 min`, `1 s 20 ms`. */
export function describeDuration(duration: number): string {
  const first = UNITS.findIndex(([, length]) => duration >= length)
  if (first < 0) return '0 ms'
  const [name, length] = UNITS[first] ?? ['ms', 1]
  const [nextName, nextLength] = UNITS[first + 1] ?? ['ms', 1]
  const rest = Math.floor((duration % length) / nextLength)
  const whole = `${Math.floor(duration / length)} ${name}`
  return rest === 0 ? whole : `${whole} ${rest} ${nextName}`
}
