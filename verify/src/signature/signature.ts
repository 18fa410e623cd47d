/** Question 2: which key signed the bill? The contract enforced all of it but the last check. */
import { recoverAddress } from '#primitives'
import {
  absent,
  failed,
  indexInconsistent,
  isSameHex,
  notJudged,
  passed,
  unavailable,
  withoutCalldata,
} from '../check.js'
import type { Hex, SettlementSubject } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, EvidenceRef, Observation } from '../verdict.js'
import { type SignatureScheme, schemeDigest } from './digest.js'
import { readSignature, type SignatureForm } from './recover.js'

const ALL = ['signature-form', 'signer-matches', 'signer-acknowledged', 'signer-secret'] as const

/**
 * Checks the signature of an accepted settlement by the scheme in force at its log: EIP-712 in generation E, EIP-191
 * with looser rules of form in C and D.
 */
export function checkSignature(
  subject: SettlementSubject,
  trust: TrustMaterial,
): { checks: Check[]; observations: Observation[] } {
  const { item, generation } = subject
  if (generation === 'B') return { checks: [notJudged('signature-form')], observations: [] }
  if (item === null) return { checks: ALL.map(withoutCalldata), observations: [] }
  const evidence: EvidenceRef[] = [{ kind: 'transaction', ref: subject.txHash }]
  const scheme = schemeOf(subject)
  const form = readSignature(item.signature, scheme.kind === 'eip191' ? 'legacy' : 'strict')
  const recovered = form.kind === 'signature' ? recoverAddress(schemeDigest(scheme, item), form.signature) : undefined
  return {
    checks: [
      form.kind === 'signature'
        ? passed('signature-form', { evidence })
        : indexInconsistent('signature-form', `the contract accepted this signature, but ${form.why}.`, { evidence }),
      signerMatches(subject, recovered, evidence),
      acknowledged(subject, evidence),
      signerSecret(recovered, trust, evidence),
    ],
    observations: scheme.kind === 'eip191' ? remarkOnLegacy(form, evidence) : [],
  }
}

/** Generations before E sign by EIP-191. */
function schemeOf({ generation, chainId, contract }: SettlementSubject): SignatureScheme {
  return generation === 'E' ? { kind: 'eip712', domain: { chainId, contract } } : { kind: 'eip191' }
}

function remarkOnLegacy(form: SignatureForm, evidence: EvidenceRef[]): Observation[] {
  const replayable = {
    id: 'signature-replayable',
    text: 'The signature names neither chain nor contract: the same bill could be presented to other deployments.',
  }
  const malleable = {
    id: 'signature-malleable',
    text: 'The s of the signature lies in the upper half: anyone can write the same signature in a second form.',
  }
  const seen = form.kind === 'signature' && form.hasTwin ? [replayable, malleable] : [replayable]
  return seen.map((remark) => ({ ...remark, question: 'signature', evidence }))
}

/** Whether the private half of a signing key is public, and who says so. */
export function findMockSigner(
  signer: Hex,
  trust: Pick<TrustMaterial, 'mockSigners'>,
): { address: Hex; source: string } | undefined {
  return trust.mockSigners.find((mock) => isSameHex(mock.address, signer))
}

function signerMatches(subject: SettlementSubject, recovered: Hex | undefined, evidence: EvidenceRef[]): Check {
  const shown = {
    expected: subject.signer ?? 'no signer known',
    found: recovered ?? 'no key recovers',
    evidence,
  }
  if (subject.generation === 'C' && subject.signer === null) {
    const reason = 'The payer named the key in a call that logs nothing, and that call was not read.'
    return unavailable('signer-matches', reason, shown)
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
  if (subject.generation === 'C') {
    const reason = 'In this generation (October 2025) the payer named the key in its account; nobody else had a say.'
    return absent('signer-acknowledged', reason, { evidence })
  }
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
