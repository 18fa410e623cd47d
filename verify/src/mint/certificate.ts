import { hexToBytes } from '@noble/hashes/utils.js'
import { SGX_EXTENSION } from '../enclave/quote/intel.js'
import { OID } from '../x509/oid.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from './der.js'
import { type MintKey, signDer } from './key.js'

/** What a minted certificate says. */
export interface CertificateSpec {
  subject: string
  issuer: string
  publicKey: Uint8Array
  /** Big-endian. */
  serial: Uint8Array
  isAuthority: boolean
  notBefore: number
  notAfter: number
  /** Content of Intel's extension, for a platform's certificate. */
  sgx?: Uint8Array
}

/** Years for which every certificate of a test PKI holds unless a flaw says otherwise. */
export const VALIDITY = { notBefore: Date.UTC(2018, 5, 1), notAfter: Date.UTC(2049, 11, 31) }

const KEY_CERT_SIGN_AND_CRL_SIGN = bits(Uint8Array.of(0x06), 1)
const DIGITAL_SIGNATURE = bits(Uint8Array.of(0x80), 7)
const ALGORITHM = sequence(oid(OID.ecdsaWithSha256))

/** A certificate as DER, signed by that key. */
export function mintCertificate(spec: CertificateSpec, signer: MintKey): Uint8Array {
  const extensions = sequence(
    sequence(oid(OID.basicConstraints), isTrue(), octets(spec.isAuthority ? sequence(isTrue()) : sequence())),
    sequence(oid(OID.keyUsage), isTrue(), octets(spec.isAuthority ? KEY_CERT_SIGN_AND_CRL_SIGN : DIGITAL_SIGNATURE)),
    ...(spec.sgx === undefined ? [] : [sequence(oid(SGX_EXTENSION), octets(spec.sgx))]),
  )
  const content = sequence(
    tagged(0xa0, integer(2)),
    integer(spec.serial),
    ALGORITHM,
    name(spec.issuer),
    sequence(time(spec.notBefore), time(spec.notAfter)),
    name(spec.subject),
    sequence(sequence(oid(OID.ecPublicKey), oid(OID.p256)), bits(spec.publicKey)),
    tagged(0xa3, extensions),
  )
  return sequence(content, ALGORITHM, bits(signDer(signer, content)))
}

/** What a minted revocation list says. */
export interface RevocationSpec {
  issuer: string
  thisUpdate: number
  nextUpdate: number
  /** Serial numbers, hex. */
  revoked: readonly string[]
}

/** A revocation list as DER, signed by that key. */
export function mintRevocationList(spec: RevocationSpec, signer: MintKey): Uint8Array {
  const entries = spec.revoked.map((serial) => sequence(integer(hexToBytes(serial)), time(spec.thisUpdate)))
  const content = sequence(
    integer(1),
    ALGORITHM,
    name(spec.issuer),
    time(spec.thisUpdate),
    time(spec.nextUpdate),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    tagged(0xa0, sequence(sequence(oid(CRL_NUMBER), octets(integer(1))))),
  )
  return sequence(content, ALGORITHM, bits(signDer(signer, content)))
}

const CRL_NUMBER = '551d14'
