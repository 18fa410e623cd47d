/** Whose signature stands over a signed text: the part of the check that needs no chain. */
import { recoverAddress } from '#primitives'
import { isSameHex } from '../check.js'
import { readSignature } from '../signature/recover.js'
import type { Hex } from '../subject.js'
import type { TrailProof } from '../trail/record.js'
import { personalMessageDigest } from './personalMessage.js'
import { halvesOf, parseSignedText, type Relay, type SignedText } from './signedText.js'

export type ProofReading =
  /** A key signed the text; `signed` is undefined for a text of no known form. */
  | { kind: 'signed'; signer: Hex; signed: SignedText | undefined; relay: Relay | undefined }
  | { kind: 'wrong'; why: string; expected?: string; found?: string }

/** Recovers the signer and compares it with the address that the proof names; a nested routing proof likewise. */
export function readProof(proof: TrailProof): ProofReading {
  const signer = recoverSigner(proof)
  if (signer === undefined) return { kind: 'wrong', why: 'no key recovers from the signature of the response' }
  if (!isSameHex(signer, proof.signingAddress))
    return {
      kind: 'wrong',
      why: 'the signature is not by the address that the record names',
      expected: proof.signingAddress,
      found: signer,
    }
  const signed = parseSignedText(proof.text)
  const { routingProof } = proof
  if (routingProof === undefined)
    return { kind: 'signed', signer, signed, relay: signed?.kind === 'relayed' ? signed : undefined }
  // An answer that is not sealed carries its relay in the text itself; beside it a nested proof has no meaning.
  if (signed?.kind !== 'sealed') return { kind: 'signed', signer, signed: undefined, relay: undefined }
  return readNested(routingProof, signer, signed)
}

function readNested(
  nested: NonNullable<TrailProof['routingProof']>,
  signer: Hex,
  signed: SignedText & { kind: 'sealed' },
): ProofReading {
  const routed = parseSignedText(nested.text)
  if (routed?.kind !== 'relayed') return { kind: 'wrong', why: 'the routing proof does not say where it relayed to' }
  if (halvesOf(routed) !== halvesOf(signed))
    return {
      kind: 'wrong',
      why: 'the routing proof stands over another request or response than the sealed one',
      expected: halvesOf(signed),
      found: halvesOf(routed),
    }
  const router = recoverSigner(nested)
  if (router === undefined || !isSameHex(router, nested.signingAddress) || router !== signer)
    return {
      kind: 'wrong',
      why: 'the routing proof is not signed by the key that signed the response',
      expected: signer,
      found: router ?? 'no key',
    }
  return { kind: 'signed', signer, signed, relay: routed }
}

function recoverSigner({ text, signature }: { text: string; signature: Hex }): Hex | undefined {
  const form = readSignature(signature)
  return form.kind === 'signature' ? recoverAddress(personalMessageDigest(text), form.signature) : undefined
}
