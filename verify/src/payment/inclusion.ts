/** Whether the block says what was indexed: header, receipt, logs and calldata, recomputed to the block hash. */
import type { BlockHeader } from '../chain/header.js'
import type { Receipt } from '../chain/receipt.js'
import type { Transaction } from '../chain/transaction.js'
import type { Refused } from '../chain/trieProof.js'
import { proveReceipt, proveTransaction, verifyHeader } from '../chain/verifyReceipt.js'
import { indexInconsistent, isSameHex, passed, unavailable, withoutCalldata } from '../check.js'
import type { CheckId } from '../registry.js'
import type { JudgedEvidence, ReceiptEvidence, SettlementItem, SettlementSubject } from '../subject.js'
import type { Check, EvidenceRef, Observation } from '../verdict.js'
import { contains, decodeSettleCall, encodeItem } from './calldata.js'
import { findSettlementLogs, type SettlementLogs } from './settlementLogs.js'

interface Findings {
  checks: Check[]
  observations: Observation[]
}

const MAX_ATTEMPTS_SHOWN = 5

/**
 * Proves that the settlement's logs and calldata lie in its block. What a node served wrong makes a check unavailable
 * and names the node; proven logs that contradict the index are the index's fault.
 */
export function checkInclusion(
  subject: SettlementSubject,
  { receipt, receiptAttempts = [] }: Pick<JudgedEvidence, 'receipt' | 'receiptAttempts'>,
): Findings {
  if (receipt === null) return { checks: nothingServed(receiptAttempts), observations: [] }
  const evidence: EvidenceRef[] = [
    { kind: 'transaction', ref: subject.txHash },
    { kind: 'source', ref: receipt.source },
  ]
  const header = verifyHeader(receipt.header, subject.blockHash)
  if (header.kind === 'refused') return { checks: refusedHeader(header, receipt, evidence), observations: [] }
  const proven = proveReceipt(header.value, receipt)
  const transaction =
    receipt.transactionProof === undefined
      ? undefined
      : proveTransaction(header.value, receipt.transactionIndex, receipt.transactionProof)
  const isTied = transaction?.kind === 'read' && isSameHex(transaction.value.hash, subject.txHash)
  const calldata = checkCalldata(subject, transaction, receipt.source, evidence)
  return {
    checks: [
      headerAgrees(subject, header.value, evidence),
      proven.kind === 'refused'
        ? faulty('receipt-proof', proven, receipt.source, evidence)
        : passed('receipt-proof', { found: `receipt ${receipt.transactionIndex} of the block`, evidence }),
      proven.kind === 'refused'
        ? unavailable('log-agrees', 'The receipt is not proven to lie in the block.', { evidence })
        : logAgrees(subject, proven.value, isTied, evidence),
      ...calldata.checks,
    ],
    observations: calldata.observations,
  }
}

function nothingServed(attempts: readonly { source: string; outcome: string }[]): Check[] {
  const listed = attempts.slice(0, MAX_ATTEMPTS_SHOWN).map(({ source, outcome }) => `${source}: ${outcome}`)
  const tried = listed.length > 0 ? ` Asked: ${listed.join('; ')}.` : ''
  const reason = `No node served the block and receipts of this bill.${tried}`
  return (['header-hash', 'receipt-proof', 'log-agrees'] as const).map((id) => unavailable(id, reason))
}

function refusedHeader(refused: Refused, { source }: ReceiptEvidence, evidence: EvidenceRef[]): Check[] {
  const reason = 'No header of the block is at hand.'
  return [
    faulty('header-hash', refused, source, evidence),
    unavailable('receipt-proof', reason, { evidence }),
    unavailable('log-agrees', reason, { evidence }),
  ]
}

function faulty(id: CheckId, { why, expected, found }: Refused, source: string, evidence: EvidenceRef[]): Check {
  return unavailable(id, `Faulty source: ${source} served bytes that prove nothing, ${why}.`, {
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    evidence,
  })
}

function headerAgrees(subject: SettlementSubject, header: BlockHeader, evidence: EvidenceRef[]): Check {
  const shown = {
    expected: `block ${subject.blockNumber} of ${subject.blockTime} ms, ${subject.blockHash.toLowerCase()}`,
    found: `block ${header.number} of ${header.timestamp * 1000} ms, ${header.hash}`,
    evidence,
  }
  if (shown.expected === shown.found) return passed('header-hash', shown)
  return indexInconsistent('header-hash', 'the block of this hash has another number or time.', shown)
}

function logAgrees(subject: SettlementSubject, receipt: Receipt, isTied: boolean, evidence: EvidenceRef[]): Check {
  const logs = findSettlementLogs(receipt.logs, subject.contract, subject.ordinal)
  const expected = describeIndexed(subject)
  const found = logs === undefined ? `no result log ${subject.ordinal} of the contract` : describeProven(subject, logs)
  const shown = { expected, found, evidence }
  if (receipt.succeeded !== false && expected === found) return passed('log-agrees', shown)
  if (isTied) return indexInconsistent('log-agrees', 'the proven logs of the transaction say something else.', shown)
  return unavailable('log-agrees', 'The proven receipt says something else, or is that of another transaction.', shown)
}

/** Neuron that moved, where that is known without the logs. */
function settledOf({ item, fundSpent, unsettledAmount }: SettlementSubject): bigint {
  return item === null ? (fundSpent ?? 0n) : item.totalFee - unsettledAmount
}

function describeIndexed(subject: SettlementSubject): string {
  const { payer, status, unsettledAmount, caller, fundSpent, balanceAfter } = subject
  const settled = settledOf(subject)
  const result = `payer ${payer.toLowerCase()}, status ${status}, unsettled ${unsettledAmount}`
  if (settled === 0n) return result
  const spent = fundSpent === null ? '' : `, spent ${settled} at ${subject.contract.toLowerCase()}`
  return `${result}${spent}, level ${balanceAfter} at ${caller.toLowerCase()}`
}

// Logs of other payers right before the result belong to somebody else: they are no part of this item.
function describeProven(
  subject: SettlementSubject,
  { payer, status, unsettled, level, spent }: SettlementLogs,
): string {
  const result = `payer ${payer}, status ${status}, unsettled ${unsettled}`
  if (settledOf(subject) === 0n) return result
  const ownSpent = subject.fundSpent !== null && spent !== null && spent.payer === payer
  const ownLevel = level !== null && level.payer === payer
  return [
    result,
    ownSpent ? `, spent ${spent.amount} at ${spent.service}` : '',
    ownLevel ? `, level ${level.amount} at ${level.provider}` : ', no level',
  ].join('')
}

function checkCalldata(
  subject: SettlementSubject,
  transaction: ReturnType<typeof proveTransaction> | undefined,
  source: string,
  evidence: EvidenceRef[],
): Findings {
  if (transaction === undefined) {
    const text = `Which transaction of the block this is rests on the word of ${source}: its bytes were not asked for.`
    return { checks: [], observations: [{ id: 'position-unproven', question: 'payment', text, evidence }] }
  }
  if (transaction.kind === 'refused') return only(faulty('calldata-proof', transaction, source, evidence))
  const { hash } = transaction.value
  if (!isSameHex(hash, subject.txHash)) {
    const refused: Refused = {
      kind: 'refused',
      why: 'the transaction is another',
      expected: subject.txHash,
      found: hash,
    }
    return only(faulty('calldata-proof', refused, source, evidence))
  }
  if (subject.item === null) return only(withoutCalldata('calldata-proof'))
  return compareCalldata(subject, subject.item, transaction.value, evidence)
}

/** In a direct call the item stands at its ordinal; in a call around it, its encoding stands somewhere in the calldata. */
function compareCalldata(
  subject: SettlementSubject,
  item: SettlementItem,
  { to, input }: Transaction,
  evidence: EvidenceRef[],
): Findings {
  const isDirect = to !== null && isSameHex(to, subject.contract)
  const direct = isDirect ? decodeSettleCall(input)?.[subject.ordinal] : undefined
  if (direct !== undefined) {
    const shown = { expected: describeItem(item), found: describeItem(direct), evidence }
    if (shown.expected === shown.found) return only(passed('calldata-proof', shown))
    return only(indexInconsistent('calldata-proof', 'the proven calldata carries another bill.', shown))
  }
  if (contains(input, encodeItem(item)))
    return only(
      passed('calldata-proof', { found: `within the calldata of a call to ${to ?? 'a new contract'}`, evidence }),
    )
  const text = `The bill was read from a trace: the transaction calls ${to ?? 'a new contract'} and does not carry it word for word.`
  return { checks: [], observations: [{ id: 'calldata-from-trace', question: 'payment', text, evidence }] }
}

function describeItem({ user, provider, totalFee, requestsHash, nonce, signature }: SettlementItem): string {
  return [user, provider, totalFee, requestsHash, nonce, signature].join(' ').toLowerCase()
}

function only(check: Check): Findings {
  return { checks: [check], observations: [] }
}
