import { p256, p384 } from '@noble/curves/nist.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { concat } from '../mint/bytes.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from '../mint/der.js'
import { type Profile, parseCertificate } from './certificate.js'
import { DerError } from './der.js'
import { readSignature } from './ecdsa.js'
import { isSignedBy, parsePublicKey } from './key.js'
import { OID } from './oid.js'

const FROM = Date.UTC(2025, 0, 1)
const TO = Date.UTC(2049, 11, 31)
const ALGORITHM = sequence(oid(OID.ecdsaWithSha256))
const OTHER = sequence(oid('2a8648ce3d040303'))
const ONE_CURVE: Profile = { curves: ['P-256'], judged: [] }
const POINT = new Uint8Array(65).fill(7).with(0, 4)
const SIGNATURE = bits(Uint8Array.of(9))
const NOTHING = Uint8Array.of(5, 0)

function extension(type: string, value: Uint8Array, ...critical: Uint8Array[]): Uint8Array {
  return sequence(oid(type), ...critical, octets(value))
}
function keyInfo(point = POINT, curve: string = OID.p256, kind: string = OID.ecPublicKey): Uint8Array {
  return sequence(sequence(oid(kind), oid(curve)), bits(point))
}
const boolean = (byte: number) => tagged(0x01, Uint8Array.of(byte))
const usage = (byte: number) => extension(OID.keyUsage, bits(Uint8Array.of(byte), 1), isTrue())
const extensions = (...list: Uint8Array[]) => tagged(0xa3, sequence(...list))

const PARTS = {
  version: tagged(0xa0, integer(2)),
  serial: integer(0x1234),
  algorithm: ALGORITHM,
  issuer: name('issuer'),
  validity: sequence(time(FROM), time(TO)),
  subject: name('subject'),
  key: keyInfo(),
  extensions: extensions(),
}
function certificate(parts: Partial<typeof PARTS> = {}, algorithm = ALGORITHM, signature = SIGNATURE): Uint8Array {
  return sequence(sequence(...Object.values({ ...PARTS, ...parts })), algorithm, signature)
}
const read = (...parameters: Parameters<typeof certificate>) =>
  parseCertificate(certificate(...parameters), 'c', ONE_CURVE)
const derError = (message: string) => expect.objectContaining({ name: 'DerError', message })

describe('a certificate', () => {
  it('is read whole', () => {
    expect(read()).toMatchObject({
      ...{ serial: '1234', issuer: name('issuer'), subject: name('subject'), notBefore: FROM, notAfter: TO },
      ...{
        key: { curve: 'P-256', point: POINT },
        signature: Uint8Array.of(9),
        signed: sequence(...Object.values(PARTS)),
      },
      ...{ isAuthority: false, pathLength: null, mayIssue: false, mayRevoke: false, maySign: false },
      ...{ signedOn: 'P-256', extensions: new Map() },
    })
    const constraints = (...inner: Uint8Array[]) => extension(OID.basicConstraints, sequence(...inner), isTrue())
    const use = (...list: Uint8Array[]) => {
      const { isAuthority, mayIssue, mayRevoke } = read({ extensions: extensions(...list) })
      return [isAuthority, mayIssue, mayRevoke]
    }
    expect(use(constraints(isTrue()), usage(0x06))).toEqual([true, true, true])
    expect(use(constraints(isTrue(), integer(1)), usage(0x04))).toEqual([true, true, false])
    expect(use(constraints(boolean(0)), usage(0x02))).toEqual([false, false, true])
    expect(use(constraints(), usage(0xf9))).toEqual([false, false, false])
    expect(use(extension(OID.keyUsage, tagged(3)))).toEqual([false, false, false])
    expect(read({ extensions: extensions(constraints(isTrue(), integer(3))) }).pathLength).toBe(3)
    expect(read({ extensions: extensions(constraints(isTrue())) }).pathLength).toBeNull()
    expect(read({ extensions: extensions(usage(0x80)) }).maySign).toBe(true)
    expect(read({ extensions: extensions(usage(0x7f)) }).maySign).toBe(false)
    const value = Uint8Array.of(1, 2, 3)
    const other = read({ extensions: extensions(extension('551d99', value, boolean(0))) })
    expect(other.extensions.get('551d99')).toEqual({ critical: false, value })
  })

  it.each<[string, Partial<typeof PARTS>, string]>([
    ['another version', { version: tagged(0xa0, integer(1)) }, 'c: expected version 3'],
    ['two versions', { version: tagged(0xa0, integer(2), integer(2)) }, 'c.version: 3 bytes behind the end'],
    ['no version in it', { version: tagged(0xa0) }, 'c.version: expected version (tag 0x2), found the end'],
    ['no version', { version: NOTHING }, 'c: expected version (tag 0xa0), found 0x5'],
    ['no serial', { serial: NOTHING }, 'c: expected serial (tag 0x2), found 0x5'],
    ['a negative serial', { serial: hexToBytes('020180') }, 'c.serial: expected a number that is not negative'],
    ['another algorithm', { algorithm: OTHER }, 'c: expected a signature by ECDSA with SHA-256'],
    ['no algorithm', { algorithm: NOTHING }, 'c: expected algorithm (tag 0x30), found 0x5'],
    ['an empty algorithm', { algorithm: sequence() }, 'c.algorithm: expected algorithm (tag 0x6), found the end'],
    ['parameters', { algorithm: sequence(oid(OID.ecdsaWithSha256), NOTHING) }, 'c.algorithm: 2 bytes behind the end'],
    ['no issuer', { issuer: NOTHING }, 'c: expected issuer (tag 0x30), found 0x5'],
    ['no validity', { validity: NOTHING }, 'c: expected validity (tag 0x30), found 0x5'],
    ['no beginning', { validity: sequence() }, 'c.validity: expected c.notBefore (tag 0x17), found the end'],
    ['no end', { validity: sequence(time(FROM)) }, 'c.validity: expected c.notAfter (tag 0x17), found the end'],
    ['three times', { validity: sequence(time(FROM), time(TO), NOTHING) }, 'c.validity: 2 bytes behind the end'],
    ['no subject', { subject: NOTHING }, 'c: expected subject (tag 0x30), found 0x5'],
    ['no key', { key: NOTHING }, 'c: expected key (tag 0x30), found 0x5'],
    ['an empty key', { key: sequence() }, 'c.key: expected algorithm (tag 0x30), found the end'],
    ['a key of no kind', { key: sequence(sequence()) }, 'c.key.algorithm: expected kind (tag 0x6), found the end'],
    [
      'a key of another kind',
      { key: keyInfo(POINT, OID.p256, '2a864886f70d0101') },
      'c: expected an uncompressed key on P-256',
    ],
    [
      'a key on no curve',
      { key: sequence(sequence(oid(OID.ecPublicKey))) },
      'c.key.algorithm: expected curve (tag 0x6), found the end',
    ],
    ['a key on P-384', { key: keyInfo(POINT, '2b81040022') }, 'c: expected an uncompressed key on P-256'],
    ['a short point', { key: keyInfo(POINT.slice(1)) }, 'c: expected an uncompressed key on P-256'],
    [
      'a short point of the right form',
      { key: keyInfo(POINT.slice(0, 64)) },
      'c: expected an uncompressed key on P-256',
    ],
    ['a compressed point', { key: keyInfo(POINT.with(0, 2)) }, 'c: expected an uncompressed key on P-256'],
    [
      'no point',
      { key: sequence(sequence(oid(OID.ecPublicKey), oid(OID.p256))) },
      'c.key: expected point (tag 0x3), found the end',
    ],
    [
      'half a point',
      { key: sequence(sequence(oid(OID.ecPublicKey), oid(OID.p256)), bits(POINT, 1)) },
      'c.key: expected a bit string of whole bytes',
    ],
    [
      'something behind the point',
      { key: sequence(sequence(oid(OID.ecPublicKey), oid(OID.p256)), bits(POINT), NOTHING) },
      'c.key: 2 bytes behind the end',
    ],
    ['no extensions', { extensions: NOTHING }, 'c: expected extensions (tag 0xa3), found 0x5'],
    [
      'extensions that are none',
      { extensions: tagged(0xa3) },
      'c.extensions: expected extensions (tag 0x30), found the end',
    ],
  ])('is refused with %s', (_, parts, message) => {
    expect(() => read(parts)).toThrow(derError(message))
  })

  it.each<[string, Uint8Array[], string]>([
    ['an entry that is none', [NOTHING], 'c.extensions.extensions: expected extension (tag 0x30), found 0x5'],
    ['an entry without name', [sequence()], 'c.extensions.extensions.extension: expected oid (tag 0x6), found the end'],
    [
      'an entry without value',
      [sequence(oid('551d99'))],
      'c.extensions.extensions.extension: expected value (tag 0x4), found the end',
    ],
    [
      'more in an entry',
      [sequence(oid('551d99'), octets(NOTHING), NOTHING)],
      'c.extensions.extensions.extension: 2 bytes behind the end',
    ],
    ['an entry twice', [usage(4), usage(6)], 'c: an extension stands twice'],
    [
      'an unknown critical one',
      [extension('551d24', NOTHING, isTrue())],
      'c: critical extension 551d24 is not understood',
    ],
    ['a boolean of another value', [extension('551d24', NOTHING, boolean(1))], 'c: not a boolean'],
    [
      'a boolean of two bytes',
      [extension('551d24', NOTHING, tagged(1, Uint8Array.of(0xff, 0xff)))],
      'c: not a boolean',
    ],
    ['an empty boolean', [extension('551d24', NOTHING, tagged(1))], 'c: not a boolean'],
    [
      'constraints that are none',
      [extension(OID.basicConstraints, NOTHING)],
      'c: expected basicConstraints (tag 0x30), found 0x5',
    ],
    [
      'more behind constraints',
      [extension(OID.basicConstraints, concat(sequence(), NOTHING))],
      'c: 2 bytes behind the end',
    ],
    [
      'more in constraints',
      [extension(OID.basicConstraints, sequence(NOTHING))],
      'c.basicConstraints: 2 bytes behind the end',
    ],
    [
      'a path that is too long',
      [extension(OID.basicConstraints, sequence(isTrue(), integer(70_000)))],
      'c.pathLength: expected a number below 65536',
    ],
    ['an authority that is no boolean', [extension(OID.basicConstraints, sequence(boolean(7)))], 'c: not a boolean'],
    ['a use that is none', [extension(OID.keyUsage, NOTHING)], 'c: expected keyUsage (tag 0x3), found 0x5'],
    [
      'more behind the use',
      [extension(OID.keyUsage, concat(bits(Uint8Array.of(4)), NOTHING))],
      'c: 2 bytes behind the end',
    ],
  ])('is refused for extensions with %s', (_, list, message) => {
    expect(() => read({ extensions: extensions(...list) })).toThrow(derError(message))
  })

  it('is refused in another wrapping', () => {
    const refuse = (der: Uint8Array) => expect(() => parseCertificate(der, 'c', ONE_CURVE))
    refuse(NOTHING).toThrow(derError('c: expected certificate (tag 0x30), found 0x5'))
    refuse(sequence()).toThrow(derError('c.certificate: expected content (tag 0x30), found the end'))
    refuse(concat(certificate(), NOTHING)).toThrow(derError('c: 2 bytes behind the end'))
    refuse(certificate({}, OTHER)).toThrow(derError('c: expected a signature by ECDSA with SHA-256'))
    refuse(certificate({}, ALGORITHM, NOTHING)).toThrow(
      derError('c.certificate: expected signature (tag 0x3), found 0x5'),
    )
    refuse(certificate({}, ALGORITHM, bits(Uint8Array.of(2), 1))).toThrow(
      derError('c.signature: expected a bit string of whole bytes'),
    )
    refuse(certificate({}, ALGORITHM, concat(SIGNATURE, NOTHING))).toThrow(
      derError('c.certificate: 2 bytes behind the end'),
    )
  })
})

describe('a profile', () => {
  const BOTH: Profile = { curves: ['P-256', 'P-384'], judged: ['551d25'] }
  const large = new Uint8Array(97).fill(7).with(0, 4)
  const readBoth = (...parameters: Parameters<typeof certificate>) =>
    parseCertificate(certificate(...parameters), 'c', BOTH)

  it('says which curves are taken', () => {
    expect(readBoth().key.curve).toBe('P-256')
    expect(readBoth({ algorithm: OTHER, key: keyInfo(large, OID.p384) }, OTHER)).toMatchObject({
      signedOn: 'P-384',
      key: { curve: 'P-384', point: large },
    })
    expect(() => readBoth({ key: keyInfo(large) })).toThrow(
      derError('c: expected an uncompressed key on P-256 or P-384'),
    )
    expect(() => readBoth({ key: keyInfo(POINT, OID.p384) })).toThrow(DerError)
    expect(() => readBoth({}, sequence(oid('2a8648ce3d0401')))).toThrow(
      derError('c: expected a signature by ECDSA with SHA-256 or SHA-384'),
    )
    expect(() => readBoth({}, OTHER)).toThrow(derError('c: names two signature algorithms'))
    expect(() => readBoth({ algorithm: OTHER })).toThrow(derError('c: names two signature algorithms'))
  })

  it('says which critical extensions are judged', () => {
    const critical = (type: string) => ({ extensions: extensions(extension(type, NOTHING, isTrue())) })
    expect(readBoth(critical('551d25')).extensions.get('551d25')?.critical).toBe(true)
    expect(() => read(critical('551d25'))).toThrow(derError('c: critical extension 551d25 is not understood'))
    expect(() => readBoth(critical('551d24'))).toThrow(derError('c: critical extension 551d24 is not understood'))
  })
})

describe('a key', () => {
  it('is read by itself', () => {
    expect(parsePublicKey(keyInfo(), 'k', ['P-256'])).toEqual({ curve: 'P-256', point: POINT })
    expect(() => parsePublicKey(keyInfo(), 'k', ['P-384'])).toThrow(
      derError('k: expected an uncompressed key on P-384'),
    )
    expect(() => parsePublicKey(concat(keyInfo(), NOTHING), 'k', ['P-256'])).toThrow(
      derError('k: 2 bytes behind the end'),
    )
  })

  it.each([
    ['P-256', p256],
    ['P-384', p384],
  ] as const)('verifies signatures on %s with the hash of the curve', (curve, library) => {
    const { secretKey, publicKey } = library.keygen(new Uint8Array(curve === 'P-256' ? 48 : 72).fill(5))
    const key = { curve, point: library.Point.fromBytes(publicKey).toBytes(false) }
    const signature = library.sign(NOTHING, secretKey, { format: 'der', lowS: false })
    expect(isSignedBy(key, NOTHING, signature, 's')).toBe(true)
    expect(isSignedBy(key, Uint8Array.of(5, 1), signature, 's')).toBe(false)
    expect(isSignedBy(key, NOTHING, sequence(integer(1), integer(1)), 's')).toBe(false)
  })
})

describe('an ECDSA signature', () => {
  it.each([
    ['P-256', 32],
    ['P-384', 48],
  ] as const)('on %s is two numbers of at most %i bytes', (curve, size) => {
    const most = new Uint8Array(size).fill(0xff)
    expect(readSignature(sequence(integer(1), integer(most)), 's', curve)).toEqual(
      concat(new Uint8Array(size - 1), Uint8Array.of(1), most),
    )
    const refuse = (...parts: Uint8Array[]) => expect(() => readSignature(sequence(...parts), 's', curve))
    const tooLong = integer(new Uint8Array(size + 1).fill(1))
    refuse(tooLong, integer(1)).toThrow(derError(`s.r: expected at most ${size} bytes`))
    refuse(integer(1), tooLong).toThrow(derError(`s.s: expected at most ${size} bytes`))
    refuse(integer(1)).toThrow(derError('s.signature: expected s (tag 0x2), found the end'))
    refuse().toThrow(derError('s.signature: expected r (tag 0x2), found the end'))
    refuse(integer(1), integer(1), NOTHING).toThrow(derError('s.signature: 2 bytes behind the end'))
    refuse(integer(1), hexToBytes('020180')).toThrow(derError('s.s: expected a number that is not negative'))
    expect(() => readSignature(NOTHING, 's', curve)).toThrow(derError('s: expected signature (tag 0x30), found 0x5'))
  })
})
