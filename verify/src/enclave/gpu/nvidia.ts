import { type Certificate, type Profile, parseCertificate } from '../../x509/certificate.js'

/** Certificates as NVIDIA's device identities have them: keys on P-384, ECDSA with SHA-384. */
const NVIDIA: Profile = { curves: ['P-384'], judged: [] }

/** @throws DerError where the bytes are not exactly one such certificate. */
export function parseDeviceCertificate(der: Uint8Array, field: string): Certificate {
  return parseCertificate(der, field, NVIDIA)
}
