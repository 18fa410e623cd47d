import { showUntrusted } from '../badge/escape'
import type { Look, ReportAnswer, ReportSection, Subject } from './report'
import { answer, counted, list, tally } from './words'

const FEEDBACK = 'feedback events of the ERC-8004 reputation registry'
const SHOWN = 5

/** What others say, and what lies behind the files that they name. */
export function references({ feedback, looks }: Subject): ReportSection {
  return { id: 'references', title: 'Complaints and references', answers: [said(feedback), files(looks.feedback)] }
}

/** Anybody but the owner can say anything, from as many addresses as he likes: shown as said, never averaged. */
function said({ nodes, pageInfo }: Subject['feedback']): ReportAnswer {
  const question = 'What do others say?'
  if (nodes.length === 0) return answer(question, 'Nobody left feedback in the registry.', 'not-published', FEEDBACK)
  const clients = new Set(nodes.map((item) => item.client)).size
  const revoked = nodes.filter((item) => item.revokedBlock !== null).length
  const shown = nodes.map(
    ({ client, value, valueDecimals, tag1, revokedBlock }) =>
      `${client}: ${decimal(value, valueDecimals)}${tag1.text ? ` “${showUntrusted(tag1.text, 40)}”` : ''}${revokedBlock === null ? '' : ' (taken back)'}`,
  )
  const text = `${counted(nodes.length, pageInfo.hasNextPage)} by ${clients} addresses, ${revoked} taken back. Anybody may leave it, from any number of addresses. ${list(shown, SHOWN)}.`
  return { ...answer(question, text, 'claimed', FEEDBACK), untrusted: true }
}

function files(looks: readonly Look[]): ReportAnswer {
  const question = 'Are the files there that the feedback names?'
  const source = 'look-ups of this auditor'
  if (looks.length === 0) return answer(question, 'None was looked at.', 'unavailable', source)
  const outcomes = tally(looks.map(({ outcome }) => outcome)).map(([outcome, times]) => `${outcome} ${times}`)
  return answer(question, `Of the newest: ${outcomes.join(', ')}. It is this operator’s word.`, 'claimed', source)
}

/** An integer with its decimals; what nobody would write stays an integer. */
function decimal(value: string, decimals: number): string {
  if (decimals <= 0 || decimals > 18) return decimals === 0 ? value : `${value}e-${decimals}`
  const digits = value.replace('-', '').padStart(decimals + 1, '0')
  return `${value.startsWith('-') ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
