import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import {
  type Bundle,
  BundleError,
  buildBundle,
  type CollectionItem,
  endOf,
  openCollection,
  type PlacedEntry,
  readBundle,
  toDirectory,
  toLocalHeader,
  toTotals,
} from '@touchstone/verify'
import canonicalize from 'canonicalize'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackArchive } from '../../../verify/src/bundle/archive.js'
import { PROVIDER } from '../../../verify/testing/scenario.js'
import { type Evidenced, fullyEvidenced } from '../../../verify/testing/verified.js'
import { run } from '../main.js'

type Files = [name: string, bytes: Uint8Array][]

const PROGRAM = fileURLToPath(new URL('../../bin/touchstone.mjs', import.meta.url))
/** Whether this machine lets a program be cut off from the network; where not, one test is left out and says so. */
const canUnshare = existsSync(PROGRAM) && spawnSync('unshare', ['-rn', 'true']).status === 0
if (!canUnshare) console.log('unshare -rn is not possible here: one test is skipped')

let folder: string
let whole: Evidenced
let bundle: Bundle
let trustFile: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-collection-'))
  whole = await fullyEvidenced()
  bundle = { subject: whole.subject, evidence: whole.evidence, verdict: null, gaps: [] }
  trustFile = join(folder, 'trust.json')
  writeFileSync(trustFile, JSON.stringify(whole.trust))
})
afterAll(() => rmSync(folder, { recursive: true }))

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const named = (where: string, ending: string, text: string): [string, Uint8Array] => {
  const bytes = new Uint8Array(Buffer.from(text))
  return [`${where}/${digest(bytes)}.${ending}`, bytes]
}

function zip(files: Files): Uint8Array {
  const entries: PlacedEntry[] = []
  const parts: Uint8Array[] = []
  let offset = 0
  for (const [name, bytes] of files) {
    const entry = { name, crc: crc32(bytes), packedSize: bytes.length, size: bytes.length, method: 0 as const, offset }
    entries.push(entry)
    parts.push(toLocalHeader(entry), bytes)
    offset = endOf(entry)
  }
  return new Uint8Array(Buffer.concat([...parts, toDirectory(entries)]))
}

const CLAIMS = {
  ...{ spec: 'touchstone-about/1', role: 'claims', chainId: 16661, scope: { kind: 'provider', id: PROVIDER }, asOf: 9 },
  entries: [
    {
      ...{ id: 'a', type: 'service', by: PROVIDER, says: { model: 'm' }, from: 1, to: null, evidence: ['tx 0x00'] },
      ...{ procedure: 'none', verdict: 'not_checked', reason: 'a label' },
    },
  ],
  missing: ['the registration file'],
}

/** Files of a collection of those bundles, each bundle's own behind the head. */
function filesOf(bundles: Bundle[], changes: { next?: string; after?: string; outcome?: string } = {}): Files {
  const { next = null, after = null, outcome = 'verified' } = changes
  const head = {
    ...{ spec: 'touchstone-collection/1', chainId: 16661, scope: { kind: 'provider', id: PROVIDER } },
    ...{ from: 0, to: 2_000_000_000_000, after },
  }
  const unpacked = bundles.map((one) => unpackArchive(buildBundle(one)))
  const items = bundles.map(({ subject }, n): CollectionItem => {
    const file = [...(unpacked[n]?.keys() ?? [])].find((name) => name.startsWith('manifest/')) ?? ''
    return { id: subject.id, manifest: { file, sha256: file.slice(9, 73) }, outcome, amount: '7', gaps: 0 }
  })
  const gaps = named('gaps', 'jsonl', '')
  const claims = named('claims', 'json', canonicalize(CLAIMS) ?? '')
  const index = {
    ...{ settlements: items, totals: toTotals(items, 0), next },
    gaps: { file: gaps[0], sha256: digest(gaps[1]) },
    about: [{ role: 'claims', file: claims[0], sha256: digest(claims[1]) }],
  }
  const evidence = new Map(unpacked.flatMap((one) => [...one]))
  return [
    named('collection', 'json', canonicalize(head) ?? ''),
    claims,
    ...evidence,
    gaps,
    named('index', 'json', canonicalize(index) ?? ''),
  ]
}

async function verify(bytes: Uint8Array, ...more: string[]) {
  const path = join(folder, 'collection.zip')
  writeFileSync(path, bytes)
  let out = ''
  const write = (text: string) => {
    out += text
  }
  const code = await run(['verify', path, '--trust', trustFile, '--json', ...more], { out: write, err: write })
  return { code, json: code === 3 ? undefined : JSON.parse(out), out }
}

/** The same evidence under another id: a second settlement of the collection, which proves nothing. */
function another(): Bundle {
  const { subject, evidence } = bundle
  return {
    ...bundle,
    subject: { ...subject, txHash: `0x${'5'.repeat(64)}`, id: `16661-0x${'5'.repeat(64)}-0` },
    evidence,
  }
}

describe('touchstone verify, of a collection', () => {
  it('checks each and ends with 0 where all are verified', async () => {
    const { code, json } = await verify(zip(filesOf([bundle])))
    expect([code, json.outcome, json.kind]).toEqual([0, 'verified', 'collection'])
    expect(json.sentence).toBe('1 settlements: 1 verified.')
    expect(json.observations).toEqual([])
  })

  it('says whose word the claims are, and lets them decide nothing', async () => {
    const { code, json } = await verify(zip(filesOf([bundle])))
    expect(code).toBe(0)
    expect(json.restsOn.join('\n')).toMatch(/the word of those who say it.*1 entries of claims: none is proven here/)
    expect(json.doesNotProve).toEqual(['Missing in claims: the registration file'])
    const lie = JSON.stringify(CLAIMS).replace('not_checked', 'verified')
    const forged = filesOf([bundle])
    const at = forged.findIndex(([name]) => name.startsWith('claims/'))
    const [name, bytes] = named('claims', 'json', canonicalize(JSON.parse(lie)) ?? '')
    const last = forged.length - 1
    const index = JSON.parse(Buffer.from(forged[last]?.[1] ?? []).toString())
    index.about = [{ role: 'claims', file: name, sha256: digest(bytes) }]
    const changed = forged.with(at, [name, bytes]).with(last, named('index', 'json', canonicalize(index) ?? ''))
    const refused = await verify(zip(changed))
    expect([refused.code, refused.json.outcome]).toEqual([2, 'unavailable'])
  })

  it('ends with the worst, and says where the list and the check differ', async () => {
    const { code, json } = await verify(zip(filesOf([bundle, another()])))
    expect(code).not.toBe(0)
    expect(json.outcome).not.toBe('verified')
    expect(json.observations[0].text).toContain('the list says verified, checking it again says')
  })

  it('is not verified where it is not the whole interval, or empty', async () => {
    expect((await verify(zip(filesOf([bundle], { next: '5-0' })))).json.outcome).toBe('partial')
    expect((await verify(zip(filesOf([bundle], { after: '5-0' })))).json.outcome).toBe('partial')
    expect((await verify(zip(filesOf([])))).code).toBe(2)
  })

  it('asks each for what --require and --key ask', async () => {
    const { code, json } = await verify(zip(filesOf([bundle])), '--key', '11'.repeat(32))
    expect([code, json.outcome]).toEqual([2, 'unavailable'])
    expect(json.observations[0].text).toContain('holds no signed verdict')
    expect((await verify(zip(filesOf([bundle])), '--require', 'enclave,workload')).code).toBe(0)
    expect((await verify(zip(filesOf([bundle])), '--header-hash', '11'.repeat(32))).code).toBe(3)
  })

  it('never ends with 0 with a file dropped, doubled, swapped or added', async () => {
    const files = filesOf([bundle])
    for (const at of files.keys()) {
      expect((await verify(zip(files.toSpliced(at, 1)))).code, `without ${files[at]?.[0]}`).not.toBe(0)
      const [name, bytes] = files[at] ?? ['', new Uint8Array()]
      expect((await verify(zip([...files, [name, bytes]]))).code, `twice ${name}`).not.toBe(0)
      const other = files[(at + 1) % files.length]?.[1] ?? bytes
      expect((await verify(zip(files.with(at, [name, other])))).code, `another ${name}`).not.toBe(0)
    }
    for (const name of [
      '../x.json',
      'trails/../x.json',
      '/etc/x.json',
      'trails/00.jsonl',
      `trails/${'0'.repeat(64)}.jsonl`,
    ])
      expect((await verify(zip([...files, [name, Buffer.from('x')]]))).code, name).not.toBe(0)
  })

  it('never ends with 0 with totals, list or gaps that do not agree', async () => {
    const files = filesOf([bundle])
    const last = files.length - 1
    const text = Buffer.from(files[last]?.[1] ?? []).toString()
    const changed = (from: string, to: string) => {
      expect(text).toContain(from)
      return zip(files.with(last, named('index', 'json', text.replace(from, to))))
    }
    const wrong = [
      changed('"totals":{"amount":"7"', '"totals":{"amount":"8"'),
      changed('"outcomes":{"verified":1}', '"outcomes":{"verified":2}'),
      changed('"gaps":0,"id"', '"gaps":1,"id"'),
      changed('"next":null', '"next":"x"'),
      changed('"settlements":[', '"settlements":[ '),
    ]
    for (const bytes of wrong) expect((await verify(bytes)).json.outcome).toBe('unavailable')
  })

  it('never ends with 0 with a byte changed', async () => {
    const bytes = zip(filesOf([bundle]))
    expect((await verify(bytes)).code).toBe(0)
    for (let n = 0; n < 20; n += 1) {
      const at = Math.floor((n * (bytes.length - 1)) / 19)
      expect((await verify(bytes.with(at, (bytes[at] ?? 0) ^ 0x41))).code, `byte ${at}`).not.toBe(0)
    }
  })

  it('reads as another one or not at all with any of 2 000 bytes changed', async () => {
    const bytes = zip(filesOf([bundle]))
    const refuses = async (changed: Uint8Array): Promise<boolean> => {
      try {
        const source = { size: changed.length, read: (at: number, n: number) => changed.subarray(at, at + n) }
        for await (const one of (await openCollection(source)).bundles())
          if (one.bundle instanceof BundleError) return true
        return false
      } catch (error) {
        expect(error).toBeInstanceOf(BundleError)
        return true
      }
    }
    expect(await refuses(bytes)).toBe(false)
    // Every byte of the headers' first stretch and of the list at the end, and some of all others.
    const step = Math.max(1, Math.floor(bytes.length / 1_000))
    const tail = bytes.length - 500
    const places = Array.from({ length: bytes.length }, (_, at) => at).filter(
      (at) => at < 500 || at >= tail || at % step === 0,
    )
    for (const at of places)
      expect(await refuses(bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)))), `${at}`).toBe(true)
    expect(places.length).toBeGreaterThan(1_900)
  })

  it.skipIf(!canUnshare)('is checked without any network, as its bundles are', () => {
    const cases: [string, Uint8Array, number][] = [
      ['collection.zip', zip(filesOf([bundle])), 0],
      ['bundle.zip', buildBundle(bundle), 0],
      ['changed.zip', buildBundle(bundle).fill(0, 300, 340), 2],
    ]
    for (const [name, bytes, code] of cases) {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      const args = ['-rn', process.execPath, PROGRAM, 'verify', path, '--trust', trustFile]
      expect(spawnSync('unshare', args).status, name).toBe(code)
    }
  })

  it('holds bundles that can be read alone as well', () => {
    expect(readBundle(buildBundle(bundle))).toEqual(bundle)
  })
})
