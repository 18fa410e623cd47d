/**
 * `touchstone-trail/1`: what the lines of a trail say. The format is described in docs/trail.md.
 * Two forms of digest stand in it, each as its field writes it elsewhere: values of the chain (addresses, transaction
 * hashes, signatures) are 0x-prefixed lower-case hex, SHA-256 digests are 64 lower-case hex digits as in signed texts.
 */
import type { Hex } from '../subject.js'

export const TRAIL_SPEC = 'touchstone-trail/1'
/** Bytes of one line without its line feed. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024
/** Bytes of a whole trail. */
export const MAX_TRAIL_BYTES = 256 * 1024 * 1024

/** The first line. Times in milliseconds; `from` and `to` are the earliest and latest `createdAt`. */
export interface TrailHeader {
  spec: typeof TRAIL_SPEC
  chainId: number
  /** The InferenceServing proxy whose settlements the trail opens. */
  contract: Hex
  provider: Hex
  payer: Hex
  /** Who says to have written it. Its author is the sender of the anchor's transaction, not this. */
  publisher: Hex
  via: 'direct' | 'router'
  from: number
  to: number
}

/** Request or response: its digest always, its bytes (base64) if the publisher shows them. */
export interface TrailBody {
  /** 64 lower-case hex digits. */
  sha256: string
  bytes?: string
}

/** A text and who signed it. */
export interface SignedStatement {
  text: string
  /** 65 bytes r‖s‖v. */
  signature: Hex
  signingAddress: Hex
}

/** The answer of the provider's signature endpoint for one response. */
export interface TrailProof extends SignedStatement {
  /** Beside the text of a sealed session that was relayed: where to. */
  routingProof?: SignedStatement
}

/** Signer and text: two signatures over one text by one key are one statement. */
export function nameProof({ signingAddress, text }: Pick<SignedStatement, 'signingAddress' | 'text'>): string {
  return `${signingAddress.toLowerCase()}:${text}`
}

/** The five strings that the broker hashes, casing and digits exactly as hashed. Neuron, decimal. */
export interface HashedFields {
  /** The broker's UUID v4. */
  requestHash: string
  userAddress: string
  fee: string
  inputFee: string
  outputFee: string
}

/** One inference. A provider's trail has all five hashed fields, a payer's trail has none. */
export interface TrailRecord extends Partial<HashedFields> {
  /** Nonce of the settlement, decimal. */
  settlement: string
  createdAt: number
  model: string
  usage?: { promptTokens: number; completionTokens: number }
  request: TrailBody
  response: TrailBody
  /** The images of the response in its order, where the signature covers them instead of the body. */
  images?: TrailBody[]
  proof?: TrailProof
  /** `ZG-Res-Key` of the response. */
  resKey?: string
  system?: { sha256: string }
  tools?: { sha256: string }
  actions?: { chainId: number; txHash: Hex }[]
}
