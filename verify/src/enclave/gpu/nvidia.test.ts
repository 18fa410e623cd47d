import { describe, expect, it } from 'vitest'
import {
  BASIC,
  certificate,
  deviceKey,
  deviceParts,
  extension,
  extensionsOf,
  FROM,
  issuerKey,
  issuerParts,
  keyInfo,
  maySign,
  type Parts,
  TO,
} from '../../../testing/device.js'
import { integer, isTrue, name, octets, oid, sequence } from '../../mint/der.js'
import { parseDeviceCertificate } from './nvidia.js'

describe('a certificate of a device', () => {
  const read = (parts: Partial<Parts> = {}, around = {}) =>
    parseDeviceCertificate(certificate({ ...deviceParts, ...parts }, issuerKey.secret, around), 'c')

  it('is read whole', () => {
    expect(read()).toMatchObject({
      ...{ issuer: name('issuer'), subject: name('device'), notBefore: FROM, notAfter: TO },
      ...{ key: { curve: 'P-384', point: deviceKey.point }, isAuthority: false, mayIssue: false, maySign: true },
    })
    expect(read({ extensions: issuerParts.extensions })).toMatchObject({
      ...{ isAuthority: true, mayIssue: true, maySign: false },
    })
    const bounded = extension(BASIC, sequence(isTrue(), integer(0)))
    expect(read({ extensions: extensionsOf(bounded) })).toMatchObject({ isAuthority: true, mayIssue: false })
    const unknown = extension('551d99', octets(Uint8Array.of(1)), false)
    expect(read({ extensions: extensionsOf(maySign, unknown) }).maySign).toBe(true)
  })

  it('is on P-384 alone', () => {
    expect(() => read({ key: keyInfo(new Uint8Array(65).fill(7).with(0, 4), '2a8648ce3d030107') })).toThrow(
      expect.objectContaining({ name: 'DerError', message: 'c: expected an uncompressed key on P-384' }),
    )
    expect(() => read({ algorithm: sequence(oid('2a8648ce3d040302')) })).toThrow(
      expect.objectContaining({ name: 'DerError', message: 'c: expected a signature by ECDSA with SHA-384' }),
    )
  })

  it('is refused with a critical extension that nobody judges', () => {
    expect(() => read({ extensions: extensionsOf(maySign, extension('551d24', sequence())) })).toThrow(
      'c: critical extension 551d24 is not understood',
    )
  })
})
