import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import {
  BASIC,
  certificate,
  deviceKey,
  deviceParts,
  ECDSA_SHA384,
  extension,
  extensionsOf,
  FROM,
  issuerKey,
  issuerParts,
  KEY_USAGE,
  keyInfo,
  maySign,
  type Parts,
  TO,
} from '../../../testing/device.js'
import { concat } from '../../mint/bytes.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from '../../mint/der.js'
import { parseDeviceCertificate } from './certificate.js'
import { readSignature384 } from './ecdsa.js'

describe('a certificate of a device', () => {
  const read = (parts: Partial<Parts> = {}, around = {}) =>
    parseDeviceCertificate(certificate({ ...deviceParts, ...parts }, issuerKey.secret, around), 'c')

  it('is read whole', () => {
    expect(read()).toMatchObject({
      ...{ issuer: name('issuer'), subject: name('device'), notBefore: FROM, notAfter: TO },
      ...{ publicKey: deviceKey.point, isAuthority: false, mayIssue: false, maySign: true },
    })
    expect(read({ extensions: issuerParts.extensions })).toMatchObject({
      ...{ isAuthority: true, mayIssue: true, maySign: false },
    })
    const bounded = extension(BASIC, sequence(isTrue(), integer(0)))
    expect(read({ extensions: extensionsOf(bounded) })).toMatchObject({ isAuthority: true, mayIssue: false })
    const unknown = extension('551d99', octets(Uint8Array.of(1)), false)
    expect(read({ extensions: extensionsOf(maySign, unknown) }).maySign).toBe(true)
  })

  const other = sequence(oid('2a8648ce3d040302'))
  it.each<[string, Partial<Parts>, string]>([
    ['another version', { version: tagged(0xa0, integer(1)) }, 'c: expected version 3'],
    ['two versions', { version: tagged(0xa0, integer(2), integer(2)) }, 'c.version: 3 bytes behind the end'],
    ['no version', { version: tagged(0xa0) }, 'c.version: expected version (tag 0x2), found the end'],
    ['a text for its version', { version: octets(Uint8Array.of(2)) }, 'c: expected version (tag 0xa0), found 0x4'],
    ['no serial', { serial: Uint8Array.of() }, 'c: expected serial (tag 0x2), found 0x30'],
    ['a negative serial', { serial: hexToBytes('020180') }, 'c.serial: expected a number that is not negative'],
    ['another algorithm', { algorithm: other }, 'c: expected a signature by ECDSA with SHA-384'],
    ['no algorithm', { algorithm: sequence() }, 'c.algorithm: expected algorithm (tag 0x6), found the end'],
    ['parameters', { algorithm: sequence(oid('2a8648ce3d040303'), isTrue()) }, 'c.algorithm: 3 bytes behind the end'],
    ['no issuer', { issuer: Uint8Array.of(5, 0) }, 'c: expected issuer (tag 0x30), found 0x5'],
    ['no validity', { validity: Uint8Array.of(5, 0) }, 'c: expected validity (tag 0x30), found 0x5'],
    ['one time', { validity: sequence(time(FROM)) }, 'c.validity: expected c.notAfter (tag 0x17), found the end'],
    ['no time', { validity: sequence() }, 'c.validity: expected c.notBefore (tag 0x17), found the end'],
    ['three times', { validity: sequence(time(FROM), time(TO), isTrue()) }, 'c.validity: 3 bytes behind the end'],
    ['no subject', { subject: Uint8Array.of(5, 0) }, 'c: expected subject (tag 0x30), found 0x5'],
    ['no key', { key: Uint8Array.of(5, 0) }, 'c: expected key (tag 0x30), found 0x5'],
    ['an empty key', { key: sequence() }, 'c.key: expected algorithm (tag 0x30), found the end'],
    ['a key of no kind', { key: sequence(sequence()) }, 'c.key.algorithm: expected kind (tag 0x6), found the end'],
    [
      'a key on no curve',
      { key: sequence(sequence(oid('2a8648ce3d0201'))) },
      'c.key.algorithm: expected curve (tag 0x6), found the end',
    ],
    [
      'a key without point',
      { key: sequence(sequence(oid('2a8648ce3d0201'), oid('2b81040022'))) },
      'c.key: expected point (tag 0x3), found the end',
    ],
    [
      'half a bit in its point',
      { key: sequence(sequence(oid('2a8648ce3d0201'), oid('2b81040022')), bits(deviceKey.point, 1)) },
      'c.key: expected a bit string of whole bytes',
    ],
    [
      'a key on P-256',
      { key: keyInfo(deviceKey.point, '2a8648ce3d030107') },
      'c: expected an uncompressed key on P-384',
    ],
    [
      'a key of another kind',
      { key: keyInfo(deviceKey.point, undefined, '2a864886f70d0101') },
      'c.key.algorithm: 7 bytes behind the end',
    ],
    ['a short point', { key: keyInfo(deviceKey.point.slice(0, 96)) }, 'c: expected an uncompressed key on P-384'],
    ['a compressed point', { key: keyInfo(deviceKey.point.with(0, 2)) }, 'c: expected an uncompressed key on P-384'],
    ['no extensions', { extensions: Uint8Array.of() }, 'c: expected extensions (tag 0xa3), found the end'],
    [
      'an unknown critical extension',
      { extensions: extensionsOf(maySign, extension('551d24', sequence())) },
      'c: critical extension 551d24 is not understood',
    ],
    [
      'no constraints in its constraints',
      { extensions: extensionsOf(extension(BASIC, integer(1))) },
      'c: expected basicConstraints (tag 0x30), found 0x2',
    ],
    [
      'a use that is no bits',
      { extensions: extensionsOf(extension(KEY_USAGE, integer(1))) },
      'c: expected keyUsage (tag 0x3), found 0x2',
    ],
  ])('is refused with %s', (_, parts, message) => {
    expect(() => read(parts)).toThrow(expect.objectContaining({ name: 'DerError', message }))
  })

  it('is refused in another wrapping', () => {
    const refuse = (der: Uint8Array) => expect(() => parseDeviceCertificate(der, 'c'))
    refuse(Uint8Array.of(5, 0)).toThrow('c: expected certificate (tag 0x30), found 0x5')
    refuse(sequence()).toThrow('c.certificate: expected content (tag 0x30), found the end')
    refuse(concat(certificate(deviceParts, issuerKey.secret), Uint8Array.of(0))).toThrow('c: 1 bytes behind the end')
    const wrap = (algorithm: Uint8Array, signature?: Uint8Array) =>
      certificate(deviceParts, issuerKey.secret, signature === undefined ? { algorithm } : { algorithm, signature })
    refuse(wrap(other)).toThrow('c: expected a signature by ECDSA with SHA-384')
    refuse(wrap(integer(1))).toThrow('c.certificate: expected algorithm (tag 0x30), found 0x2')
    refuse(wrap(ECDSA_SHA384, integer(1))).toThrow('c.certificate: expected signature (tag 0x3), found 0x2')
    refuse(wrap(ECDSA_SHA384, bits(Uint8Array.of(2), 1))).toThrow('c.signature: expected a bit string of whole bytes')
  })
})

describe('an ECDSA signature', () => {
  it('is two numbers of at most 48 bytes', () => {
    const most = new Uint8Array(48).fill(0xff)
    expect(readSignature384(sequence(integer(1), integer(most)), 's')).toEqual(
      concat(new Uint8Array(47), Uint8Array.of(1), most),
    )
    const refuse = (...parts: Uint8Array[]) => expect(() => readSignature384(sequence(...parts), 's'))
    refuse(integer(new Uint8Array(49).fill(1)), integer(1)).toThrow('s.r: expected at most 48 bytes')
    refuse(integer(1), integer(new Uint8Array(49).fill(1))).toThrow('s.s: expected at most 48 bytes')
    refuse(integer(1)).toThrow('s.signature: expected s (tag 0x2), found the end')
    refuse().toThrow('s.signature: expected r (tag 0x2), found the end')
    refuse(integer(1), integer(1), integer(1)).toThrow('s.signature: 3 bytes behind the end')
    refuse(integer(1), hexToBytes('020180')).toThrow('s.s: expected a number that is not negative')
    expect(() => readSignature384(integer(1), 's')).toThrow('s: expected signature (tag 0x30), found 0x2')
  })
})
