/** A chat signature by itself, with the bytes of the request and response where they are at hand. No chain is asked. */
import { absent, failed, passed } from '../check.js'
import type { CheckId } from '../registry.js'
import { findMockSigner } from '../signature/signature.js'
import type { TrailProof } from '../trail/record.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, Observation } from '../verdict.js'
import { readProof } from './proof.js'
import { readRequest, readResponse } from './reading.js'
import { parseSignedText, type Relay, type SignedText } from './signedText.js'

/** A proof as the signature endpoint serves it (see `parseChatSignature`), and the bodies as they travelled. */
export interface ResponseProof extends TrailProof {
  request?: Uint8Array
  response?: Uint8Array
  /** Names the keys whose private half is public; without it a mock key is not recognised, and an observation says so. */
  trust?: Pick<TrustMaterial, 'mockSigners'>
}

/** `publisher`: whoever handed the proof or the bytes over. Nothing here says who that is. */
export type PublisherCheck = Check<'publisher'>

export interface ProofVerdict {
  /** `request-bytes`, `response-bytes` and `response-signature`: what the subject `chat-signature` of `conclude` needs. */
  checks: PublisherCheck[]
  observations: Observation[]
}

// Plaintext can be right: whether it is what the envelope holds, only its keys tell.
const ANOTHER_FORM = 'no sealed envelope'

/**
 * Verifies that `signingAddress` signed the text, and that the text names these bytes. That a service holds the key, that
 * an enclave does, and that anybody paid, is not looked at. Bytes that are not given are absent.
 */
export function verifyResponseProof({ request, response, trust, ...proof }: ResponseProof): ProofVerdict {
  const reading = readProof(proof)
  const signed = parseSignedText(proof.text)
  const checks = [
    compareBody('request-bytes', request && digestRequest(request, signed), signed && expectedRequest(signed)),
    compareBody('response-bytes', response && digestResponse(response, signed), signed && expectedResponse(signed)),
    checkSignature(proof, reading, trust),
  ]
  const relay = reading.kind === 'signed' ? reading.relay : undefined
  return { checks, observations: [...observeRelay(relay), ...observeForm(signed), ...observeTrust(trust)] }
}

function checkSignature(
  proof: TrailProof,
  reading: ReturnType<typeof readProof>,
  trust: ResponseProof['trust'],
): PublisherCheck {
  const id = 'response-signature'
  if (reading.kind === 'wrong')
    return failed(id, 'publisher', `${sentence(reading.why)}.`, {
      expected: reading.expected ?? proof.signingAddress,
      found: reading.found ?? 'no key',
    })
  const { signer, signed } = reading
  const mock = trust && findMockSigner(signer, trust)
  if (mock !== undefined)
    return failed(id, 'publisher', `The private key of ${signer} is public (${mock.source}).`, { found: signer })
  if (signed === undefined) return absent(id, 'The signed text has a form that this version does not read.')
  if (signed.kind === 'plain') return absent(id, 'The signed text has a form that is reserved and not in use.')
  return passed(id, { expected: proof.signingAddress, found: signer })
}

function compareBody(
  id: CheckId & `${'request' | 'response'}-bytes`,
  found: string | undefined,
  expected: string | undefined,
): PublisherCheck {
  const which = id === 'request-bytes' ? 'request' : 'response'
  if (expected === undefined) return absent(id, `The signed text names no ${which} in a form that this version reads.`)
  if (found === undefined) return absent(id, `The bytes of the ${which} were not given.`)
  if (found === ANOTHER_FORM)
    return absent(id, `The signature covers a sealed ${which}; what was given is another form of it.`, { expected })
  if (found === expected) return passed(id, { expected, found })
  return failed(id, 'publisher', `The given ${which} is not the one that was signed.`, { expected, found })
}

function expectedRequest(signed: SignedText): string | undefined {
  if (signed.kind === 'plain') return undefined
  return signed.kind === 'sealed' ? signed.requestHash : signed.requestSha256
}

function expectedResponse(signed: SignedText): string | undefined {
  if (signed.kind === 'plain') return undefined
  if (signed.kind === 'images') return signed.imageSha256.join(',')
  return signed.kind === 'sealed' ? signed.responseHash : signed.responseSha256
}

function digestRequest(bytes: Uint8Array, signed: SignedText | undefined): string {
  const { sha256, sealed } = readRequest(bytes)
  return signed?.kind === 'sealed' ? (sealed ?? ANOTHER_FORM) : sha256
}

function digestResponse(bytes: Uint8Array, signed: SignedText | undefined): string {
  const { sha256, sealed, sealedStream, images } = readResponse(bytes)
  if (signed?.kind === 'sealed') return (signed.isStream ? sealedStream : sealed) ?? ANOTHER_FORM
  if (signed?.kind === 'images') return images?.join(',') ?? 'no images'
  // A single image is signed in the form of a body.
  const [image] = images ?? []
  const isImage = images?.length === 1 && signed?.kind === 'in-enclave' && image === signed.responseSha256
  return isImage ? image : sha256
}

function observeRelay(relay: Relay | undefined): Observation[] {
  if (relay === undefined) return []
  const { providerType, providerIdentity, tlsCertificateSha256 } = relay
  const text = `The signer says that it relayed the request: ${providerType} ${providerIdentity}, TLS certificate ${tlsCertificateSha256}.`
  return [{ id: 'relayed-to', question: 'content', text, evidence: [] }]
}

function observeForm(signed: SignedText | undefined): Observation[] {
  if (signed?.kind !== 'sealed') return []
  const text = 'The signature covers sealed envelopes: what they say is known to the asker alone.'
  return [{ id: 'sealed', question: 'content', text, evidence: [] }]
}

function observeTrust(trust: ResponseProof['trust']): Observation[] {
  if (trust !== undefined) return []
  const text = 'No list of publicly known keys was given: a mock key is not recognised.'
  return [{ id: 'mock-keys-unknown', question: 'content', text, evidence: [] }]
}

function sentence(why: string): string {
  return why.charAt(0).toUpperCase() + why.slice(1)
}
