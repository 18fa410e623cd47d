import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { concat } from '../../mint/bytes.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from '../../mint/der.js'
import { sgxExtension } from '../../mint/pki.js'
import { OID, parseCertificate } from './certificate.js'
import { parseRevocationList } from './crl.js'
import { readSignature } from './ecdsa.js'
import { parsePckExtension } from './pck.js'

const FROM = Date.UTC(2025, 0, 1)
const TO = Date.UTC(2049, 11, 31)
const ALGORITHM = sequence(oid(OID.ecdsaWithSha256))
const OTHER = sequence(oid('2a8648ce3d040303'))
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
const read = (...parameters: Parameters<typeof certificate>) => parseCertificate(certificate(...parameters), 'c')
const derError = (message: string) => expect.objectContaining({ name: 'DerError', message })

describe('a certificate of Intel’s PKI', () => {
  it('is read whole', () => {
    expect(read()).toMatchObject({
      ...{ serial: '1234', issuer: name('issuer'), subject: name('subject'), notBefore: FROM, notAfter: TO },
      ...{ publicKey: POINT, signature: Uint8Array.of(9), signed: sequence(...Object.values(PARTS)) },
      ...{ isAuthority: false, mayIssue: false, mayRevoke: false, sgx: null },
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
    const sgx = Uint8Array.of(1, 2, 3)
    expect(read({ extensions: extensions(extension(OID.sgx, sgx)) }).sgx).toEqual(sgx)
    expect(read({ extensions: extensions(extension('551d99', sgx, boolean(0))) }).sgx).toBeNull()
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
      'c.key.algorithm: 10 bytes behind the end',
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
    const refuse = (der: Uint8Array) => expect(() => parseCertificate(der, 'c'))
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

describe('a revocation list', () => {
  const entry = (serial: number, ...more: Uint8Array[]) => sequence(integer(serial), time(FROM), ...more)
  const end = tagged(0xa0, sequence())
  const list = (...content: Uint8Array[]) =>
    parseRevocationList(sequence(sequence(...content), ALGORITHM, SIGNATURE), 'l')
  const head = [integer(1), ALGORITHM, name('issuer'), time(FROM), time(TO)]

  it('is read with and without entries', () => {
    expect(list(...head, end)).toMatchObject({
      ...{ issuer: name('issuer'), thisUpdate: FROM, nextUpdate: TO, signature: Uint8Array.of(9), revoked: new Set() },
    })
    const harmless = sequence(extension('551d15', NOTHING))
    expect([...list(...head, sequence(entry(7), entry(0x99, harmless)), end).revoked]).toEqual(['07', '99'])
  })

  it.each<[string, Uint8Array[], string]>([
    ['another version', [integer(0), ...head.slice(1), end], 'l: expected version 2'],
    ['no version', [...head.slice(1), end], 'l: expected version (tag 0x2), found 0x30'],
    ['another algorithm', [integer(1), OTHER, ...head.slice(2), end], 'l: expected a signature by ECDSA with SHA-256'],
    ['no issuer', [integer(1), ALGORITHM, time(FROM), time(TO), end], 'l: expected issuer (tag 0x30), found 0x17'],
    ['one time', [...head.slice(0, 4), end], 'l: expected l.nextUpdate (tag 0x17), found 0xa0'],
    ['no time', [...head.slice(0, 3), end], 'l: expected l.thisUpdate (tag 0x17), found 0xa0'],
    ['no extensions', head, 'l: expected extensions (tag 0xa0), found the end'],
    ['more behind', [...head, end, NOTHING], 'l: 2 bytes behind the end'],
    [
      'a critical extension',
      [...head, tagged(0xa0, sequence(extension('551d1b', NOTHING, isTrue())))],
      'l: critical extension 551d1b is not understood',
    ],
    ['an entry that is none', [...head, sequence(NOTHING), end], 'l: expected entry (tag 0x30), found 0x5'],
    [
      'an entry without serial',
      [...head, sequence(sequence(time(FROM))), end],
      'l.entry: expected serial (tag 0x2), found 0x17',
    ],
    [
      'an entry with a negative serial',
      [...head, sequence(sequence(hexToBytes('020180'), time(FROM))), end],
      'l.serial: expected a number that is not negative',
    ],
    [
      'an entry without date',
      [...head, sequence(sequence(integer(1))), end],
      'l.entry: expected l.revocationDate (tag 0x17), found the end',
    ],
    ['more in an entry', [...head, sequence(entry(1, NOTHING)), end], 'l.entry: 2 bytes behind the end'],
    [
      'a critical extension of an entry',
      [...head, sequence(entry(1, sequence(extension('551d1d', NOTHING, isTrue())))), end],
      'l: critical extension 551d1d is not understood',
    ],
  ])('is refused with %s', (_, content, message) => {
    expect(() => list(...content)).toThrow(derError(message))
  })

  it('is refused in another wrapping', () => {
    const refuse = (der: Uint8Array) => expect(() => parseRevocationList(der, 'l'))
    const content = sequence(...head, end)
    refuse(NOTHING).toThrow(derError('l: expected list (tag 0x30), found 0x5'))
    refuse(concat(sequence(content, ALGORITHM, SIGNATURE), NOTHING)).toThrow(derError('l: 2 bytes behind the end'))
    refuse(sequence()).toThrow(derError('l.list: expected content (tag 0x30), found the end'))
    refuse(sequence(content, OTHER, SIGNATURE)).toThrow(derError('l: expected a signature by ECDSA with SHA-256'))
    refuse(sequence(content, ALGORITHM)).toThrow(derError('l.list: expected signature (tag 0x3), found the end'))
    refuse(sequence(content, ALGORITHM, bits(NOTHING, 1))).toThrow(
      derError('l.signature: expected a bit string of whole bytes'),
    )
    refuse(sequence(content, ALGORITHM, SIGNATURE, NOTHING)).toThrow(derError('l.list: 2 bytes behind the end'))
  })
})

describe('the extension of a platform', () => {
  const platform = {
    ...{ ppid: new Uint8Array(16).fill(1), fmspc: hexToBytes('00906ed50000'), pceId: Uint8Array.of(0, 2), pceSvn: 13 },
    cpuSvn: Uint8Array.from({ length: 16 }, (_, at) => at),
  }
  const parse = (changes: Partial<typeof platform> = {}) =>
    parsePckExtension(sgxExtension({ ...platform, ...changes }), 'p')
  const part = (number: string, value: Uint8Array) => sequence(oid(`${OID.sgx}${number}`), value)

  it('is read whole', () => {
    expect(parse()).toEqual({ ...platform, ppid: '01'.repeat(16), fmspc: '00906ed50000', pceId: '0002' })
  })

  it.each<[() => unknown, string]>([
    [() => parse({ ppid: new Uint8Array(15) }), 'p.ppid: expected 16 bytes'],
    [() => parse({ fmspc: new Uint8Array(5) }), 'p.fmspc: expected 6 bytes'],
    [() => parse({ pceId: new Uint8Array(3) }), 'p.pceid: expected 2 bytes'],
    [() => parse({ pceSvn: 65_536 }), 'p.pcesvn: expected a number below 65536'],
    [() => parse({ cpuSvn: platform.cpuSvn.slice(1) }), 'p.cpusvn: expected 16 bytes'],
    [() => parsePckExtension(NOTHING, 'p'), 'p: expected sgx (tag 0x30), found 0x5'],
    [() => parsePckExtension(concat(sgxExtension(platform), NOTHING), 'p'), 'p: 2 bytes behind the end'],
    [() => parsePckExtension(sequence(), 'p'), 'p: part 2 is missing'],
    [() => parsePckExtension(sequence(NOTHING), 'p'), 'p.sgx: expected part (tag 0x30), found 0x5'],
    [() => parsePckExtension(sequence(sequence(integer(1))), 'p'), 'p.sgx.part: expected oid (tag 0x6), found 0x2'],
    [() => parsePckExtension(sequence(sequence(oid('551d0f'), NOTHING)), 'p'), 'p: part 551d0f is not expected here'],
    [() => parsePckExtension(sequence(part('0201', NOTHING)), 'p'), `p: part ${OID.sgx}0201 is not expected here`],
    [
      () => parsePckExtension(sequence(part('01', NOTHING), part('01', NOTHING)), 'p'),
      `p: part ${OID.sgx}01 is not expected here`,
    ],
    [
      () => parsePckExtension(sequence(sequence(oid(`${OID.sgx}01`), NOTHING, NOTHING)), 'p'),
      'p.sgx.part: 2 bytes behind the end',
    ],
    [() => parsePckExtension(sequence(part('02', sequence())), 'p'), 'p: part 18 is missing'],
    [
      () =>
        parsePckExtension(
          sequence(part('02', sequence(part('0212', octets(platform.cpuSvn)), part('0201', integer(9))))),
          'p',
        ),
      'p: component 1 differs from CPUSVN',
    ],
    [
      () => parsePckExtension(sequence(part('02', sequence(part('0212', integer(9))))), 'p'),
      'p.cpusvn: expected 16 bytes',
    ],
  ])('is refused (%#)', (run, message) => {
    expect(run).toThrow(derError(message))
  })
})

describe('an ECDSA signature on P-256', () => {
  it('is two numbers of at most 32 bytes', () => {
    const most = new Uint8Array(32).fill(0xff)
    expect(readSignature(sequence(integer(1), integer(most)), 's')).toEqual(
      concat(new Uint8Array(31), Uint8Array.of(1), most),
    )
    const refuse = (...parts: Uint8Array[]) => expect(() => readSignature(sequence(...parts), 's'))
    refuse(integer(new Uint8Array(33).fill(1)), integer(1)).toThrow(/32 bytes/)
    refuse(integer(1), integer(new Uint8Array(33).fill(1))).toThrow(/32 bytes/)
    refuse(integer(1)).toThrow(/expected s \(tag 0x2\), found the end/)
    refuse().toThrow(/expected r \(tag 0x2\), found the end/)
    refuse(integer(1), integer(1), NOTHING).toThrow(/2 bytes behind the end/)
    expect(() => readSignature(NOTHING, 's')).toThrow(derError('s: expected signature (tag 0x30), found 0x5'))
  })
})
