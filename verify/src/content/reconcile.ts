/** The payer's own record beside the bill. It never decides anything: a payer writes what it likes. */
import { createDigestTable, digestOfText } from '../kept/digestTable.js'
import type { BillFile, Candidate } from '../opening/candidates.js'
import { nameProof, type TrailProof } from '../trail/record.js'
import type { Observation } from '../verdict.js'
import { findProven } from './proven.js'
import type { PublishedRecord } from './published.js'
import type { Bill } from './record.js'
import { listInForce } from './services.js'

const MAX_FILES = 5

type Context = Omit<Bill, 'role'>

/** Says of every file of the payer whether it adds up to the bill, and which of its proofs the opened list lacks. */
export function reconcile(parties: readonly BillFile[], opened: Candidate | undefined, bill: Context): Observation[] {
  const files = parties.filter(({ role, trail }) => role === 'payer' && trail.root !== opened?.trail.root)
  return files.slice(0, MAX_FILES).flatMap((file) => {
    const texts = [compareSum(file, bill), ...(opened === undefined ? [] : compareProofs(file, opened, bill))]
    return texts.map(
      (text): Observation => ({
        id: 'payer-record',
        question: 'content',
        text,
        evidence: [{ kind: 'anchor', ref: file.trail.anchorTx, note: file.trail.root }],
      }),
    )
  })
}

function compareSum({ requests }: BillFile, bill: Context): string {
  const billed = bill.subject.item?.totalFee
  let sum = 0n
  for (const published of requests) {
    const cost = costOf(published, bill)
    if (cost === undefined)
      return `The payer's own record names ${requests.length} request(s); what they cost cannot be told from it (line ${published.line}).`
    sum += cost
  }
  return sum === billed
    ? `Reconciled with the payer's own record: its ${requests.length} request(s) cost ${sum} neuron, the billed amount.`
    : `The payer's own record differs: its ${requests.length} request(s) cost ${sum} neuron, billed were ${billed}.`
}

/** Neuron: the fee that the record names, or its token counts at the one price in force. */
function costOf({ fields, record, response }: PublishedRecord, { subject }: Context): bigint | undefined {
  if (fields !== undefined) return /^(?:0|[1-9][0-9]*)$/.test(fields.fee) ? BigInt(fields.fee) : undefined
  const stated = response?.sha256 === record.response.sha256 ? response.usage : undefined
  const usage = stated?.kind === 'stated' ? stated.usage : toUsage(record.usage)
  const services = listInForce(subject, record.createdAt)
  const [price] = services
  if (usage === undefined || price === undefined) return undefined
  const isOnePrice = services.every(
    ({ inputPrice, outputPrice, pricing }) =>
      pricing === 'plain' && inputPrice === price.inputPrice && outputPrice === price.outputPrice,
  )
  if (!isOnePrice) return undefined
  return usage.promptTokens * price.inputPrice + usage.completionTokens * price.outputPrice
}

function toUsage(usage: { promptTokens: number; completionTokens: number } | undefined) {
  return usage && { promptTokens: BigInt(usage.promptTokens), completionTokens: BigInt(usage.completionTokens) }
}

function compareProofs(file: BillFile, opened: Candidate, bill: Context): string[] {
  const listed = createDigestTable(bill.kept)
  const bodies = createDigestTable(bill.kept)
  for (const { record } of opened.requests) {
    if (record.proof !== undefined) listed.add(digestOfText(nameProof(record.proof)))
    bodies.add(digestOfText(`${record.request.sha256}:${record.response.sha256}`))
  }
  const isListed = (proof: TrailProof) =>
    listed.find(digestOfText(nameProof(proof))) !== undefined || bodies.find(digestOfText(proof.text)) !== undefined
  const { count, standing } = findProven([file], bill, isListed)
  if (count === 0) return []
  return [
    `Of ${count} response(s) proven in the payer's own record, ${standing} stand in the opened list and ${count - standing} do not.`,
  ]
}
