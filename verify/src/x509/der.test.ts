import { hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { skipReason } from '../../testing/fixtures.js'
import { findUpToDate } from '../../testing/realQuotes.js'
import { parseRevocationList } from '../enclave/quote/crl.js'
import { parseIntelCertificate } from '../enclave/quote/intel.js'
import { DerError, DerReader, readBits, readSmall, readTime, readUnsigned, TAG } from './der.js'
import { readSignature } from './ecdsa.js'
import { readPemChain, toPem } from './pem.js'

function reader(hex: string): DerReader {
  return new DerReader(hexToBytes(hex), 'test')
}
function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
function timeOf(tag: number, text: string): number {
  return readTime(new DerReader(Uint8Array.from([tag, text.length, ...ascii(text)]), 'test'), 'time')
}
const one = new Uint8Array(100).fill(7)

describe('DerReader', () => {
  it('reads the one encoding of a length', () => {
    expect(reader('020105').read(TAG.integer, 'n').value).toEqual(Uint8Array.of(5))
    const long = reader(`0481c8${'00'.repeat(200)}`)
    expect(long.read(TAG.octetString, 's').value).toHaveLength(200)
    long.end()
  })

  it.each([
    ['020205', 'is cut off'],
    ['0281', 'is cut off'],
    ['02', 'is cut off'],
    ['02810105', 'not minimal'],
    ['0282000105', 'not minimal'],
    ['028005000000', 'DER does not allow'],
    ['02847fffffff05', 'DER does not allow'],
    ['040105', 'expected n (tag 0x2)'],
    ['', 'found the end'],
  ])('refuses %s', (hex, why) => {
    expect(() => reader(hex).read(TAG.integer, 'n')).toThrow(DerError)
    expect(() => reader(hex).read(TAG.integer, 'n')).toThrow(why)
  })

  it('refuses numbers, bits and ends that are not minimal', () => {
    const node = (hex: string) => reader(hex).read(TAG.integer, 'n')
    expect(readSmall(node('0203008001'), 'n')).toBe(0x8001)
    for (const hex of ['020180', '02020001', '0200']) expect(() => readUnsigned(node(hex), 'n')).toThrow(DerError)
    expect(() => readSmall(node('0203010000'), 'n')).toThrow('below 65536')
    expect(() => readBits(reader('03020180').read(TAG.bitString, 'b'), 'b')).toThrow('whole bytes')
    expect(() => reader('00').end()).toThrow('1 bytes behind the end')
  })

  it('reads times in UTC and no others', () => {
    expect(timeOf(TAG.utcTime, '260301000000Z')).toBe(Date.UTC(2026, 2, 1))
    expect(timeOf(TAG.utcTime, '991231235959Z')).toBe(Date.UTC(1999, 11, 31, 23, 59, 59))
    expect(timeOf(TAG.generalizedTime, '20500101000000Z')).toBe(Date.UTC(2050, 0, 1))
    expect(timeOf(TAG.utcTime, '240229000000Z')).toBe(Date.UTC(2024, 1, 29))
    for (const text of ['260229000000Z', '261301000000Z', '2603010000Z', '260301000000+0100', '260301240000Z']) {
      expect(() => timeOf(TAG.utcTime, text)).toThrow(DerError)
    }
  })
})

describe('parsers of DER', () => {
  it('throw nothing but DerError for any bytes', () => {
    const parsers = [
      (bytes: Uint8Array) => parseIntelCertificate(bytes, 'c'),
      (bytes: Uint8Array) => parseRevocationList(bytes, 'l'),
      (bytes: Uint8Array) => readSignature(bytes, 's', 'P-256'),
    ]
    const starts = fc.oneof(fc.constant([0x30, 0x82, 0x01, 0x00, 0x30]), fc.constant([0x30, 0x20]), fc.constant([]))
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        for (const parse of parsers) expect(() => parse(Uint8Array.from([...start, ...rest]))).toThrow(DerError)
      }),
    )
  })

  it('throw nothing but DerError for real certificates and lists with one byte changed', () => {
    const real = findUpToDate()
    if (real === undefined) return console.log(skipReason('tee/tdx_quote_collateral.json', 400))
    const [certificate = one] = readPemChain(real.collateral.tcb_info_issuer_chain, 'chain')
    const list = hexToBytes(real.collateral.root_ca_crl)
    expect(parseIntelCertificate(certificate, 'c').isAuthority).toBe(false)
    expect(parseRevocationList(list, 'l').revoked.size).toBe(0)
    const sources: [Uint8Array, (bytes: Uint8Array) => unknown][] = [
      [certificate, (bytes) => parseIntelCertificate(bytes, 'c')],
      [list, (bytes) => parseRevocationList(bytes, 'l')],
    ]
    fc.assert(
      fc.property(fc.nat(600), fc.nat(255), (place, byte) => {
        for (const [bytes, parse] of sources) {
          expectDerErrorOrNothing(() => parse(bytes.with(place % bytes.length, byte)))
          expect(() => parse(bytes.subarray(0, place % bytes.length))).toThrow(DerError)
          expect(() => parse(Uint8Array.from([...bytes, byte]))).toThrow(DerError)
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe('readPemChain', () => {
  const pem = toPem(one)

  it('reads certificates one behind the other, with a line feed and a NUL at the end or without', () => {
    for (const end of ['', '\n', '\n\0', '\0']) {
      expect(readPemChain(`${pem}\n${pem}${end}`, 'chain')).toEqual([one, one])
    }
  })

  it.each([
    ['nothing', ''],
    ['text before', `x${pem}`],
    ['text between', `${pem}\nx\n${pem}`],
    ['text behind', `${pem}\nx`],
    ['an empty line between', `${pem}\n\n${pem}`],
    ['two line feeds at the end', `${pem}\n\n`],
    ['carriage returns', pem.replaceAll('\n', '\r\n')],
    ['a line that is too long', pem.replace(/([A-Za-z0-9+/=]{64})\n/, '$1')],
    ['a line that is too short', pem.replace(/([A-Za-z0-9+/=]{10})/, '$1\n')],
    ['characters that are not base64', pem.replace('Bw', 'B_')],
    ['base64 with bits that do not count', toPem(Uint8Array.of(1)).replace('AQ==', 'AR==')],
    ['five certificates', [pem, pem, pem, pem, pem].join('\n')],
    ['no end', pem.replace('-----END CERTIFICATE-----', '')],
  ])('refuses %s', (_, text) => {
    expect(() => readPemChain(text, 'chain')).toThrow(DerError)
  })
})

function expectDerErrorOrNothing(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(DerError)
  }
}
