import { type Certificate, type Profile, parseCertificate } from '../../x509/certificate.js'

/** Certificates as Intel's PKI has them: keys on P-256, ECDSA with SHA-256. */
export const INTEL: Profile = { curves: ['P-256'], judged: [] }
/** 1.2.840.113741.1.13.1: what a PCK certificate says about its platform. */
export const SGX_EXTENSION = '2a864886f84d010d01'

/** @throws DerError where the bytes are not exactly one such certificate. */
export function parseIntelCertificate(der: Uint8Array, field: string): Certificate {
  return parseCertificate(der, field, INTEL)
}

/** Content of Intel's SGX extension; null where there is none. */
export function findSgxExtension({ extensions }: Certificate): Uint8Array | null {
  return extensions.get(SGX_EXTENSION)?.value ?? null
}
