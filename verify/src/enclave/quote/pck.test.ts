import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { concat } from '../../mint/bytes.js'
import { integer, octets, oid, sequence } from '../../mint/der.js'
import { sgxExtension } from '../../mint/pki.js'
import { SGX_EXTENSION } from './intel.js'
import { parsePckExtension } from './pck.js'

const NOTHING = Uint8Array.of(5, 0)
const derError = (message: string) => expect.objectContaining({ name: 'DerError', message })

describe('the extension of a platform', () => {
  const platform = {
    ...{ ppid: new Uint8Array(16).fill(1), fmspc: hexToBytes('00906ed50000'), pceId: Uint8Array.of(0, 2), pceSvn: 13 },
    cpuSvn: Uint8Array.from({ length: 16 }, (_, at) => at),
  }
  const parse = (changes: Partial<typeof platform> = {}) =>
    parsePckExtension(sgxExtension({ ...platform, ...changes }), 'p')
  const part = (number: string, value: Uint8Array) => sequence(oid(`${SGX_EXTENSION}${number}`), value)

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
    [
      () => parsePckExtension(sequence(part('0201', NOTHING)), 'p'),
      `p: part ${SGX_EXTENSION}0201 is not expected here`,
    ],
    [
      () => parsePckExtension(sequence(part('01', NOTHING), part('01', NOTHING)), 'p'),
      `p: part ${SGX_EXTENSION}01 is not expected here`,
    ],
    [
      () => parsePckExtension(sequence(sequence(oid(`${SGX_EXTENSION}01`), NOTHING, NOTHING)), 'p'),
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
