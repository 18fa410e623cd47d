/** The checks on one record of an opened bill. */

import { bytesToHex } from '@noble/hashes/utils.js'
import { recoverAddress, sha256 } from '#primitives'
import { isSameHex } from '../check.js'
import { readSignature } from '../signature/recover.js'
import { findMockSigner } from '../signature/signature.js'
import type { Hex, SettlementSubject } from '../subject.js'
import { findBodyBytes } from '../trail/parse.js'
import type { TrailBody, TrailProof, TrailRecord } from '../trail/record.js'
import type { TrustMaterial } from '../trust.js'
import { personalMessageDigest } from './personalMessage.js'
import { fitBill, listInForce, listKeys, mayHoldUnknownKey } from './services.js'
import { parseSignedText, type SignedText } from './signedText.js'
import type { Finding } from './tally.js'
import { findUsage } from './usage.js'

export interface RecordFindings {
  request: Finding
  response: Finding
  signature: Finding
  fit: Finding
  /** What the service signed about its relay, where its signature holds. */
  relay: SignedText['relay']
}

/** Examines one record. Whether a mismatch accuses anybody depends on who anchored the trail, not on this. */
export function examineRecord(record: TrailRecord, subject: SettlementSubject, trust: TrustMaterial): RecordFindings {
  const signed = record.proof === undefined ? undefined : parseSignedText(record.proof.text)
  const request = examineBody(record.request, signed?.requestSha256, 'request')
  const response = examineBody(record.response, signed?.responseSha256, 'response')
  const signature = examineProof(record, signed, subject, trust)
  const isEstablished = response.kind === 'match' && signature.kind === 'match'
  const fit: Finding = isEstablished
    ? examineFit(record, subject)
    : { kind: 'missing', why: 'the signed response is not established' }
  return { request, response, signature, fit, relay: signature.kind === 'match' ? signed?.relay : undefined }
}

function examineBody(body: TrailBody, signedSha256: string | undefined, which: string): Finding {
  if (signedSha256 !== undefined && signedSha256 !== body.sha256)
    return {
      kind: 'mismatch',
      why: `the record names another ${which} than the signed text`,
      expected: signedSha256,
      found: body.sha256,
    }
  const bytes = findBodyBytes(body)
  if (bytes === undefined) return { kind: 'missing', why: `the bytes of the ${which} are not published` }
  const found = bytesToHex(sha256(bytes))
  if (found === body.sha256) return { kind: 'match' }
  return {
    kind: 'mismatch',
    why: `the bytes of the ${which} have another SHA-256 than the record says`,
    expected: body.sha256,
    found,
  }
}

function examineProof(
  record: TrailRecord,
  signed: SignedText | undefined,
  subject: SettlementSubject,
  trust: TrustMaterial,
): Finding {
  const { proof } = record
  if (proof === undefined) return { kind: 'missing', why: "the service's signature is not published" }
  const signer = recoverSigner(proof)
  if (signer === undefined) return { kind: 'mismatch', why: 'no key recovers from the signature of the response' }
  if (!isSameHex(signer, proof.signingAddress))
    return {
      kind: 'mismatch',
      why: 'the signature is not by the address that the record names',
      expected: proof.signingAddress,
      found: signer,
    }
  const mock = findMockSigner(signer, trust)
  if (mock !== undefined)
    return { kind: 'mismatch', why: `the private key of ${signer} is public (${mock.source})`, found: signer }
  const services = listInForce(subject, record.createdAt)
  const keys = listKeys(services)
  if (keys.length === 0)
    return {
      kind: 'unknown',
      why: 'index-inconsistent: no service of the provider is known for the time of the record.',
    }
  if (!keys.includes(signer)) {
    if (mayHoldUnknownKey(services))
      return {
        kind: 'missing',
        why: 'the signer may be a second key of the service, which cannot be read from the chain',
      }
    return {
      kind: 'mismatch',
      why: 'the service did not hold the signing key between the inference and the bill',
      expected: keys.join(' or '),
      found: signer,
    }
  }
  if (signed === undefined)
    return { kind: 'missing', why: 'the signed text has a form that this version does not read' }
  return { kind: 'match' }
}

function recoverSigner(proof: TrailProof): Hex | undefined {
  const form = readSignature(proof.signature)
  const signer =
    form.kind === 'signature' ? recoverAddress(personalMessageDigest(proof.text), form.signature) : undefined
  return signer?.toLowerCase() as Hex | undefined
}

function examineFit(record: TrailRecord, subject: SettlementSubject): Finding {
  const { inputFee, outputFee, response, createdAt } = record
  const bytes = findBodyBytes(response)
  if (inputFee === undefined || outputFee === undefined || bytes === undefined)
    return { kind: 'missing', why: 'fees or response are not published' }
  const usage = findUsage(bytes)
  if (usage === undefined) return { kind: 'missing', why: 'the response states no token counts' }
  const fit = fitBill(usage, { inputFee, outputFee }, listInForce(subject, createdAt))
  switch (fit.kind) {
    case 'fits':
      return { kind: 'match' }
    case 'undecidable':
      return { kind: 'missing', why: fit.why }
    case 'misfits':
      return {
        kind: 'mismatch',
        why: `${usage.promptTokens} + ${usage.completionTokens} tokens do not cost what was billed`,
        expected: fit.expected,
        found: `input ${inputFee}, output ${outputFee}`,
      }
  }
}
