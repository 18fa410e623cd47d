import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type HashedFields, type TrailProof, type TrailRecord, toBase64 } from '@touchstone/verify'

/** One inference as whoever made or served it holds it: raw bytes, before and after. */
export interface Inference {
  /** Nonce of the settlement that bills it. */
  settlement: bigint
  /** Milliseconds. */
  createdAt: number
  model: string
  usage?: { promptTokens: number; completionTokens: number }
  /** The body of the request, exactly as sent. */
  request: Uint8Array
  /** The body of the response, exactly as received; of a stream, its raw events. */
  response: Uint8Array
  /** The answer of the provider's signature endpoint for this response. */
  proof?: TrailProof
  /** `ZG-Res-Key`. */
  resKey?: string
  /** The five strings of the broker's row, exactly as hashed. A payer does not have them. */
  hashed?: HashedFields
  /** What the agent was told to be, in the words of its system message. */
  system?: string
  /** What the agent could do: the `tools` of the request as its body writes them. */
  tools?: string
  /** Transactions that the agent then made, at most 1000. */
  actions?: TrailRecord['actions']
}

/** Which bodies a publisher shows. A digest stands in the trail in any case. */
export interface Disclosure {
  request: 'bytes' | 'digest'
  response: 'bytes' | 'digest'
}

/** The line of a trail for an inference: digests are taken of the very bytes. */
export function toTrailRecord(inference: Inference, disclosure: Disclosure): TrailRecord {
  const { settlement, createdAt, model, usage, proof, resKey, hashed, system, tools, actions } = inference
  return {
    ...hashed,
    settlement: settlement.toString(),
    createdAt,
    model,
    ...(usage === undefined ? {} : { usage }),
    request: toBody(inference.request, disclosure.request),
    response: toBody(inference.response, disclosure.response),
    ...(proof === undefined ? {} : { proof }),
    ...(resKey === undefined ? {} : { resKey }),
    ...(system === undefined ? {} : { system: { sha256: hashText(system) } }),
    ...(tools === undefined ? {} : { tools: { sha256: hashText(tools) } }),
    ...(actions === undefined ? {} : { actions }),
  }
}

/** SHA-256 of a text's UTF-8, 64 hex digits: the form in which trails name a system text, and agents may commit to one. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

function toBody(bytes: Uint8Array, shown: 'bytes' | 'digest') {
  const digest = bytesToHex(sha256(bytes))
  return shown === 'bytes' ? { sha256: digest, bytes: toBase64(bytes) } : { sha256: digest }
}
