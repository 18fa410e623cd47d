import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { concat } from '../../mint/bytes.js'
import { bits, integer, isTrue, name, octets, oid, sequence, tagged, time } from '../../mint/der.js'
import { OID } from '../../x509/oid.js'
import { parseRevocationList } from './crl.js'

const FROM = Date.UTC(2025, 0, 1)
const TO = Date.UTC(2049, 11, 31)
const ALGORITHM = sequence(oid(OID.ecdsaWithSha256))
const OTHER = sequence(oid(OID.ecdsaWithSha384))
const SIGNATURE = bits(Uint8Array.of(9))
const NOTHING = Uint8Array.of(5, 0)
const derError = (message: string) => expect.objectContaining({ name: 'DerError', message })

function extension(type: string, value: Uint8Array, ...critical: Uint8Array[]): Uint8Array {
  return sequence(oid(type), ...critical, octets(value))
}

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
