import { loggedAt, type Place, type Truth } from './truth.js'

/** Session tokens that a payer takes back at a provider. */
export interface Revocation {
  payer: string
  provider: string
  /** Ids as the payer listed them, or `all`. */
  tokens: readonly number[] | 'all'
  /** The generation that `all` begins. */
  generation: bigint | null
}

/** Each token is named once, in the order of its first mention. */
export function tellRevocation(
  truth: Truth,
  place: Place,
  { contract, payer, provider, tokens, generation }: Revocation & { contract: string },
): void {
  truth.put('token_revocation', `${place.blockNumber}-${place.logIndex}`, {
    payer,
    provider,
    contract,
    tokens: tokens === 'all' ? tokens : [...new Set(tokens)].join(','),
    generation,
    ...loggedAt(place),
  })
}
