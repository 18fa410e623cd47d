import fc from 'fast-check'
import { strToU8, unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  evidenceOf,
  honestRecords,
  PROVIDER,
  settlementOf,
  sha256,
  trailOf,
  trust,
  word,
} from '../../testing/scenario.js'
import { inputsHash } from '../body.js'
import { packArchive } from './archive.js'
import { type Bundle, buildBundle, readBundle } from './bundle.js'
import { BundleError } from './bundleError.js'

const records = honestRecords(2)
const subject = settlementOf(records)
const receipt = {
  header: new Uint8Array([0xc0]),
  transactionIndex: 3,
  receiptProof: [new Uint8Array([1, 2]), new Uint8Array([3])],
  transactionProof: [new Uint8Array([4])],
  source: 'http://node.test',
}
const full: Bundle = {
  subject,
  evidence: evidenceOf({
    trails: [trailOf(records)],
    unfetched: [
      { root: word(1), author: PROVIDER, anchorTx: word(2), attempts: [{ source: 's', outcome: 'o' }], withdrawnAt: 9 },
    ],
    receiptAttempts: [{ source: 'r', outcome: 'time-out' }],
    receipt,
    reports: [
      {
        source: 'http://p.test/v1/quote',
        observedAt: 5,
        bytes: strToU8('{"quote":""}'),
        signature: '0x12',
        collateral: '{}',
      },
      { source: 'http://p.test/v1/quote', observedAt: 6, bytes: new Uint8Array(), signature: null, collateral: null },
    ],
    reportAttempts: [{ source: 'http://p.test', outcome: 'time-out' }],
    earlierUses: [
      {
        signature: '0xab',
        settlement: 'x',
        blockTime: 1,
        root: word(3),
        line: 2,
        author: PROVIDER,
        text: 't',
        signingAddress: PROVIDER,
        isPartial: true,
      },
    ],
  }),
  verdict: { body: '{}', signature: `${'A'.repeat(86)}==`, keyId: 'a'.repeat(64) },
  gaps: ['no DA'],
}

let packed: Uint8Array
let entries: Record<string, Uint8Array>
beforeAll(() => {
  packed = buildBundle(full)
  entries = unzipSync(packed)
})

/** The bundle with some entries replaced, added or, where null, taken away. */
function repacked(changes: Record<string, Uint8Array | null>): Uint8Array {
  const changed = Object.entries({ ...entries, ...changes }).filter(
    (entry): entry is [string, Uint8Array] => entry[1] !== null,
  )
  return packArchive(new Map(changed))
}
const manifestName = () => Object.keys(entries).find((name) => name.startsWith('manifest/')) ?? ''
function withManifest(change: (text: string) => string): Uint8Array {
  const changed = strToU8(change(new TextDecoder().decode(entries[manifestName()])))
  return repacked({ [manifestName()]: null, [`manifest/${sha256(changed)}.json`]: changed })
}
const trailName = () => Object.keys(entries).find((name) => name.startsWith('trails/')) ?? ''

describe('a bundle', () => {
  it('gives back what was packed, so that the same verdict can be made', () => {
    const read = readBundle(packed)
    expect(read).toEqual(full)
    expect(inputsHash(read.subject, read.evidence, trust)).toBe(inputsHash(subject, full.evidence, trust))
  })

  it('is the same file for the same content', () => {
    expect(buildBundle(full)).toEqual(packed)
    const bare = { subject: { ...subject, item: null, signer: null }, evidence: evidenceOf(), verdict: null, gaps: [] }
    expect(readBundle(buildBundle(bare))).toEqual(bare)
  })

  it.each<[string, () => Uint8Array, string]>([
    ['is no zip file', () => strToU8('hello'), 'not a zip file'],
    ['is empty', () => new Uint8Array(), 'not a zip file'],
    ['is cut', () => packed.slice(0, -30), 'not a zip file'],
    ['lacks its manifest', () => repacked({ [manifestName()]: null }), 'no manifest'],
    ['lacks a file', () => repacked({ [trailName()]: null }), 'lacks "trails/'],
    ['has another file in its place', () => repacked({ [trailName()]: strToU8('x') }), 'has the SHA-256'],
    ['has two manifests', () => repacked({ 'manifest/00.json': strToU8('{}') }), 'two manifests'],
    ['has a damaged manifest', () => repacked({ [manifestName()]: strToU8('{}') }), 'has the SHA-256'],
    ['has a file more', () => repacked({ 'trails/00.jsonl': strToU8('x') }), 'does not name'],
    ['has a path out of itself', () => repacked({ '../x.json': strToU8('x') }), 'which no bundle has'],
    ['names its kind wrongly', () => withManifest((text) => text.replace('bundle/1', 'bundle/2')), 'spec: expected'],
    ['has a manifest with a key twice', () => withManifest((text) => `{"gaps":[],${text.slice(1)}`), 'canonical'],
    ['has a manifest that is no JSON', () => withManifest((text) => text.slice(1)), 'cannot be read'],
    [
      'has an amount with a leading zero',
      () => withManifest((text) => text.replace(/"totalFee":"/, '"totalFee":"0')),
      'manifest.subject.item.totalFee: expected a decimal',
    ],
    [
      'names another settlement than its transaction',
      () => withManifest((text) => text.replace(/"ordinal":0/, '"ordinal":1')),
      'subject.id: expected',
    ],
  ])('is refused when it %s', (_, make, why) => {
    expect(() => readBundle(make())).toThrow(BundleError)
    expect(() => readBundle(make())).toThrow(why)
  })

  it('is read where the transaction settled at another contract first', () => {
    const read = readBundle(withManifest((text) => text.replace(/("id":"[^"]*-)0"/, '$11"')))
    expect(read.subject.ordinal).toBe(0)
    expect(read.subject.id).toMatch(/-1$/)
  })

  it('refuses an entry that declares more than deflate can hold', () => {
    const lying = packed.slice()
    const view = new DataView(lying.buffer)
    // The uncompressed size in each central directory header, 24 bytes in.
    for (let at = 0; at + 46 < lying.length; at += 1)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0x0fffffff, true)
    expect(() => readBundle(lying)).toThrow('which it cannot have')
  })

  it('never throws anything but its own error, whichever byte is flipped', () => {
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const flipped = packed.with(at, (packed[at] ?? 0) ^ bits)
        try {
          const read = readBundle(flipped)
          expect(read).toEqual(full)
        } catch (error) {
          expect(error).toBeInstanceOf(BundleError)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
