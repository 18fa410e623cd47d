/** A public-key infrastructure like Intel's, for tests and devnets: whoever holds it can make any quote. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { toBase64 } from '../base64.js'
import { SGX_EXTENSION } from '../enclave/quote/intel.js'
import type { QuoteRoot } from '../trust.js'
import { toPem } from '../x509/pem.js'
import { mintCertificate, VALIDITY } from './certificate.js'
import { integer, octets, oid, sequence } from './der.js'
import { createKey, type MintKey, toKey } from './key.js'

/** Who signs what. `attestation` is the key of the quoting enclave. */
const ROLES = ['root', 'authority', 'pck', 'tcbSigner', 'attestation', 'stranger'] as const
export type Role = (typeof ROLES)[number]

/** The one platform that a test PKI certifies. */
export interface MintPlatform {
  /** 16 bytes. */
  ppid: Uint8Array
  /** 6 bytes. */
  fmspc: Uint8Array
  /** 2 bytes. */
  pceId: Uint8Array
  /** 16 component versions. */
  cpuSvn: Uint8Array
  pceSvn: number
}

export interface QuotePki {
  /** Entry of the trust material. Of the verifiers, only the JavaScript one takes a root other than Intel's. */
  root: QuoteRoot
  keys: Readonly<Record<Role, MintKey>>
  platform: MintPlatform
  /** DER. `pck` certifies the platform, `authority` is its issuer, `root` issues both others. */
  certificates: Readonly<Record<'root' | 'authority' | 'pck' | 'tcbSigner', Uint8Array>>
}

/** A test PKI as plain JSON: the secrets, from which everything else follows. */
export interface ExportedQuotePki {
  format: 'touchstone-quote-pki/1'
  /** 32 bytes each, hex. */
  secrets: Record<Role, string>
  /** 16 bytes, hex. */
  ppid: string
}

export const NAMES = {
  root: 'Touchstone Test SGX Root CA',
  authority: 'Touchstone Test SGX PCK Platform CA',
  pck: 'Touchstone Test SGX PCK Certificate',
  tcbSigner: 'Touchstone Test SGX TCB Signing',
} as const

const FORMAT = 'touchstone-quote-pki/1'

/** A new PKI of random keys, for one platform of a new identity. */
export async function createQuotePki(): Promise<QuotePki> {
  const secrets = Object.fromEntries(ROLES.map((role) => [role, bytesToHex(createKey().secret)]))
  const ppid = bytesToHex(createKey().secret.subarray(0, 16))
  return importQuotePki({ format: FORMAT, secrets: secrets as Record<Role, string>, ppid })
}

/** The PKI as plain JSON, to be kept over restarts. */
export function exportQuotePki({ keys, platform }: QuotePki): ExportedQuotePki {
  const secrets = Object.fromEntries(ROLES.map((role) => [role, bytesToHex(keys[role].secret)]))
  return { format: FORMAT, secrets: secrets as Record<Role, string>, ppid: bytesToHex(platform.ppid) }
}

/** The same PKI again, certificate by certificate. @throws RangeError for another format. */
export async function importQuotePki({ format, secrets, ppid }: ExportedQuotePki): Promise<QuotePki> {
  if (format !== FORMAT) throw new RangeError(`Expected a test PKI of format ${FORMAT}, got ${format}.`)
  const entries = ROLES.map((role) => [role, toKey(hexToBytes(secrets[role]))])
  const keys = Object.fromEntries(entries) as Record<Role, MintKey>
  const platform: MintPlatform = {
    ppid: hexToBytes(ppid),
    fmspc: hexToBytes('70ae5e000000'),
    pceId: new Uint8Array(2),
    cpuSvn: Uint8Array.of(4, 4, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0),
    pceSvn: 13,
  }
  const certificates = mintCertificates(keys, platform)
  const root: QuoteRoot = {
    name: NAMES.root,
    sha256: bytesToHex(sha256(certificates.root)),
    der: toBase64(certificates.root),
    source: 'generated',
    asOf: '2026-11-01',
    verifiers: ['@phala/dcap-qvl'],
  }
  return { root, keys, platform, certificates }
}

/** Certificates as a PEM chain. */
export function toChain(...certificates: readonly Uint8Array[]): string {
  return `${certificates.map(toPem).join('\n')}\n`
}

function mintCertificates(keys: Record<Role, MintKey>, platform: MintPlatform) {
  const by = (issuer: 'root' | 'authority', subject: keyof typeof NAMES, sgx?: Uint8Array) =>
    mintCertificate(
      {
        subject: NAMES[subject],
        issuer: NAMES[issuer],
        publicKey: keys[subject].publicKey,
        serial: serialOf(keys[subject]),
        isAuthority: subject === 'root' || subject === 'authority',
        ...VALIDITY,
        ...(sgx === undefined ? {} : { sgx }),
      },
      keys[issuer],
    )
  return {
    root: by('root', 'root'),
    authority: by('root', 'authority'),
    pck: by('authority', 'pck', sgxExtension(platform)),
    tcbSigner: by('root', 'tcbSigner'),
  }
}

/** Serial number of the certificate of a key: 19 bytes, so that it never looks negative. */
export function serialOf({ publicKey }: MintKey): Uint8Array {
  return Uint8Array.of(0x01, ...sha256(publicKey).subarray(0, 18))
}

/** Content of Intel's SGX extension. */
export function sgxExtension({ ppid, fmspc, pceId, cpuSvn, pceSvn }: MintPlatform): Uint8Array {
  const part = (number: number, value: Uint8Array) => sequence(oid(`${SGX_EXTENSION}${twoDigits(number)}`), value)
  const component = (number: number, value: Uint8Array) => part(0x0200 + number, value)
  const tcb = sequence(
    ...[...cpuSvn].map((svn, at) => component(at + 1, integer(svn))),
    component(17, integer(pceSvn)),
    component(18, octets(cpuSvn)),
  )
  return sequence(part(1, octets(ppid)), part(2, tcb), part(3, octets(pceId)), part(4, octets(fmspc)))
}

function twoDigits(number: number): string {
  const hex = number.toString(16)
  return hex.length % 2 === 0 ? hex : `0${hex}`
}
