/** Question 2: which key signed the bill? The contract enforced all of it but the last check. */
import { recoverAddress } from '#primitives'
import { failed, indexInconsistent, isSameHex, passed, withoutCalldata } from '../check.js'
import type { Hex, SettlementItem, SettlementSubject } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, EvidenceRef } from '../verdict.js'
import { type SignatureScheme, settlementDigest } from './digest.js'
import { readSignature } from './recover.js'

/** Checks the signature of an accepted settlement by the scheme in force at its log. */
export function checkSignature(subject: SettlementSubject, trust: TrustMaterial, scheme: SignatureScheme): Check[] {
  const { item } = subject
  if (item === null)
    return (['signature-form', 'signer-matches', 'signer-acknowledged', 'signer-secret'] as const).map(withoutCalldata)
  const evidence: EvidenceRef[] = [{ kind: 'transaction', ref: subject.txHash }]
  const { form, recovered } = recoverSigner(item, scheme)
  return [
    form.kind === 'signature'
      ? passed('signature-form', { evidence })
      : indexInconsistent('signature-form', `the contract accepted this signature, but ${form.why}.`, { evidence }),
    signerMatches(subject, recovered, evidence),
    acknowledged(subject, evidence),
    signerSecret(recovered, trust, evidence),
  ]
}

/** Whether the private half of a signing key is public, and who says so. */
export function findMockSigner(
  signer: Hex,
  trust: Pick<TrustMaterial, 'mockSigners'>,
): { address: Hex; source: string } | undefined {
  return trust.mockSigners.find((mock) => isSameHex(mock.address, signer))
}

function recoverSigner(item: SettlementItem, scheme: SignatureScheme) {
  const form = readSignature(item.signature)
  const recovered =
    form.kind === 'signature' ? recoverAddress(settlementDigest(scheme, item), form.signature) : undefined
  return { form, recovered }
}

function signerMatches(subject: SettlementSubject, recovered: Hex | undefined, evidence: EvidenceRef[]): Check {
  const shown = {
    expected: subject.signer ?? 'no signer known',
    found: recovered ?? 'no key recovers',
    evidence,
  }
  if (subject.signer !== null && recovered !== undefined && isSameHex(subject.signer, recovered))
    return passed('signer-matches', shown)
  return indexInconsistent(
    'signer-matches',
    'the contract checked this signature against a key that the index does not have.',
    shown,
  )
}

function acknowledged(subject: SettlementSubject, evidence: EvidenceRef[]): Check {
  if (subject.signerAcknowledged) return passed('signer-acknowledged', { evidence })
  return indexInconsistent(
    'signer-acknowledged',
    'the contract accepts acknowledged keys only, but the index has no acknowledgement.',
    { evidence },
  )
}

function signerSecret(recovered: Hex | undefined, trust: TrustMaterial, evidence: EvidenceRef[]): Check {
  if (recovered === undefined)
    return indexInconsistent('signer-secret', 'no key recovers from a signature that the contract accepted.', {
      evidence,
    })
  const mock = findMockSigner(recovered, trust)
  if (mock === undefined) return passed('signer-secret', { found: recovered, evidence })
  const reason = `The private key of ${recovered} is public (${mock.source}): anyone could have signed this bill.`
  return failed('signer-secret', 'provider', reason, { found: recovered, evidence })
}
