import { showUntrusted } from '../badge/escape'
import { formatCount, formatShare } from '../badge/numbers'
import type { ReportAgent, ReportAnswer, Standing } from './report'

const NEURON = 18
const MAX_TEXT = 300

export function answer(question: string, text: string, standing: Standing, source: string): ReportAnswer {
  return { question, answer: text, standing, source }
}

/** An answer in somebody's own words: always their claim. */
export function claim(question: string, text: string | null | undefined, source: string): ReportAnswer {
  if (!text) return answer(question, 'Nothing was written.', 'not-published', source)
  return { ...answer(question, showUntrusted(text, MAX_TEXT), 'claimed', source), untrusted: true }
}

/** Neuron as 0G, exactly. */
export function formatAmount(neuron: string): string {
  const digits = neuron.padStart(NEURON + 1, '0')
  const whole = formatCount(BigInt(digits.slice(0, -NEURON)))
  const fraction = digits.slice(-NEURON).replace(/0+$/, '')
  return `${fraction ? `${whole}.${fraction}` : whole} 0G`
}

type Cell = ReportAgent['shares']['cells'][number]

/** How the settlements of an agent stand with one question, all four statuses and what waits. */
export function describeQuestion({ shares }: ReportAgent, question: Cell['question']): string {
  const base = BigInt(shares.settlements)
  const of = (status: Cell['status']) =>
    shares.cells
      .filter((cell) => cell.question === question && cell.status === status)
      .reduce((sum, cell) => sum + BigInt(cell.settlements), 0n)
  const waiting = base - BigInt(shares.judged)
  const parts = [
    `${formatShare(of('pass'), base)} proven (${formatCount(of('pass'))} of ${formatCount(base)})`,
    `${formatCount(of('fail'))} failed`,
    `${formatCount(of('unavailable'))} could not be checked`,
    `${formatCount(of('absent'))} with nothing published`,
    ...(waiting > 0n ? [`${formatCount(waiting)} not checked yet`] : []),
  ]
  return `${parts.join(', ')}.`
}

/** How far a question is answered over all settlements of an agent; `best` where every one of them passed. */
export function standingOf({ shares }: ReportAgent, question: Cell['question'], best: Standing): Standing {
  const cells = shares.cells.filter((cell) => cell.question === question && cell.settlements !== '0')
  const has = (status: Cell['status']) => cells.some((cell) => cell.status === status)
  if (has('fail')) return 'failed'
  if (has('pass')) return cells.length === 1 && shares.judged === shares.settlements ? best : 'partly'
  return has('absent') && !has('unavailable') && shares.judged === shares.settlements ? 'not-published' : 'unavailable'
}

export function hasPayments({ shares }: ReportAgent): boolean {
  return shares.settlements !== '0'
}

/** Values with how often they come, the most frequent first. */
export function tally(values: readonly string[]): [value: string, times: number][] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

/** "the newest 100 settlements" or "all 7 settlements". */
export function sampleOf({ settlements }: ReportAgent): string {
  const count = settlements.nodes.length
  return settlements.pageInfo.hasNextPage ? `the newest ${count} settlements` : `all ${count} settlements`
}

/** The first of many, and how many are left out. */
export function list(items: readonly string[], shown: number): string {
  const more = items.length > shown ? `; and ${items.length - shown} more` : ''
  return `${items.slice(0, shown).join('; ')}${more}`
}

/** A count, or the least that it can be where a list was cut. */
export function counted(count: number, isCut: boolean): string {
  return isCut ? `At least ${count}` : String(count)
}
