import type { Drawn } from './card-content'
import { formatBytes, formatCount, shortenHash } from './format'
import type { AnchorCardQuery, PayloadCardQuery, RecordCardQuery } from './generated/graphql'
import { describePayload } from './payload-words'
import type { ReportSummary } from './report-summary'
import { outcomeWord, STATUS_LOOK } from './status'

const NOT_FINAL = ' Its block is not final yet.'

/** The publisher's word, and what became of the bill that it names. Nothing here is green: no check is of one record alone. */
export function drawRecord({ id, line, model, settlements }: NonNullable<RecordCardQuery['record']>): Drawn {
  const [bill] = settlements
  const named = bill
    ? `The bill that it names: ${outcomeWord(bill.outcome, bill.fault)}.${bill.finality === 'final' ? '' : NOT_FINAL}`
    : 'No settlement has the payer, provider and nonce that it names.'
  return {
    kind: `Record of one inference, line ${line} of a published file`,
    id,
    sentence: `Model, by its publisher's word: ${model?.text.slice(0, 60) ?? 'not stated'}. ${named}`,
  }
}

/** Whether bytes came that recompute to the root. */
export function drawPayload(root: string, { payloads, anchors }: PayloadCardQuery): Drawn | null {
  const payload = payloads.nodes[0] ?? null
  if (payload === null && anchors.nodes.length === 0) return null
  const size = payload ? `: ${formatBytes(payload.size)}` : ''
  const rejected = payload?.rejection ? ' They are no trail.' : ''
  return {
    kind: 'Payload',
    id: root,
    sentence: `${describePayload(payload)}${size}.${rejected} A root does not say who made the bytes.`,
  }
}

/** Who sent it and when; of what it names nothing is said. */
export function drawAnchor({ id, author, blockNumber, finality }: NonNullable<AnchorCardQuery['anchor']>): Drawn {
  const sent = `A root that ${shortenHash(author)} submitted to the storage Flow in block ${formatCount(blockNumber)}.`
  const final = finality === 'final' ? '' : NOT_FINAL
  return { kind: 'Anchor', id, sentence: `${sent}${final} The Flow takes any root: that its bytes exist is not shown.` }
}

/** What the nearest verdict says of the newest observation; green where every step of it passed. */
export function drawReport(sha256: string, { status, heading, sentence }: ReportSummary): Drawn {
  return { kind: 'Enclave report', id: sha256, verdict: { text: heading, tone: STATUS_LOOK[status].tone }, sentence }
}
