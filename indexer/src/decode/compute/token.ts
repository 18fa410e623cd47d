import { events } from '../../abi/InferenceServing'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import type { TokenRevocationEvent } from '../event'
import { parseAddress } from '../text'

/** TokenRevoked: one session token. */
export function decodeTokenRevoked(log: ChainLog): TokenRevocationEvent {
  const { user, provider, tokenId } = decodeEvent(events.TokenRevoked, log)
  return revocation(user, provider, `${tokenId}`)
}

/** TokensRevoked: a list of a payer's making, which may name one of the 256 ids any number of times. */
export function decodeTokensRevoked(log: ChainLog): TokenRevocationEvent {
  const { user, provider, tokenIds } = decodeEvent(events.TokensRevoked, log)
  return revocation(user, provider, [...new Set(tokenIds)].join(','))
}

/** AllTokensRevoked: every token of the generation that ends. */
export function decodeAllTokensRevoked(log: ChainLog): TokenRevocationEvent {
  const { user, provider, newGeneration } = decodeEvent(events.AllTokensRevoked, log)
  return { ...revocation(user, provider, 'all'), generation: newGeneration }
}

function revocation(user: string, provider: string, tokens: string): TokenRevocationEvent {
  return {
    kind: 'token-revocation',
    payer: parseAddress(user),
    provider: parseAddress(provider),
    tokens,
    generation: null,
  }
}
