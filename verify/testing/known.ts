import type { HashedFields, Hex } from '../src/index.js'
import { findFixture } from './fixtures.js'

/** Known answers for commitments and signatures, made with another implementation. */
export interface KnownAnswers {
  signer: Hex
  user: Hex
  provider: Hex
  requests: { RequestHash: string; Fee: string; InputFee: string; OutputFee: string }[]
  preimage_utf8: string
  requestsHash: Hex
  requestsHash_if_lowercase_user: Hex
  nonce: string
  totalFee: string
  eip712: Record<'mainnet' | 'testnet', KnownSignature>
  eip191_legacy: { digest: Hex; signature: Hex }
  response: {
    request_utf8: string
    response_utf8: string
    teeml: { text: string; signature: Hex }
    routing: { text: string; signature: Hex }
  }
}
interface KnownSignature {
  domain: { chainId: number; verifyingContract: Hex }
  domainSeparator: Hex
  digest: Hex
  signature: Hex
}

export const KNOWN_ANSWERS = 'compute/kat-synthetic.json'

/** The known answers, undefined without the folder of fixtures. */
export function findKnownAnswers(): KnownAnswers | undefined {
  return findFixture<KnownAnswers>(KNOWN_ANSWERS)
}

/** The known requests as hashed for a given spelling of the user. */
export function toFields(known: KnownAnswers, user: string): HashedFields[] {
  return known.requests.map((request) => ({
    requestHash: request.RequestHash,
    userAddress: user,
    fee: request.Fee,
    inputFee: request.InputFee,
    outputFee: request.OutputFee,
  }))
}

/** The known settlement as signed. */
export function toSigned(known: KnownAnswers) {
  return {
    requestsHash: known.requestsHash,
    nonce: BigInt(known.nonce),
    provider: known.provider,
    user: known.user,
    totalFee: BigInt(known.totalFee),
  }
}
