/** What a page says about a verdict in words. Only the inference is ever verified, never the agent. */
import type { Fault, Outcome, QuestionId, Status } from './verdict.js'

/** The statuses of the six questions. */
export type Cells = Record<QuestionId, Status>

/** The cells of a list of questions, as `conclude` returns them. */
export function toCells(questions: readonly { id: QuestionId; status: Status }[]): Cells {
  const cells: Cells = {
    payment: 'absent',
    signature: 'absent',
    opening: 'absent',
    content: 'absent',
    enclave: 'absent',
    workload: 'absent',
  }
  for (const { id, status } of questions) cells[id] = status
  return cells
}

/** One sentence for an outcome. `pending` stands for a settlement that has no verdict yet. */
export function toSentence(outcome: Outcome | 'pending', cells: Cells, fault?: Fault): string {
  switch (outcome) {
    case 'pending':
      return 'Waiting: nobody has looked at this bill yet.'
    case 'rejected':
      return 'Refused by the contract. Nothing was paid.'
    case 'failed':
      return `Failed: evidence of the ${fault ?? 'provider'} is wrong.`
    case 'verified':
      return 'Inference verified.'
    case 'relayed':
      return 'Relay verified: this proves which endpoint was called, not which model ran.'
    case 'unavailable':
      return `Could not check ${listInWords(unavailableNames(cells))}. This accuses nobody and is tried again.`
    case 'partial':
      return partialSentence(cells)
    case 'paid':
      return cells.opening === 'absent' && cells.content === 'absent'
        ? 'Paid. No evidence is published that proves more than the bill.'
        : 'Paid.'
  }
}

const NAMES: Record<QuestionId, string> = {
  payment: 'the payment',
  signature: 'the signature of the bill',
  opening: 'the list of requests',
  content: 'the contents',
  enclave: 'the enclave',
  workload: 'the code and model',
}

function unavailableNames(cells: Cells): string[] {
  const names = (Object.keys(NAMES) as QuestionId[]).filter((id) => cells[id] === 'unavailable').map((id) => NAMES[id])
  return names.length > 0 ? names : ['the payment or its signature']
}

function partialSentence(cells: Cells): string {
  const { opening, content, enclave, workload } = cells
  if (content === 'pass' && enclave === 'pass')
    return 'The bytes are bound to a genuine enclave whose code is not known.'
  if (content === 'pass')
    return 'Requests and responses match the bill and its key. Where the key is held is not proven.'
  if (enclave === 'pass' && opening === 'pass')
    return 'The bill was signed in a genuine enclave and its list of requests adds up. Its contents are not published in full.'
  if (enclave === 'pass') return 'The bill was signed in a genuine enclave. Its contents are not published.'
  if (opening === 'pass') return 'The list of requests adds up to the bill. Its contents are not published in full.'
  return workload === 'pass' ? 'The measured code is known. What it answered is not published.' : 'Partly established.'
}

function listInWords(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** What this verdict leaves unproven, worst gaps first. Stands beside every verdict, a verified one included. */
export function doesNotProve(questions: readonly { id: QuestionId; status: Status }[]): string[] {
  const cells = toCells(questions)
  return [
    ...(cells.opening === 'pass' ? [] : ['Which requests the bill stands for: no published list recomputes to it.']),
    ...(cells.content === 'pass'
      ? [
          'Which bytes belong to which request id, beyond what fees and signatures settle: that is the publisher’s word.',
          'That no other bill rests on the same answers: signatures are compared with those of earlier opened bills alone.',
        ]
      : ['What was asked and answered: the bytes are not established in full.']),
    ...(cells.enclave === 'pass'
      ? ['That nobody attacked the enclave physically.']
      : ['That the signing key is held by a genuine enclave: no report has been verified.']),
    ...(cells.workload === 'pass' ? [] : ['Which code and which model ran: the model’s name is a claim.']),
    ...(cells.payment === 'pass' ? [] : ['That the payment is part of its block: no receipt was recomputed to it.']),
  ]
}
