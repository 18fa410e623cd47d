import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { evidenceOf, honestRecords, settlementOf, sha256, trailOf, word } from '../../testing/scenario.js'
import { MAX_BUNDLE_BYTES, MAX_ENTRIES, MAX_ENTRY_BYTES, packArchive, unpackArchive } from './archive.js'
import { type Bundle, buildBundle, readBundle } from './bundle.js'
import { BundleError } from './bundleError.js'

const records = honestRecords(1)
const subject = settlementOf(records)
const report = { source: 'http://p.test', observedAt: 5, bytes: strToU8('r'), signature: null, collateral: '{"a":1}' }
const bare: Bundle = { subject, evidence: evidenceOf(), verdict: null, gaps: [] }
const da = { pointer: '0x12', r1: word(1), r2: word(2) }
const held: Bundle = {
  ...bare,
  evidence: {
    ...evidenceOf({
      trails: [{ ...trailOf(records), da }],
      reports: [report, { ...report, observedAt: 6, collateral: null }],
    }),
    imageBundles: ['{"b":2}', '{"c":3}'],
  },
  logProof: 'a proof',
}

/** Message of the error that reading throws. */
function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(BundleError)
    expect((error as Error).name).toBe('BundleError')
    return (error as Error).message
  }
  throw new Error('nothing was refused')
}

/** The file with the two bytes at `offset` in every central directory header replaced. */
function withField(file: Uint8Array, offset: number, value: number): Uint8Array {
  const changed = file.slice()
  const view = new DataView(changed.buffer)
  for (let at = 0; at + 46 < changed.length; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + offset, value, true)
  return changed
}

/** The bundle whose manifest was replaced by those bytes, under their own digest. */
function withManifest(bytes: Uint8Array): Uint8Array {
  const others = Object.entries(unzipSync(buildBundle(held))).filter(([name]) => !name.startsWith('manifest/'))
  return zipSync({ ...Object.fromEntries(others), [`manifest/${sha256(bytes)}.json`]: bytes })
}
function manifestOf(bundle: Bundle): [string, string] {
  const found = Object.entries(unzipSync(buildBundle(bundle))).find(([name]) => name.startsWith('manifest/'))
  if (found === undefined) throw new Error('no manifest')
  return [found[0], new TextDecoder().decode(found[1])]
}

describe('a bundle with every kind of part', () => {
  it('is read back, and names every file by folder, digest and ending', () => {
    expect(readBundle(buildBundle(held))).toEqual(held)
    const [trail] = held.evidence.trails
    if (trail === undefined) throw new Error('no trail')
    expect(Object.keys(unzipSync(buildBundle(held)))).toEqual(
      [
        `trails/${sha256(trail.bytes)}.jsonl`,
        `reports/${sha256(report.bytes)}.bin`,
        `collateral/${sha256(strToU8('{"a":1}'))}.json`,
        `images/${sha256(strToU8('{"b":2}'))}.json`,
        `images/${sha256(strToU8('{"c":3}'))}.json`,
        `log/${sha256(strToU8('a proof'))}.tlog-proof`,
        manifestOf(held)[0],
      ].sort(),
    )
  })

  it('keeps apart what is null, empty and missing', () => {
    expect(readBundle(buildBundle(bare))).toEqual(bare)
    expect('imageBundles' in readBundle(buildBundle(bare)).evidence).toBe(false)
    expect('receiptAttempts' in readBundle(buildBundle(bare)).evidence).toBe(false)
    expect('logProof' in readBundle(buildBundle(bare))).toBe(false)
    const [without] = readBundle(buildBundle({ ...bare, evidence: evidenceOf({ trails: [trailOf(records)] }) }))
      .evidence.trails
    expect(without && 'da' in without).toBe(false)
    const untied = { header: Uint8Array.of(1), transactionIndex: 0, receiptProof: [Uint8Array.of(2)], source: 's' }
    const receipt = { ...bare, evidence: { ...evidenceOf(), receipt: untied, receiptAttempts: [], imageBundles: [] } }
    expect(readBundle(buildBundle(receipt))).toEqual(receipt)
    expect('transactionProof' in (readBundle(buildBundle(receipt)).evidence.receipt ?? {})).toBe(false)
  })

  it('keeps texts to the byte', () => {
    for (const collateral of ['\u{feff}{}', '\u{0}', 'ä\r\n', '']) {
      const bundle = { ...bare, evidence: evidenceOf({ reports: [{ ...report, collateral }] }), logProof: collateral }
      expect(readBundle(buildBundle(bundle))).toEqual(bundle)
    }
  })

  it('keeps all facts of a service and of an account', () => {
    const [service] = subject.services
    if (service === undefined) throw new Error('no service')
    const pricing = { modified: 'tiers' }
    const services = [service, { ...service, until: 9, pricing, derivedMode: 'proxy', verifiability: 'TeeML' }]
    const empty = { fundSpent: null, balanceAfter: null, balanceBefore: null, previousNonce: null }
    for (const changed of [
      { ...subject, services },
      { ...subject, ...empty, item: null, signer: null },
    ]) {
      const { subject: read } = readBundle(buildBundle({ ...bare, subject: changed }))
      expect(read).toEqual(changed)
      expect(read.services.map((entry) => Object.keys(entry).sort())).toEqual(
        changed.services.map((entry) => Object.keys(entry).sort()),
      )
    }
  })
})

describe('an archive', () => {
  it('is refused for what it holds, in words', () => {
    const pack = (name: string) => zipSync({ [name]: strToU8('x') })
    for (const name of ['x.txt', 'A.json', 'a/b/c.json', '/a.json', 'a.json/', 'a/G.json', 'xa/../a.json'])
      expect(refusal(() => unpackArchive(pack(name)))).toBe(`The bundle has an entry "${name}", which no bundle has.`)
    const long = `${'a'.repeat(100)}.txt`
    expect(refusal(() => unpackArchive(pack(long)))).toBe(
      `The bundle has an entry "${'a'.repeat(80)}", which no bundle has.`,
    )
  })

  it('has each name once', () => {
    const twice = zipSync({ 'a.json': strToU8('x'), 'b.json': strToU8('y') })
    const same = twice.map((byte, at) => (byte === 0x62 && twice[at + 1] === 0x2e ? 0x61 : byte))
    expect(refusal(() => unpackArchive(same))).toBe('The bundle has two entries "a.json".')
  })

  it('has at most the entries that are read', () => {
    const many = (count: number) =>
      zipSync(Object.fromEntries(Array.from({ length: count }, (_, at) => [`a/${at}.bin`, new Uint8Array(0)])), {
        level: 0,
      })
    expect(unpackArchive(many(MAX_ENTRIES)).size).toBe(MAX_ENTRIES)
    expect(refusal(() => unpackArchive(many(MAX_ENTRIES + 1)))).toBe('The bundle has more than 2000 entries.')
  })

  it('is stored or deflated, and by no other method', () => {
    const stored = zipSync({ 'a.json': strToU8('xyz') }, { level: 0 })
    expect(unpackArchive(stored).get('a.json')).toEqual(strToU8('xyz'))
    expect(refusal(() => unpackArchive(withField(stored, 10, 12)))).toBe(
      'Entry "a.json" is compressed by method 12, expected 0 or 8.',
    )
  })

  it('declares no more than its bytes can hold', () => {
    const packed = zipSync({ 'a.json': new Uint8Array(1_032_000) })
    expect(unpackArchive(packed).get('a.json')).toHaveLength(1_032_000)
    // Compressed size, then uncompressed size.
    expect(refusal(() => unpackArchive(withField(packed, 22, 1)))).toContain('which it cannot have')
    expect(refusal(() => unpackArchive(withField(packed, 26, 0x0fff)))).toBe(
      `Entry "a.json" declares ${(0x0fff << 16) + (1_032_000 & 0xffff)} bytes, which it cannot have.`,
    )
  })

  /** Stored entries of 300 000 bytes which declare those sizes. */
  function declaring(sizes: number[]): Uint8Array {
    const names = sizes.map((_, n) => `a/${n}.bin`)
    const file = zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array(300_000)])), { level: 0 })
    const view = new DataView(file.buffer)
    let n = 0
    for (let at = view.getUint32(file.length - 6, true); at + 46 < file.length; at += 1)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, sizes[n++] ?? 0, true)
    return file
  }

  it('declares no more than is read, of one entry and of all', () => {
    expect(unpackArchive(declaring([MAX_ENTRY_BYTES])).size).toBe(1)
    expect(refusal(() => unpackArchive(declaring([MAX_ENTRY_BYTES + 1])))).toBe(
      'Entry "a/0.bin" declares 268435457 bytes, which it cannot have.',
    )
    expect(unpackArchive(declaring([MAX_ENTRY_BYTES, MAX_ENTRY_BYTES])).size).toBe(2)
    expect(refusal(() => unpackArchive(declaring([MAX_ENTRY_BYTES, MAX_ENTRY_BYTES, 1])))).toBe(
      'The bundle unpacks to more than 536870912 bytes, the limit.',
    )
  })

  it('has at most the bytes that are read', () => {
    expect(refusal(() => unpackArchive(new Uint8Array(MAX_BUNDLE_BYTES + 1)))).toBe(
      'The bundle has 536870913 bytes, at most 536870912 are read.',
    )
    expect(refusal(() => unpackArchive(new Uint8Array(MAX_BUNDLE_BYTES)))).toMatch(/^The bundle is not a zip file: /)
  })

  it('is no zip file, with the reason', () => {
    expect(refusal(() => unpackArchive(strToU8('hello')))).toMatch(/^The bundle is not a zip file: \S+/)
  })

  it('is the same for entries in any order, at a fixed date', () => {
    const [a, b] = [strToU8('x'), strToU8('y')]
    const there = packArchive(
      new Map([
        ['a.bin', a],
        ['b.bin', b],
      ]),
    )
    expect(
      packArchive(
        new Map([
          ['b.bin', b],
          ['a.bin', a],
        ]),
      ),
    ).toEqual(there)
    expect(Object.keys(unzipSync(there))).toEqual(['a.bin', 'b.bin'])
  })
})

describe('a manifest is refused', () => {
  const read = (bytes: Uint8Array) => refusal(() => readBundle(withManifest(bytes)))

  it('beyond its size, before it is read', () => {
    expect(read(new Uint8Array(16 * 1024 * 1024 + 1))).toBe('manifest has 16777217 bytes, at most 16777216 are read.')
    expect(read(new Uint8Array(16 * 1024 * 1024))).toMatch(/^manifest cannot be read: /)
  })

  it('in another form of the same JSON, behind a mark of byte order, or outside of UTF-8', () => {
    const [, text] = manifestOf(held)
    expect(read(strToU8(` ${text}`))).toBe('manifest cannot be read: it differs from its canonical JSON (RFC 8785)')
    expect(read(strToU8(`\u{feff}${text}`))).toMatch(/^manifest cannot be read: /)
    expect(read(Uint8Array.of(...strToU8('"'), 0xff, ...strToU8('"')))).toMatch(/^manifest cannot be read: /)
  })

  it('for what it says, by the name of the field', () => {
    const [, text] = manifestOf(held)
    expect(read(strToU8(text.replace('bundle/1', 'bundle/2')))).toMatch(
      /^manifest\.spec: expected "touchstone-bundle\/1"/,
    )
    expect(read(strToU8(text.replace('"gaps":[]', '"gaps":[1]')))).toMatch(/^manifest\.gaps/)
  })

  it('in a second place', () => {
    const [name] = manifestOf(bare)
    expect(refusal(() => readBundle(zipSync({ 'a.json': strToU8('x') })))).toBe('The bundle has no manifest.')
    const message = refusal(() =>
      readBundle(zipSync({ ...unzipSync(buildBundle(bare)), 'manifest/0.json': strToU8('x') })),
    )
    expect(message).toBe(`The bundle has two manifests, "${name}" and "manifest/0.json".`)
  })
})

describe('a file of a bundle is refused', () => {
  const entries = () => unzipSync(buildBundle(held))
  const nameIn = (folder: string) => Object.keys(entries()).find((name) => name.startsWith(folder)) ?? ''

  it.each(['trails/', 'reports/', 'collateral/', 'images/', 'log/'])('missing, other or surplus in %s', (folder) => {
    const name = nameIn(folder)
    const { [name]: bytes, ...rest } = entries()
    expect(bytes).toBeDefined()
    expect(refusal(() => readBundle(zipSync(rest)))).toBe(`The bundle lacks "${name}", which its manifest names.`)
    expect(refusal(() => readBundle(zipSync({ ...rest, [name]: strToU8('!') })))).toBe(
      `"${name}" has the SHA-256 ${sha256(strToU8('!'))}, expected ${/[0-9a-f]{64}/.exec(name)?.[0]}.`,
    )
    const surplus = `${folder}0.json`
    expect(refusal(() => readBundle(zipSync({ ...entries(), [surplus]: strToU8('!') })))).toBe(
      `The bundle has "${surplus}", which its manifest does not name.`,
    )
  })

  it.each(['collateral', 'images'])('where text in %s is no UTF-8', (folder) => {
    const bad = Uint8Array.of(0xff)
    const [, text] = manifestOf(held)
    const name = nameIn(`${folder}/`)
    const digest = /[0-9a-f]{64}/.exec(name)?.[0] ?? ''
    const manifest = strToU8(text.replaceAll(digest, sha256(bad)))
    const others = Object.entries(entries()).filter(([entry]) => entry !== name && !entry.startsWith('manifest/'))
    const file = `${folder}/${sha256(bad)}.json`
    const packed = { ...Object.fromEntries(others), [file]: bad, [`manifest/${sha256(manifest)}.json`]: manifest }
    expect(refusal(() => readBundle(zipSync(packed)))).toBe(`"${file}" is not UTF-8.`)
  })
})
