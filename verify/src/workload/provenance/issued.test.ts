import { p384 } from '@noble/curves/nist.js'
import { describe, expect, it } from 'vitest'
import { toBase64 } from '../../base64.js'
import { mintAuthority, mintSigner, toAuthorityKey } from '../../mint/codeCertificate.js'
import { createKey } from '../../mint/key.js'
import { parseCodeCertificate } from './codeCertificate.js'
import { requireIssued } from './issued.js'
import { ProvenanceError } from './provenanceError.js'

const HOUR = 3_600_000
const AT = Date.UTC(2026, 5, 1)
const NOW = { notBefore: AT - HOUR, notAfter: AT + HOUR }
const LATER = { notBefore: AT + 1000, notAfter: AT + HOUR }
const EARLIER = { notBefore: AT - HOUR, notAfter: AT - 1000 }
const keys = Array.from({ length: 8 }, () => toAuthorityKey(p384.utils.randomSecretKey()))
const key = (at: number) => keys[at] ?? toAuthorityKey(p384.utils.randomSecretKey())

/** Authority number `at`, issued by number `by`; the names follow from the numbers. */
function authority(at: number, by: number, { window = NOW, pathLength = 9 } = {}): Uint8Array {
  return mintAuthority(`authority ${at}`, key(at), `authority ${by}`, key(by), { ...window, pathLength })
}
function signer(by: number, changes: Partial<Parameters<typeof mintSigner>[0]> = {}): Uint8Array {
  const spec = { issuer: `authority ${by}`, key: createKey(), ...NOW, workflow: 'https://example.org/w', claims: {} }
  return mintSigner({ ...spec, ...changes }, key(by))
}
function judge(leaf: Uint8Array, ...pinned: Uint8Array[]): string {
  try {
    requireIssued(parseCodeCertificate(leaf, 'leaf'), pinned.map(toBase64), AT)
  } catch (error) {
    if (error instanceof ProvenanceError) return `${error.step}: ${error.message}`
    throw error
  }
  return 'issued'
}
const NOT_ISSUED = 'certificate: The certificate was not issued by a pinned authority in force then.'
const NOT_FOR_CODE = 'certificate: The certificate is not one for signing code.'

describe('a certificate of a signer', () => {
  it('was issued by a root, or below one', () => {
    expect(judge(signer(0), authority(0, 0))).toBe('issued')
    expect(judge(signer(1), authority(0, 0), authority(1, 0))).toBe('issued')
    expect(judge(signer(1), authority(1, 0), authority(0, 0))).toBe('issued')
    expect(judge(signer(1), authority(7, 7), authority(1, 0), authority(0, 0))).toBe('issued')
  })

  it('was not issued by what is not pinned up to a root', () => {
    expect(judge(signer(0))).toBe(NOT_ISSUED)
    expect(judge(signer(0), authority(1, 1))).toBe(NOT_ISSUED)
    expect(judge(signer(1), authority(1, 0))).toBe(NOT_ISSUED)
    // The same name with another key.
    const namesake = mintAuthority('authority 0', key(5), 'authority 0', key(5), { ...NOW, pathLength: 9 })
    expect(judge(signer(0), namesake)).toBe(NOT_ISSUED)
    // Names itself as its issuer and is signed by another.
    const unsigned = mintAuthority('authority 0', key(0), 'authority 0', key(5), { ...NOW, pathLength: 9 })
    expect(judge(signer(0), unsigned)).toBe(NOT_ISSUED)
    // Signed by itself under the name of another.
    const renamed = mintAuthority('authority 0', key(0), 'authority 5', key(0), { ...NOW, pathLength: 9 })
    expect(judge(signer(0), renamed)).toBe(NOT_ISSUED)
  })

  it('was issued by authorities that were in force then, up to the root', () => {
    for (const window of [LATER, EARLIER]) {
      expect(judge(signer(0), authority(0, 0, { window }))).toBe(NOT_ISSUED)
      expect(judge(signer(1), authority(0, 0, { window }), authority(1, 0))).toBe(NOT_ISSUED)
      expect(judge(signer(1), authority(0, 0), authority(1, 0, { window }))).toBe(NOT_ISSUED)
    }
    expect(judge(signer(0), authority(0, 0, { window: { notBefore: AT, notAfter: AT } }))).toBe('issued')
  })

  it('stands below no more authorities than each allows', () => {
    expect(judge(signer(0), authority(0, 0, { pathLength: 0 }))).toBe('issued')
    expect(judge(signer(1), authority(0, 0, { pathLength: 0 }), authority(1, 0))).toBe(NOT_ISSUED)
    expect(judge(signer(1), authority(0, 0, { pathLength: 1 }), authority(1, 0))).toBe('issued')
    const two = [authority(1, 0), authority(2, 1)]
    expect(judge(signer(2), authority(0, 0, { pathLength: 1 }), ...two)).toBe(NOT_ISSUED)
    expect(judge(signer(2), authority(0, 0, { pathLength: 2 }), ...two)).toBe('issued')
  })

  it('stands below five authorities at most, and a circle of them leads nowhere', () => {
    const chain = (length: number) => Array.from({ length }, (_, at) => authority(at, Math.max(0, at - 1)))
    expect(judge(signer(4), ...chain(5))).toBe('issued')
    expect(judge(signer(5), ...chain(6))).toBe(NOT_ISSUED)
    expect(judge(signer(1), authority(1, 2), authority(2, 1))).toBe(NOT_ISSUED)
  })

  it('was issued by an authority and not by another signer', () => {
    // A signer's certificate is no authority even where it is pinned; its key is on another curve besides.
    const pinned = mintSigner(
      { issuer: 'authority 0', key: createKey(), ...NOW, workflow: 'https://example.org/w', claims: {} },
      key(0),
    )
    expect(judge(signer(0), pinned, authority(1, 1))).toBe(NOT_ISSUED)
  })

  it('is for signing code, and was in force itself', () => {
    expect(judge(signer(0, { isAuthority: true }), authority(0, 0))).toBe(NOT_FOR_CODE)
    expect(judge(signer(0, { withoutCodeSigning: true }), authority(0, 0))).toBe(NOT_FOR_CODE)
    expect(judge(signer(0, EARLIER), authority(0, 0))).toBe(
      'certificate: The certificate was in force from 2026-05-31T23:00:00Z to 2026-05-31T23:59:59Z, not when the log took the entry.',
    )
    expect(judge(signer(0, { notBefore: AT, notAfter: AT }), authority(0, 0))).toBe('issued')
  })
})
