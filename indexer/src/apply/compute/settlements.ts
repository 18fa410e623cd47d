import { type Account, Settlement } from '@touchstone/store/model'
import { isAccepted } from '../../decode/compute/settlement'
import type { EventOf } from '../../decode/event'
import type { FactContext, FactState } from '../state'
import { atContract } from '../state'
import { accountId, setLevel, setSettled } from './accounts'
import { isAcknowledged } from './acknowledgements'
import { codeInForce, keepsSignerInAccount } from './contracts'
import { getOrAddProvider } from './providers'

/** One item of a settle call, with what the chain held immediately before its log. */
export function applySettlement(state: FactState, event: EventOf<'settlement'>, context: FactContext) {
  const { at, payer, caller } = event
  const before = state.accounts.find(accountId(at.contract, payer, caller))
  state.settlements.put(buildSettlement(state, event, context, before))
  if (!isAccepted(event.status) || !isCallerKnown(event)) return
  getOrAddProvider(state, caller, at)
  if (event.level) setLevel(state, event.level, { ...at, logIndex: event.level.logIndex }, 'settlement')
  setSettled(state, payer, caller, event.item?.nonce ?? null, at)
}

/** Without calldata and without a level the caller of an inner call is a guess: no provider and no account come of it. */
function isCallerKnown({ item, level, at }: EventOf<'settlement'>): boolean {
  return item !== null || level !== null || at.txTo === at.contract
}

function buildSettlement(
  state: FactState,
  event: EventOf<'settlement'>,
  context: FactContext,
  before: Account | undefined,
): Settlement {
  const { at, item, caller } = event
  const service = state.services.findOpen(atContract(at.contract, caller))
  const code = codeInForce(state, at.contract)
  return new Settlement({
    id: `${context.chainId}-${at.txHash}-${event.n}`,
    n: event.n,
    payer: event.payer,
    provider: caller,
    namedProvider: item?.provider ?? null,
    status: event.status,
    accepted: isAccepted(event.status),
    totalFee: item?.totalFee ?? null,
    unsettledAmount: event.unsettledAmount,
    settledAmount: settledAmount(event),
    requestsHash: item?.requestsHash ?? null,
    nonce: item?.nonce ?? null,
    signature: item?.signature ?? null,
    calldata: event.calldata,
    ...code,
    fundSpent: event.fundSpent,
    balanceBefore: before?.balance ?? null,
    balanceAfter: event.level?.balance ?? null,
    previousNonce: before?.nonce ?? null,
    ...(keepsSignerInAccount(code.generation)
      ? signerOfAccount(before)
      : { signer: service?.teeSigner ?? null, signerAcknowledged: isAcknowledged(state, at.contract, caller) }),
    service: service ?? null,
    windowFromBlock: before?.settledBlock ?? before?.openedBlock ?? null,
    contract: at.contract,
    blockNumber: at.blockNumber,
    blockHash: at.blockHash,
    blockTime: at.blockTime,
    txHash: at.txHash,
    txFrom: at.txFrom,
    logIndex: at.logIndex,
  })
}

/** Generation C knows no key of a service: the payer names one for its account, in a call that logs nothing. */
function signerOfAccount(account: Account | undefined): Pick<Settlement, 'signer' | 'signerAcknowledged'> {
  const signer = account?.signer ?? null
  return { signer, signerAcknowledged: signer !== null && BigInt(signer) !== 0n }
}

function settledAmount({ status, item, unsettledAmount, fundSpent }: EventOf<'settlement'>): bigint {
  if (!isAccepted(status)) return 0n
  return item === null ? (fundSpent ?? 0n) : item.totalFee - unsettledAmount
}
