import { functions as serving } from '../../abi/InferenceServing'
import { functions as serving2025 } from '../../abi/InferenceServing2025'
import { functions as ledger } from '../../abi/LedgerManager'
import { functions as ledger2025 } from '../../abi/LedgerManager2025'
import type { ContractCall } from '../calls'
import type { WatchedContracts } from '../chain'
import type { LedgerMovementEvent, PayerAcknowledgedEvent } from '../event'
import { parseAddress, toStorableText } from '../text'

const MAX_SERVICE = 128
const NO_KEY = `0x${'0'.repeat(40)}`

/** What a call without a log said, and whom it was put to. */
export interface UnloggedEvent {
  contract: string
  body: PayerAcknowledgedEvent | LedgerMovementEvent
}

/** Functions whose effect no log tells, by the kind of contract that has them. */
export const UNLOGGED_FUNCTIONS = {
  inferenceServing: [serving.acknowledgeTEESigner, serving2025.acknowledgeTEESigner],
  ledgerManager: [
    ledger.addLedger,
    ledger2025.addLedger,
    ledger.depositFund,
    ledger.depositFundFor,
    ledger.transferFund,
    ledger.retrieveFund,
    ledger.refund,
    ledger.deleteLedger,
  ],
} as const

type Acknowledgement = Pick<PayerAcknowledgedEvent, 'provider' | 'acknowledged' | 'signer'>
type Movement = Pick<LedgerMovementEvent, 'movement'> &
  Partial<Pick<LedgerMovementEvent, 'payer' | 'amount' | 'provider' | 'service'>>

/** The acknowledgements of payers and the ledger's movements among a transaction's successful calls. */
export function decodeUnlogged(calls: readonly ContractCall[], watched: WatchedContracts): UnloggedEvent[] {
  const events: UnloggedEvent[] = []
  let acknowledgements = 0
  let movements = 0
  for (const call of calls) {
    const { from, to: contract, source: calldata } = call
    const kind = watched.get(contract)?.kind
    if (kind === 'inferenceServing') {
      const said = readOrNull(() => readAcknowledgement(call.input))
      if (!said) continue
      const body = { kind: 'payer-acknowledged' as const, n: acknowledgements++, payer: from, ...said, calldata }
      events.push({ contract, body })
    } else if (kind === 'ledgerManager') {
      for (const movement of readOrNull(() => readMovements(call)) ?? []) {
        const none = { payer: from, amount: null, provider: null, service: null }
        const body = { ...none, ...movement, kind: 'ledger-movement' as const, n: movements++, sender: from, calldata }
        events.push({ contract, body })
      }
    }
  }
  return events
}

/** Generation C names the key, the later ones only say yes or no to the service's. */
function readAcknowledgement(input: string): Acknowledgement | null {
  if (serving.acknowledgeTEESigner.is(input)) {
    const { provider, acknowledged } = serving.acknowledgeTEESigner.decode(input)
    return { provider: parseAddress(provider), acknowledged, signer: null }
  }
  if (!serving2025.acknowledgeTEESigner.is(input)) return null
  const { provider, teeSignerAddress } = serving2025.acknowledgeTEESigner.decode(input)
  const signer = parseAddress(teeSignerAddress)
  return { provider: parseAddress(provider), acknowledged: signer !== NO_KEY, signer }
}

function readMovements({ input, value }: ContractCall): Movement[] {
  if (ledger.addLedger.is(input) || ledger2025.addLedger.is(input)) return [{ movement: 'add-ledger', amount: value }]
  if (ledger.depositFund.is(input)) return [{ movement: 'deposit', amount: value }]
  if (ledger.depositFundFor.is(input)) {
    const payer = parseAddress(ledger.depositFundFor.decode(input).recipient)
    return [{ movement: 'deposit-for', payer, amount: value }]
  }
  if (ledger.transferFund.is(input)) {
    const { provider, serviceName, amount } = ledger.transferFund.decode(input)
    return [{ movement: 'transfer', provider: parseAddress(provider), service: toService(serviceName), amount }]
  }
  if (ledger.retrieveFund.is(input)) {
    const { providers, serviceName } = ledger.retrieveFund.decode(input)
    const service = toService(serviceName)
    return providers.map((provider) => ({ movement: 'retrieve', provider: parseAddress(provider), service }))
  }
  if (ledger.refund.is(input)) return [{ movement: 'refund', amount: ledger.refund.decode(input).amount }]
  return ledger.deleteLedger.is(input) ? [{ movement: 'delete-ledger' }] : []
}

function toService(name: string): string {
  return toStorableText(name, MAX_SERVICE)
}

/** Calldata is attacker-controlled: what does not decode says nothing. */
function readOrNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
