/** Certificates like Fulcio's: authorities on P-384, and signers on P-256 with what their identity token said. */
import { p384 } from '@noble/curves/nist.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { FULCIO } from '../workload/provenance/codeCertificate.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from './der.js'
import type { MintKey } from './key.js'

/** What a signer's certificate says. */
export interface SignerSpec {
  issuer: string
  key: MintKey
  notBefore: number
  notAfter: number
  /** The workflow, as a URI; others than URIs are left to flaws. */
  workflow: string
  /** Fulcio's extensions by their last number. */
  claims: Readonly<Record<number, string>>
  isAuthority?: boolean
  withoutCodeSigning?: boolean
}

const OID = {
  ecPublicKey: '2a8648ce3d0201',
  p256: '2a8648ce3d030107',
  p384: '2b81040022',
  ecdsaWithSha384: '2a8648ce3d040303',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
  extendedKeyUsage: '551d25',
  subjectAltName: '551d11',
  codeSigning: '2b06010505070303',
  emailProtection: '2b06010505070304',
} as const
const ALGORITHM = sequence(oid(OID.ecdsaWithSha384))
const UTF8 = 0x0c
const URI = 0x86
const MAY_ISSUE = bits(Uint8Array.of(0x06), 1)
const MAY_SIGN = bits(Uint8Array.of(0x80), 7)

/** A P-384 key of an authority. */
export function toAuthorityKey(secret: Uint8Array): MintKey {
  return { secret, publicKey: p384.getPublicKey(secret, false) }
}

/** An authority's certificate, DER; `pathLength` authorities may stand below it. */
export function mintAuthority(
  subject: string,
  key: MintKey,
  issuer: string,
  issuerKey: MintKey,
  window: { notBefore: number; notAfter: number; pathLength: number },
): Uint8Array {
  const extensions = [
    extension(OID.basicConstraints, sequence(isTrue(), integer(window.pathLength)), true),
    extension(OID.keyUsage, MAY_ISSUE, true),
  ]
  return mint({ ...window, subject: name(subject), issuer, key, curve: OID.p384 }, extensions, issuerKey)
}

/** A signer's certificate, DER. Its subject is empty: the workflow stands among the alternative names. */
export function mintSigner(spec: SignerSpec, issuerKey: MintKey): Uint8Array {
  const purpose = spec.withoutCodeSigning === true ? OID.emailProtection : OID.codeSigning
  const extensions = [
    extension(OID.keyUsage, spec.isAuthority === true ? MAY_ISSUE : MAY_SIGN, true),
    extension(OID.extendedKeyUsage, sequence(oid(purpose))),
    ...(spec.isAuthority === true ? [extension(OID.basicConstraints, sequence(isTrue()), true)] : []),
    extension(OID.subjectAltName, sequence(tagged(URI, utf8ToBytes(spec.workflow))), true),
    ...Object.entries(spec.claims).map(([number, value]) => claim(Number(number), value)),
  ]
  return mint({ ...spec, subject: sequence(), curve: OID.p256 }, extensions, issuerKey)
}

function claim(number: number, value: string): Uint8Array {
  const text = utf8ToBytes(value)
  return extension(`${FULCIO}${number.toString(16).padStart(2, '0')}`, number < 8 ? text : tagged(UTF8, text))
}

function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(id), ...(critical ? [isTrue()] : []), octets(value))
}

interface Frame {
  subject: Uint8Array
  issuer: string
  key: MintKey
  curve: string
  notBefore: number
  notAfter: number
}

function mint(frame: Frame, extensions: readonly Uint8Array[], issuerKey: MintKey): Uint8Array {
  const { subject, issuer, key, curve, notBefore, notAfter } = frame
  const content = sequence(
    tagged(0xa0, integer(2)),
    integer(Uint8Array.of(1, ...sha256(key.publicKey).subarray(0, 18))),
    ALGORITHM,
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    subject,
    sequence(sequence(oid(OID.ecPublicKey), oid(curve)), bits(key.publicKey)),
    tagged(0xa3, sequence(...extensions)),
  )
  const compact = p384.sign(content, issuerKey.secret, { prehash: true, lowS: false, format: 'compact' })
  const signature = sequence(integer(compact.subarray(0, 48)), integer(compact.subarray(48)))
  return sequence(content, ALGORITHM, bits(signature))
}
