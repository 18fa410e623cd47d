import type { Check } from '@touchstone/verify'
import type { Judged } from './judged.js'

const MARK = { pass: 'pass', fail: 'FAIL', unavailable: 'could not check', absent: 'absent' } as const
/** Room for a line of text from outside; the rest of it is in the JSON. */
const MAX_TEXT = 300

/** The result as a person reads it. */
export function toText({ title, outcome, sentence, checks, observations, restsOn, doesNotProve }: Judged): string {
  return [
    title,
    '',
    ...checks.flatMap(describeCheck),
    ...section(
      'Also seen',
      observations.map(({ text }) => text),
    ),
    ...section('Does not prove', doesNotProve),
    ...section('Rests on', restsOn),
    '',
    `${outcome.toUpperCase()}: ${sentence}`,
    '',
  ]
    .map(toPrintable)
    .join('\n')
}

/** The result for programs. Field names are stable. */
export function toJson({ outcome, checks, questions, ...rest }: Judged): string {
  const cells = Object.fromEntries(questions.map(({ id, status }) => [id, status]))
  return `${JSON.stringify({ outcome, checks, questions: cells, ...rest }, null, 2)}\n`
}

function describeCheck(check: Check<string>): string[] {
  const { id, question, status, reason, expected, found } = check
  const mark = status === 'fail' ? `FAIL (${check.fault})` : MARK[status]
  return [
    `${question.padEnd(10)} ${id.padEnd(20)} ${mark}`,
    ...(reason === undefined ? [] : [`             ${reason}`]),
    ...(status === 'pass' || expected === undefined ? [] : [`             expected ${expected}`]),
    ...(status === 'pass' || found === undefined ? [] : [`             found    ${found}`]),
  ]
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]
}

/** Text from outside may hold commands for a terminal. */
export function toPrintable(line: string): string {
  const clean = line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '\ufffd')
  return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}…` : clean
}
