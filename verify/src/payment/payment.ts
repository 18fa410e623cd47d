/** Question 1: was it paid? Everything here is the chain's own word, so a contradiction is our index's fault. */
import { absent, indexInconsistent, isSameHex, notJudged, passed, withoutCalldata } from '../check.js'
import { isRejected } from '../conclude.js'
import type { JudgedEvidence, SettlementItem, SettlementSubject } from '../subject.js'
import type { Check, EvidenceRef, Observation } from '../verdict.js'
import { checkInclusion } from './inclusion.js'

/** Names of the contract's result codes, in their order. */
export const RESULT_NAMES = [
  'SUCCESS',
  'PARTIAL',
  'PROVIDER_MISMATCH',
  'NO_TEE_SIGNER',
  'INVALID_NONCE',
  'INVALID_SIGNATURE',
] as const

/** Seconds by which the time inside a nonce may differ from the block's before it is remarked on. */
const NONCE_DRIFT_SECONDS = 3_600n
/** The broker's nonce is the second of signing times this. */
const NONCES_A_SECOND = 10_000_000n

/** Checks the money of one settlement, and that its logs lie in their block. Amounts in neuron. */
export function checkPayment(
  subject: SettlementSubject,
  evidence: Pick<JudgedEvidence, 'receipt' | 'receiptAttempts'>,
): { checks: Check[]; observations: Observation[] } {
  const accepted = contractAccepted(subject)
  if (isRejected(subject.status)) return { checks: [accepted], observations: [] }
  if (subject.generation === 'B') return { checks: [notJudged('contract-accepted')], observations: [] }
  const inclusion = checkInclusion(subject, evidence)
  const { item } = subject
  if (item === null) {
    const needCalldata = (['parties-agree', 'fund-spent', 'balance-level', 'nonce-increases'] as const).map(
      withoutCalldata,
    )
    return { checks: [accepted, ...needCalldata, ...inclusion.checks], observations: inclusion.observations }
  }
  const settled = item.totalFee - subject.unsettledAmount
  return {
    checks: [
      accepted,
      partiesAgree(subject, item),
      fundSpent(subject, settled),
      balanceLevel(subject, settled),
      nonceIncreases(subject, item),
      ...inclusion.checks,
    ],
    observations: [
      ...partialPayment(subject, settled, item.totalFee),
      ...silentLedger(subject, settled),
      ...nonceTime(subject, item),
      ...inclusion.observations,
    ],
  }
}

function contractAccepted(subject: SettlementSubject): Check {
  const found = RESULT_NAMES[subject.status] ?? `status ${subject.status}`
  const shown = { expected: 'SUCCESS or PARTIAL', found, evidence: [transaction(subject)] }
  if (isRejected(subject.status)) return absent('contract-accepted', `Refused by the contract: ${found}.`, shown)
  if (subject.status !== 0 && subject.status !== 1)
    return indexInconsistent('contract-accepted', `the contract has no result ${subject.status}.`, shown)
  if (subject.status === 0 && subject.unsettledAmount !== 0n)
    return indexInconsistent('contract-accepted', 'SUCCESS leaves nothing unsettled, but the log says so.', shown)
  return passed('contract-accepted', shown)
}

function partiesAgree(subject: SettlementSubject, item: SettlementItem): Check {
  const shown = {
    expected: `provider ${subject.caller}, payer ${subject.payer}`,
    found: `provider ${item.provider}, payer ${item.user}`,
    evidence: [transaction(subject)],
  }
  if (isSameHex(item.provider, subject.caller) && isSameHex(item.user, subject.payer))
    return passed('parties-agree', shown)
  return indexInconsistent('parties-agree', 'the contract accepts a bill from its own provider only.', shown)
}

// PARTIAL against an empty account moves nothing, and then the contract writes neither FundSpent nor BalanceUpdated.
// Ledgers before January 2026 write no FundSpent: then the amount is what the account fell by.
function fundSpent(subject: SettlementSubject, settled: bigint): Check {
  const shown = {
    expected: settled === 0n ? 'no FundSpent log' : `${settled}`,
    found: subject.fundSpent === null ? 'no FundSpent log' : `${subject.fundSpent}`,
    evidence: [transaction(subject)],
  }
  if (settled < 0n) return indexInconsistent('fund-spent', 'more is unsettled than was billed.', shown)
  if (isSilentLedger(subject, settled)) {
    const { balanceBefore, balanceAfter } = subject
    const fell = balanceBefore === null || balanceAfter === null ? undefined : balanceBefore - balanceAfter
    if (fell === settled) return passed('fund-spent', { ...shown, found: `${fell} by the account, no FundSpent log` })
    return indexInconsistent('fund-spent', 'neither a FundSpent log nor the account shows the settled amount.', shown)
  }
  if (subject.fundSpent === (settled === 0n ? null : settled)) return passed('fund-spent', shown)
  return indexInconsistent('fund-spent', 'the FundSpent log does not match the settled amount.', shown)
}

function balanceLevel(subject: SettlementSubject, settled: bigint): Check {
  const { balanceBefore, balanceAfter } = subject
  const evidence = [transaction(subject)]
  if (settled === 0n) {
    const shown = { expected: 'no BalanceUpdated log', found: level(balanceAfter), evidence }
    if (balanceAfter === null) return passed('balance-level', shown)
    return indexInconsistent('balance-level', 'nothing was settled, yet a BalanceUpdated log is paired.', shown)
  }
  if (balanceAfter === null || balanceBefore === null) {
    const which = balanceAfter === null ? 'after' : 'before'
    return indexInconsistent('balance-level', `the account's level ${which} this bill is not known.`, {
      found: level(balanceAfter),
      evidence,
    })
  }
  const shown = { expected: `${balanceBefore - settled}`, found: `${balanceAfter}`, evidence }
  if (balanceAfter >= 0n && balanceAfter === balanceBefore - settled) return passed('balance-level', shown)
  return indexInconsistent('balance-level', 'the account did not fall by the settled amount.', shown)
}

function nonceIncreases(subject: SettlementSubject, item: SettlementItem): Check {
  const floor = subject.previousNonce ?? 0n
  const shown = { expected: `more than ${floor}`, found: `${item.nonce}`, evidence: [transaction(subject)] }
  if (item.nonce > floor) return passed('nonce-increases', shown)
  return indexInconsistent('nonce-increases', 'the contract accepts rising nonces only.', shown)
}

function partialPayment(subject: SettlementSubject, settled: bigint, billed: bigint): Observation[] {
  if (subject.status !== 1) return []
  const text = `${settled} of the ${billed} neuron billed were paid: the account held no more.`
  return [{ id: 'partly-paid', question: 'payment', text, evidence: [transaction(subject)] }]
}

function isSilentLedger({ generation, fundSpent }: SettlementSubject, settled: bigint): boolean {
  return generation !== 'E' && fundSpent === null && settled > 0n
}

function silentLedger(subject: SettlementSubject, settled: bigint): Observation[] {
  if (!isSilentLedger(subject, settled)) return []
  const text = 'The ledger of that time wrote no log of what it spent: the amount rests on the level of the account.'
  return [{ id: 'ledger-silent', question: 'payment', text, evidence: [transaction(subject)] }]
}

function nonceTime(subject: SettlementSubject, { nonce }: SettlementItem): Observation[] {
  const drift = nonce / NONCES_A_SECOND - BigInt(Math.floor(subject.blockTime / 1000))
  if (drift <= NONCE_DRIFT_SECONDS && drift >= -NONCE_DRIFT_SECONDS) return []
  const text = `The nonce stands for a signing time ${drift < 0n ? -drift : drift} seconds ${drift < 0n ? 'before' : 'after'} the block.`
  return [{ id: 'nonce-time', question: 'payment', text, evidence: [transaction(subject)] }]
}

function level(balance: bigint | null): string {
  return balance === null ? 'no BalanceUpdated log' : `${balance}`
}

function transaction(subject: SettlementSubject): EvidenceRef {
  return { kind: 'transaction', ref: subject.txHash }
}
