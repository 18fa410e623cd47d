/** Whether a list of published requests is the one that the bill commits to. */
import { isSameHex } from '../check.js'
import type { Hex, SettlementItem } from '../subject.js'
import type { HashedFields } from '../trail/record.js'
import { startRequestsHash } from './requestsHash.js'

/** One request of a trail that claims to stand behind the bill, with the line where it stands. */
export interface PublishedRequest {
  line: number
  /** Undefined where the record lacks the hashed fields, as in a payer's trail. */
  fields: HashedFields | undefined
}

export interface RecordProblem {
  line: number
  what: string
}

/** The three rules, each with what was found. */
export interface Assessment {
  recordProblem: RecordProblem | undefined
  requestsHash: Hex
  /** Neuron; undefined where a fee is no canonical decimal. */
  feeSum: bigint | undefined
  recomputes: boolean
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const CANONICAL_DECIMAL = /^(?:0|[1-9][0-9]*)$/

/** Applies the three rules to requests in file order, which is the order hashed. */
export function assessRequests(requests: Iterable<PublishedRequest>, item: SettlementItem): Assessment {
  const assessing = startAssessment(item)
  for (const request of requests) assessing.add(request)
  return assessing.finish()
}

/** The same for requests that come one by one and are not kept. */
export function startAssessment(item: SettlementItem) {
  const hash = startRequestsHash()
  let recordProblem: RecordProblem | undefined
  let feeSum: bigint | undefined = 0n
  return {
    add: (request: PublishedRequest): void => {
      recordProblem ??= findRecordProblem([request], item.user)
      const { fields } = request
      if (fields === undefined) return
      hash.add(fields)
      const isSummable = feeSum !== undefined && CANONICAL_DECIMAL.test(fields.fee)
      feeSum = isSummable ? (feeSum ?? 0n) + BigInt(fields.fee) : undefined
    },
    finish: (): Assessment => {
      const found = hash.finish()
      const isRight = isSameHex(found, item.requestsHash) && feeSum === item.totalFee
      return { recordProblem, requestsHash: found, feeSum, recomputes: recordProblem === undefined && isRight }
    },
  }
}

/** The hashed fields of those requests that have them. */
export function* listFields(requests: Iterable<PublishedRequest>): Generator<HashedFields, void> {
  for (const { fields } of requests) if (fields !== undefined) yield fields
}

/** The first request whose fields break a rule of form; `payer` is whom the bill names. */
export function findRecordProblem(requests: Iterable<PublishedRequest>, payer: Hex): RecordProblem | undefined {
  for (const { line, fields } of requests) {
    const what = fields === undefined ? 'the hashed fields are missing' : findFieldProblem(fields, payer)
    if (what !== undefined) return { line, what }
  }
  return undefined
}

function findFieldProblem(fields: HashedFields, payer: Hex): string | undefined {
  if (!UUID_V4.test(fields.requestHash)) return `requestHash ${fields.requestHash} is not a UUID v4`
  if (!/^0x[0-9a-fA-F]{40}$/.test(fields.userAddress)) return `userAddress ${fields.userAddress} is not an address`
  if (!isSameHex(fields.userAddress, payer)) return `userAddress ${fields.userAddress} is not the payer ${payer}`
  for (const name of ['fee', 'inputFee', 'outputFee'] as const) {
    if (!CANONICAL_DECIMAL.test(fields[name])) return `${name} ${fields[name]} is not a canonical decimal`
  }
  const sum = BigInt(fields.inputFee) + BigInt(fields.outputFee)
  return BigInt(fields.fee) === sum ? undefined : `fee ${fields.fee} is not inputFee + outputFee = ${sum}`
}
