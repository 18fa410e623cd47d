import type { Report } from './report'

/** What a spreadsheet takes for the start of a formula, full-width forms included, which some turn into plain ones. */
const FORMULA = /^(?:[\s\p{C}]*[=+\-@＝＋－＠|%]|[\t\r\n])/u

/** A cell that no spreadsheet runs: quoted, and behind an apostrophe where it would begin a formula. */
export function toCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** A line of RFC 4180. */
export function toLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\r\n`
}

/** The report as a table, one answer a line; what stands beside the sections comes as sections of its own. */
export function toCsv(report: Report): string {
  const head = toLine(['section', 'question', 'answer', 'standing', 'source', 'words of'])
  const rows = report.sections.flatMap(({ title, answers }) =>
    answers.map(({ question, answer, standing, source, untrusted }) =>
      toLine([title, question, answer, standing, source, untrusted ? 'agent or provider' : 'this report']),
    ),
  )
  const { network, chainId, indexedHeight, finalizedHeight, readAt, verifier } = report.meta
  const about = [
    ['agent', report.agent],
    ['network', `${network}, chain ${chainId}`],
    ['indexed to block', String(indexedHeight)],
    ['final to block', String(finalizedHeight)],
    ['read at', readAt],
    ['verifier', verifier],
  ].map(([name = '', value = '']) => toLine(['About', name, value, '', '', 'this report']))
  const checks = report.recheck.map((command) => toLine(['Check it again', 'command', command, '', '', 'this report']))
  const limits = report.limits.map((limit) => toLine(['What this does not say', '', limit, '', '', 'this report']))
  return [head, ...about, ...rows, ...checks, ...limits].join('')
}
