import { LedgerMovement, PayerAcknowledgement, TokenRevocation } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import type { FactState } from '../state'
import { setAccountSigner } from './accounts'

/** A payer's own word on a provider's key. In generation C it is the key that the payer's bills are checked against. */
export function applyPayerAcknowledged(state: FactState, event: EventOf<'payer-acknowledged'>) {
  const { at, n, payer, provider, acknowledged, signer, calldata } = event
  const row = new PayerAcknowledgement({
    id: `${at.txHash}-${n}`,
    payer,
    provider,
    contract: at.contract,
    acknowledged,
    signer,
    calldata,
    blockNumber: at.blockNumber,
    blockTime: at.blockTime,
    txHash: at.txHash,
  })
  state.payerAcknowledgements.put(row)
  if (signer !== null) setAccountSigner(state, payer, provider, signer, at)
}

export function applyLedgerMovement(state: FactState, event: EventOf<'ledger-movement'>) {
  const { at, n, payer, sender, movement, amount, provider, service, calldata } = event
  const row = new LedgerMovement({
    id: `${at.txHash}-${n}`,
    payer,
    sender,
    kind: movement,
    amount,
    provider,
    service,
    calldata,
    contract: at.contract,
    blockNumber: at.blockNumber,
    blockTime: at.blockTime,
    txHash: at.txHash,
  })
  state.ledgerMovements.put(row)
}

export function applyTokenRevocation(state: FactState, event: EventOf<'token-revocation'>) {
  const { at, payer, provider, tokens, generation } = event
  const row = new TokenRevocation({
    id: `${at.blockNumber}-${at.logIndex}`,
    payer,
    provider,
    contract: at.contract,
    tokens,
    generation,
    blockNumber: at.blockNumber,
    blockTime: at.blockTime,
    txHash: at.txHash,
    logIndex: at.logIndex,
  })
  state.tokenRevocations.put(row)
}
