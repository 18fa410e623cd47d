import { utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { concat } from '../../mint/bytes.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from '../../mint/der.js'
import { type CodeCertificate, FULCIO, parseCodeCertificate } from './codeCertificate.js'
import { requireIdentity } from './identity.js'
import { requireIssued } from './issued.js'

const FROM = Date.UTC(2025, 0, 1)
const TO = Date.UTC(2026, 0, 1)
const [SHA256, SHA384] = ['2a8648ce3d040302', '2a8648ce3d040303'].map((id) => sequence(oid(id))) as [
  Uint8Array,
  Uint8Array,
]
const [EC, P256, P384] = ['2a8648ce3d0201', '2a8648ce3d030107', '2b81040022']
const [BASIC, USAGE, EXTENDED, NAMES] = ['551d13', '551d0f', '551d25', '551d11'] as const
const CODE = oid('2b06010505070303')
const MAIL = oid('2b06010505070304')
const NOTHING = Uint8Array.of(5, 0)
const SIGNATURE = bits(Uint8Array.of(9))
const point = (size: number) => new Uint8Array(size).fill(7).with(0, 4)

const keyInfo = (of = point(65), curve = P256, kind = EC) =>
  sequence(sequence(oid(kind ?? ''), oid(curve ?? '')), bits(of))
const extension = (type: string, value: Uint8Array, ...critical: Uint8Array[]) =>
  sequence(oid(type), ...critical, octets(value))
const extensions = (...list: Uint8Array[]) => tagged(0xa3, sequence(...list))
const usage = (byte: number) => extension(USAGE, bits(Uint8Array.of(byte)), isTrue())

const PARTS = {
  version: tagged(0xa0, integer(2)),
  serial: integer(0x1234),
  algorithm: SHA256,
  issuer: name('issuer'),
  validity: sequence(time(FROM), time(TO)),
  subject: sequence(),
  key: keyInfo(),
  extensions: extensions(),
}
function certificate(parts: Partial<typeof PARTS> = {}, algorithm = SHA256, signature = SIGNATURE): Uint8Array {
  return sequence(sequence(...Object.values({ ...PARTS, ...parts })), algorithm, signature)
}
const read = (...parameters: Parameters<typeof certificate>) => parseCodeCertificate(certificate(...parameters), 'c')
const readWith = (...list: Uint8Array[]) => read({ extensions: extensions(...list) })
const derError = (message: string) => expect.objectContaining({ name: 'DerError', message })

describe('a certificate for signing code', () => {
  it('is read whole, on either curve', () => {
    expect(read()).toMatchObject({
      ...{
        signedOn: 'P-256',
        signature: Uint8Array.of(9),
        signed: sequence(...Object.values(PARTS)),
        issuer: name('issuer'),
      },
      ...{ subject: sequence(), notBefore: FROM, notAfter: TO, key: { curve: 'P-256', point: point(65) } },
      ...{
        isAuthority: false,
        pathLength: null,
        mayIssue: false,
        maySign: false,
        forCode: null,
        uri: null,
        claims: new Map(),
      },
    })
    const large = read({ algorithm: SHA384, key: keyInfo(point(97), P384) }, SHA384)
    expect(large).toMatchObject({ signedOn: 'P-384', key: { curve: 'P-384', point: point(97) } })
  })

  it('says what it is for', () => {
    const { maySign, mayIssue } = readWith(usage(0x84))
    expect([maySign, mayIssue]).toEqual([true, true])
    expect(readWith(usage(0x7b))).toMatchObject({ maySign: false, mayIssue: false })
    expect(readWith(extension(USAGE, tagged(3)))).toMatchObject({ maySign: false, mayIssue: false })
    const constraints = (...inner: Uint8Array[]) => readWith(extension(BASIC, sequence(...inner), isTrue()))
    expect(constraints(isTrue(), integer(3))).toMatchObject({ isAuthority: true, pathLength: 3 })
    expect(constraints(isTrue())).toMatchObject({ isAuthority: true, pathLength: null })
    expect(constraints()).toMatchObject({ isAuthority: false, pathLength: null })
    expect(constraints(tagged(1, Uint8Array.of(0)))).toMatchObject({ isAuthority: false })
    const purposes = (...list: Uint8Array[]) => readWith(extension(EXTENDED, sequence(...list), isTrue())).forCode
    expect([purposes(), purposes(CODE), purposes(MAIL), purposes(CODE, MAIL), purposes(MAIL, CODE)]).toEqual([
      false,
      true,
      false,
      true,
      true,
    ])
  })

  it('names one workflow, or none', () => {
    const uri = (...list: Uint8Array[]) => readWith(extension(NAMES, sequence(...list), isTrue())).uri
    const one = tagged(0x86, utf8ToBytes('https://a'))
    expect([
      uri(one),
      uri(one, one),
      uri(),
      uri(tagged(0x81, utf8ToBytes('m'))),
      uri(tagged(0x81, NOTHING), one),
    ]).toEqual(['https://a', null, null, null, null])
    expect(() => uri(tagged(0x86, Uint8Array.of(0xff)))).toThrow(derError('c.uri: expected UTF-8'))
  })

  it('has Fulcio’s claims by their last number', () => {
    const claim = (number: string, value: Uint8Array) => extension(`${FULCIO}${number}`, value)
    const text = utf8ToBytes('t')
    const { claims } = readWith(
      claim('01', text),
      claim('07', text),
      claim('08', tagged(0x0c, text)),
      claim('0d', tagged(0x0c, text)),
      claim('0101', text),
    )
    expect([...claims]).toEqual([
      [1, 't'],
      [7, 't'],
      [8, 't'],
      [13, 't'],
    ])
    expect(() => readWith(claim('08', text))).toThrow(derError('c: expected claim (tag 0xc), found 0x74'))
    expect(() => readWith(claim('08', concat(tagged(0x0c, text), NOTHING)))).toThrow(
      derError('c: 2 bytes behind the end'),
    )
    expect(() => readWith(claim('01', Uint8Array.of(0xff)))).toThrow(derError(`c.${FULCIO}01: expected UTF-8`))
    expect(() => readWith(claim('09', tagged(0x0c, Uint8Array.of(0xff))))).toThrow(
      derError(`c.${FULCIO}09: expected UTF-8`),
    )
  })

  it.each<[Partial<typeof PARTS>, string]>([
    [{ algorithm: SHA384 }, 'c: names two signature algorithms'],
    [{ key: keyInfo(point(65), '2b81040023') }, 'c: expected an uncompressed key on P-256 or P-384'],
    [
      { extensions: extensions(extension('551d24', NOTHING, isTrue())) },
      'c: critical extension 551d24 is not understood',
    ],
    [{ extensions: extensions(extension(EXTENDED, NOTHING)) }, 'c: expected extendedKeyUsage (tag 0x30), found 0x5'],
    [
      { extensions: extensions(extension(EXTENDED, sequence(NOTHING))) },
      'c.extendedKeyUsage: expected purpose (tag 0x6), found 0x5',
    ],
    [{ extensions: extensions(extension(EXTENDED, concat(sequence(), NOTHING))) }, 'c: 2 bytes behind the end'],
    [{ extensions: extensions(extension(NAMES, NOTHING)) }, 'c: expected subjectAltName (tag 0x30), found 0x5'],
    [{ extensions: extensions(extension(NAMES, concat(sequence(), NOTHING))) }, 'c: 2 bytes behind the end'],
  ])('is refused by name (%#)', (parts, message) => {
    expect(() => read(parts)).toThrow(derError(message))
  })
})

describe('who signed', () => {
  const release = { source: 'https://h/o/r', commit: 'c' }
  const leaf = (changes: Record<number, string | undefined> = {}, uri: string | null = 'https://h/o/r/w@x') => {
    const claims = Object.entries({ 8: 'https://i', 12: 'https://h/o/r', 13: 'c', ...changes })
    return {
      uri,
      claims: new Map(claims.flatMap(([at, value]) => (value === undefined ? [] : [[Number(at), value] as const]))),
    } as unknown as CodeCertificate
  }
  const issuers = [{ issuer: 'https://i', sources: 'https://h/' }]
  const refused = (message: string) => expect.objectContaining({ name: 'ProvenanceError', step: 'identity', message })

  it('is a workflow of the release’s repository at its commit', () => {
    const identity = { issuer: 'https://i', workflow: 'https://h/o/r/w@x', repository: 'https://h/o/r', commit: 'c' }
    expect(requireIdentity(leaf(), release, issuers)).toEqual(identity)
    for (const source of ['https://H/O/R', 'https://h/o/r/', 'https://h/o/r.git', 'https://h/o/r.git/'])
      expect(requireIdentity(leaf(), { ...release, source }, issuers)).toEqual(identity)
    expect(requireIdentity(leaf({}, 'HTTPS://h/O/r/w'), release, issuers).workflow).toBe('HTTPS://h/O/r/w')
    expect(
      requireIdentity(leaf(), release, [
        { issuer: 'x', sources: 'https://h/' },
        { issuer: 'https://i', sources: 'HTTPS://H/' },
      ]),
    ).toEqual(identity)
  })

  it.each<[CodeCertificate, object[], string]>([
    [leaf(), [], 'https://i is not trusted to name workflows of https://h/o/r.'],
    [
      leaf(),
      [{ issuer: 'https://j', sources: 'https://h/' }],
      'https://i is not trusted to name workflows of https://h/o/r.',
    ],
    [
      leaf(),
      [{ issuer: 'https://i', sources: 'https://g/' }],
      'https://i is not trusted to name workflows of https://h/o/r.',
    ],
    [leaf({ 12: 'https://h/o/s' }), issuers, 'It was signed in https://h/o/s, expected https://h/o/r.'],
    [leaf({ 13: 'd' }), issuers, 'It was signed at commit d, expected c.'],
    [leaf({}, 'https://h/o/r'), issuers, 'It was signed by https://h/o/r, which is no workflow of https://h/o/r.'],
    [
      leaf({}, 'https://h/o/r2/w'),
      issuers,
      'It was signed by https://h/o/r2/w, which is no workflow of https://h/o/r.',
    ],
    [leaf({}, null), issuers, 'The certificate does not name a workflow.'],
    [leaf({ 8: undefined }), issuers, 'The certificate does not name the issuer.'],
    [leaf({ 12: undefined }), issuers, 'The certificate does not name the repository.'],
    [leaf({ 13: undefined }), issuers, 'The certificate does not name the commit.'],
  ])('is refused (%#)', (certificateOf, trusted, message) => {
    expect(() => requireIdentity(certificateOf, release, trusted as typeof issuers)).toThrow(refused(message))
  })
})

describe('a signer’s certificate', () => {
  const fit = { ...read(), maySign: true, forCode: true }
  const refuse = (changes: Partial<CodeCertificate>, at = FROM) =>
    expect(() => requireIssued({ ...fit, ...changes }, [], at))
  const why = (message: string) => expect.objectContaining({ name: 'ProvenanceError', step: 'certificate', message })

  it('is for signing code, in force and issued', () => {
    const purpose = why('The certificate is not one for signing code.')
    refuse({ isAuthority: true }).toThrow(purpose)
    refuse({ maySign: false }).toThrow(purpose)
    refuse({ forCode: null }).toThrow(purpose)
    refuse({ forCode: false }).toThrow(purpose)
    const late = why(
      'The certificate was in force from 2025-01-01T00:00:00Z to 2026-01-01T00:00:00Z, not when the log took the entry.',
    )
    refuse({}, FROM - 1).toThrow(late)
    refuse({}, TO + 1).toThrow(late)
    for (const at of [FROM, TO])
      refuse({}, at).toThrow(why('The certificate was not issued by a pinned authority in force then.'))
  })
})
