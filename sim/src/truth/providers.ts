import { loggedAt, type Place, type Truth } from './truth.js'

/** The provider's row, made where it first does something that counts. */
export function openProvider(truth: Truth, place: Place, provider: string): void {
  if (truth.find('provider', provider)) return
  truth.put('provider', provider, { first_seen_block: place.blockNumber, current_service_id: null, stake: 0n })
}

/** A stake paid in or back; a provider's stake is the sum over all serving contracts. */
export function tellStake(
  truth: Truth,
  place: Place,
  {
    contract,
    provider,
    kind,
    amount,
  }: { contract: string; provider: string; kind: 'staked' | 'returned'; amount: bigint },
): void {
  openProvider(truth, place, provider)
  const before = truth.find('provider', provider)?.stake
  const change = kind === 'staked' ? amount : -amount
  truth.put('provider', provider, { stake: BigInt(before ?? 0) + change })
  const id = `${place.blockNumber}-${place.logIndex}`
  truth.put('stake_change', id, { provider_id: provider, contract, kind, amount, ...loggedAt(place) })
}
