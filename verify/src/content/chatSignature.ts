/** The answer of a provider's signature endpoint, `GET /v1/proxy/signature/{key}`, as it is served. */
import { matching, optional, shape, text, when } from '../rules.js'
import type { Hex } from '../subject.js'
import type { SignedStatement, TrailProof } from '../trail/record.js'
import { MAX_SIGNED_TEXT } from './signedText.js'

/** The answer is not one of the signature endpoint; the message names the field and what was expected. */
export class ChatSignatureError extends Error {
  override name = 'ChatSignatureError'
}

const MAX_LENGTH = 64 * 1024
const statement = {
  text: text(MAX_SIGNED_TEXT),
  signature: matching(/^0x[0-9a-fA-F]{130}$/, '0x and 130 hex digits'),
  signing_address: matching(/^0x[0-9a-fA-F]{40}$/, '0x and 40 hex digits'),
  signing_algo: optional(when((value) => value === 'ecdsa', '"ecdsa"')),
}
const rule = shape({ ...statement, routing_proof: optional(shape(statement)) })

interface Served {
  text: string
  signature: string
  signing_address: string
  routing_proof?: Served
}

/**
 * Reads the answer from its JSON text. Fields beside those named in the signed text (`provider_type` and the like) are
 * left out: no signature covers them.
 * @throws ChatSignatureError for anything else than such an answer.
 */
export function parseChatSignature(json: string): TrailProof {
  if (json.length > MAX_LENGTH)
    throw new ChatSignatureError(`The answer has ${json.length} characters, at most ${MAX_LENGTH} are read.`)
  const value = parseJson(json)
  const wrong = rule(value, 'signature')
  if (wrong !== undefined) throw new ChatSignatureError(`The answer is no chat signature: ${wrong}.`)
  const served = value as Served
  const { routing_proof: nested } = served
  return { ...toStatement(served), ...(nested === undefined ? {} : { routingProof: toStatement(nested) }) }
}

function toStatement(served: Served): SignedStatement {
  return {
    text: served.text,
    signature: served.signature.toLowerCase() as Hex,
    signingAddress: served.signing_address.toLowerCase() as Hex,
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new ChatSignatureError('The answer is not JSON.')
  }
}
