import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { evidenceOf, honestRecords, settlementOf, trailOf } from '../../testing/scenario.js'
import { packArchive, unpackArchive } from './archive.js'
import { buildBundle, readBundle } from './bundle.js'
import { BundleError } from './bundleError.js'
import {
  dataStart,
  endOf,
  type PlacedEntry,
  readDirectory,
  requireOneForm,
  toDirectory,
  toLocalHeader,
} from './container.js'

const files = new Map([
  ['a.json', strToU8('{"a":1}')],
  ['b/00.bin', strToU8('y'.repeat(300))],
])
const packed = packArchive(files)

/** Stored, not deflated. The CRC-32 of its one entry `xyz` is eb8eba67. */
function stored(): Uint8Array {
  const entry: PlacedEntry = { name: 'a.json', crc: 0xeb8e_ba67, packedSize: 3, size: 3, method: 0, offset: 0 }
  return Uint8Array.of(...toLocalHeader(entry), ...strToU8('xyz'), ...toDirectory([entry]))
}

const SMALL = { crc: 1, packedSize: 5, size: 9, method: 8, offset: 0 } as const
const directoryOf = (name: string) => toDirectory([{ ...SMALL, name }])

describe('the one form of a zip file', () => {
  it('is what packing gives, whatever the zone of the clock', () => {
    const zone = process.env.TZ
    try {
      for (const TZ of ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
        process.env.TZ = TZ
        expect(packArchive(files)).toEqual(packed)
      }
    } finally {
      process.env.TZ = zone
    }
    expect(() => requireOneForm(packed)).not.toThrow()
    expect(() => requireOneForm(packArchive(new Map()))).not.toThrow()
  })

  it('is what another program calls a zip file', () => {
    expect(stored()).toEqual(zipSync({ 'a.json': strToU8('xyz') }, { level: 0, mtime: new Date(2000, 0, 1, 12) }))
    expect(unpackArchive(stored())).toEqual(new Map([['a.json', strToU8('xyz')]]))
    expect(() => requireOneForm(stored())).not.toThrow()
  })

  it('has each entry behind the one before', () => {
    const entry: PlacedEntry = { name: 'ab', crc: 1, packedSize: 5, size: 9, method: 8, offset: 100 }
    expect([dataStart(entry), endOf(entry)]).toEqual([132, 137])
  })

  it.each<[string, Uint8Array]>([
    ['another date', zipSync({ 'a.json': strToU8('x') }, { mtime: new Date(2001, 0, 1, 12) })],
    ['a comment on the file', Uint8Array.of(...packed.subarray(0, -2), 1, 0, 0x41)],
    ['bytes in front', Uint8Array.of(0, ...packed)],
    ['bytes behind', Uint8Array.of(...packed, 0)],
    ['bytes between', Uint8Array.of(...stored().subarray(0, 36), 0, ...stored().subarray(36))],
    [
      'an extra field',
      zipSync({ 'a.json': [strToU8('x'), { extra: { 7: strToU8('y') } }] }, { mtime: 946_728_000_000 }),
    ],
    ['a comment on an entry', zipSync({ 'a.json': [strToU8('x'), { comment: 'c' }] }, { mtime: 946_728_000_000 })],
    ['no end', packed.subarray(0, -1)],
    ['nothing in it', new Uint8Array()],
  ])('is not that of a file with %s', (_, bytes) => {
    expect(() => requireOneForm(bytes)).toThrow(BundleError)
  })

  it('says where a file departs from it', () => {
    const noEnd = 'The file does not end as a zip file does.'
    const surplus = 'The zip file has bytes that belong to none of its entries.'
    const other = 'The zip file is not in the one form that bundles have.'
    const bytes = stored()
    for (const [changed, why] of [
      [new Uint8Array(22), noEnd],
      [bytes.subarray(0, -1), noEnd],
      [Uint8Array.of(0, ...bytes), surplus],
      [Uint8Array.of(...bytes.subarray(0, 36), ...bytes.subarray(37)), surplus],
      [bytes.with(14, 0), other],
    ] as const)
      expect(() => requireOneForm(changed)).toThrow(new BundleError(why))
  })

  it('has names of at most 120 characters', () => {
    for (const length of [1, 120]) {
      const name = `${'a'.repeat(length)}`
      expect(readDirectory(directoryOf(name), 1)).toEqual([{ ...SMALL, name }])
    }
    for (const length of [121, 300])
      expect(() => readDirectory(directoryOf('a'.repeat(length)), 1)).toThrow(BundleError)
    expect(() => readDirectory(directoryOf('a'), 2)).toThrow(BundleError)
    expect(() => readDirectory(directoryOf('a'), 0)).toThrow(BundleError)
  })

  it('makes every byte of every header count', () => {
    const bytes = stored()
    for (let at = 0; at < bytes.length; at += 1) {
      if (at >= 36 && at < 39) continue
      for (const bits of [1, 0x80, 0xff])
        expect(() => requireOneForm(bytes.with(at, (bytes[at] ?? 0) ^ bits)), `byte ${at}`).toThrow(BundleError)
    }
  })
})

describe('a bundle in another form', () => {
  it('is refused although it reads as the same evidence', () => {
    const records = honestRecords(1)
    const evidence = evidenceOf({ trails: [trailOf(records)] })
    const bundle = buildBundle({ subject: settlementOf(records), evidence, verdict: null, gaps: [] })
    const entries = Object.fromEntries(unpackArchive(bundle))
    const redated = zipSync(entries, { level: 6, mtime: new Date(2020, 5, 5) })
    expect(() => readBundle(bundle)).not.toThrow()
    expect(() => readBundle(redated)).toThrow('not in the one form')
  })
})
