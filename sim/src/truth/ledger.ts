import { type Calldata, calledAt, type Place, type Truth } from './truth.js'

/** What the facts say of calls that log nothing: money into, within and out of the ledger, and the words of payers. */

/** Money that a call to the ledger moves, or asks it to move. */
export interface Movement {
  kind: 'add-ledger' | 'deposit' | 'deposit-for' | 'transfer' | 'retrieve' | 'refund' | 'delete-ledger'
  /** Whose ledger account. */
  payer: string
  /** Who called. */
  sender: string
  /** Neuron; null where the call names none. */
  amount: bigint | null
  provider: string | null
  service: string | null
}

interface CalledAt {
  contract: string
  calldata: Calldata
}

export function tellMovement(truth: Truth, place: Place, { contract, calldata }: CalledAt, movement: Movement): void {
  truth.put('ledger_movement', `${place.txHash}-${place.next('movement')}`, {
    ...movement,
    contract,
    calldata,
    ...calledAt(place),
  })
}

/** A payer takes a provider's service with the key that it has, or takes that back. */
export function tellPayerAcknowledgement(
  truth: Truth,
  place: Place,
  { contract, calldata }: CalledAt,
  said: { payer: string; provider: string; acknowledged: boolean },
): void {
  truth.put('payer_acknowledgement', `${place.txHash}-${place.next('acknowledgement')}`, {
    ...said,
    signer: null,
    contract,
    calldata,
    ...calledAt(place),
  })
}
