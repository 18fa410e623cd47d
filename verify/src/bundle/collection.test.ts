import canonicalize from 'canonicalize'
import { describe, expect, it } from 'vitest'
import {
  type CollectionChanges,
  collectionFiles,
  type Files,
  namedFile,
  sourceOf,
  sparseSource,
  zipStored,
} from '../../testing/collection.js'
import { BLOCK_TIME, evidenceOf, honestRecords, PAYER, settlementOf, trailOf, word } from '../../testing/scenario.js'
import { MAX_BUNDLE_BYTES, MAX_ENTRY_BYTES } from './archive.js'
import { type Bundle, buildBundle, toFileRef, toManifest } from './bundle.js'
import { BundleError } from './bundleError.js'
import { type CollectionSource, looksLikeCollection, openCollection } from './collection.js'

const records = honestRecords(1)
const subject = settlementOf(records)
const report = { source: 'p', observedAt: 5, bytes: Uint8Array.of(1), signature: null, collateral: '{"a":1}' }
const evidence = {
  ...evidenceOf({ trails: [trailOf(records)], reports: [report, { ...report, observedAt: 6, collateral: null }] }),
  imageBundles: ['{"b":2}'],
}
const first: Bundle = { subject, evidence, verdict: null, logProof: 'a proof', gaps: [] }
const second: Bundle = {
  ...{ subject: { ...subject, txHash: word(5), id: `${subject.chainId}-${word(5)}-0` }, verdict: null, gaps: [] },
  evidence: evidenceOf({ trails: evidence.trails }),
}
const bundles = [first, second]
const gaps = [
  { settlement: second.subject.id, gap: 'no log proof' },
  { settlement: second.subject.id, gap: 'no trail of the payer' },
  { settlement: null, gap: 'one was taken back' },
]
const files = collectionFiles({ bundles, gaps })
const whole = zipStored(files)
const find = (folder: string, from: Files = files) => from.findIndex(([name]) => name.startsWith(`${folder}/`))
const nameIn = (folder: string) => files[find(folder)]?.[0] ?? ''

async function readAll(source: CollectionSource) {
  const found: (Bundle | BundleError)[] = []
  for await (const { bundle } of (await openCollection(source)).bundles()) found.push(bundle)
  return found
}

/** Message of the error that reading the whole file ends with. */
async function refusal(source: CollectionSource): Promise<string> {
  const error = await readAll(source).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(BundleError)
  return (error as BundleError).message
}

/** What came of the first settlement of a collection: its bundle, or the message of why it cannot be read. */
async function firstOf(changes: Omit<CollectionChanges, 'bundles'>, own: Bundle = first): Promise<Bundle | string> {
  const [found] = await readAll(sourceOf(zipStored(collectionFiles({ bundles: [own], ...changes }))))
  if (found === undefined) throw new Error('no settlement')
  return found instanceof BundleError ? found.message : found
}

describe('a collection', () => {
  it('gives back its lists and each bundle, and holds once what two share', async () => {
    const collection = await openCollection(sourceOf(whole))
    expect(collection.head).toEqual(JSON.parse(new TextDecoder().decode(files[0]?.[1])))
    expect(collection.gaps).toEqual(gaps)
    expect(collection.index.totals).toEqual({
      ...{ settlements: 2, amount: '11', gaps: 3, outcomes: { verified: 1, pending: 1 } },
    })
    expect(collection.index.settlements.map((item) => [item.id, item.gaps])).toEqual([
      [first.subject.id, 0],
      [second.subject.id, 2],
    ])
    expect(await readAll(sourceOf(whole))).toEqual(bundles)
    expect(files.filter(([name]) => name.startsWith('trails/'))).toHaveLength(1)
  })

  it('is read from where it lies, no more at a time than one of its files', async () => {
    const reads: number[] = []
    const source = sourceOf(whole)
    const read = async (offset: number, length: number) => {
      reads.push(length)
      return source.read(offset, length)
    }
    expect(await readAll({ size: whole.length, read })).toEqual(bundles)
    expect(Math.max(...reads)).toBe(Math.max(...files.map(([, bytes]) => bytes.length)))
  })

  it('may be empty', async () => {
    const { index, gaps: none } = await openCollection(sourceOf(zipStored(collectionFiles({ bundles: [] }))))
    expect(index.totals).toEqual({ settlements: 0, amount: '0', gaps: 0, outcomes: {} })
    expect(none).toEqual([])
  })

  it('is told from a bundle by its first file', () => {
    expect(looksLikeCollection(whole)).toBe(true)
    expect(looksLikeCollection(whole.subarray(0, 41))).toBe(true)
    for (const other of [whole.subarray(0, 40), whole.subarray(1), new Uint8Array(), buildBundle(first)])
      expect(looksLikeCollection(other)).toBe(false)
  })
})

describe('the file of a collection is refused', () => {
  const [local, ending] = [30, 22]

  it('where it is not in the one form of a zip file', async () => {
    const noEnd = 'The file does not end as a zip file does.'
    for (const bytes of [new Uint8Array(), new Uint8Array(ending - 1), new Uint8Array(ending)])
      expect(await refusal(sourceOf(bytes))).toBe(noEnd)
    expect(await refusal(sourceOf(whole.subarray(0, -1)))).toBe(noEnd)
    expect(await refusal(sourceOf(Uint8Array.of(0, ...whole)))).toBe(
      'The zip file has bytes that belong to none of its entries.',
    )
    expect(await refusal(sourceOf(whole.with(14, 1)))).toBe(`"${files[0]?.[0]}" is described in two ways.`)
    expect(await refusal(sourceOf(whole.with(local, 0x78)))).toBe(`"${files[0]?.[0]}" is described in two ways.`)
  })

  it('where an entry has another name, comes twice or is packed', async () => {
    const more = (name: string) => zipStored([...files, [name, Uint8Array.of(1)]])
    for (const name of ['x.txt', '../a.json', 'A/0.json'])
      expect(await refusal(sourceOf(more(name)))).toBe(`The collection has an entry "${name}", which none has.`)
    expect(await refusal(sourceOf(more(nameIn('trails'))))).toBe(
      `The collection has two entries "${nameIn('trails')}".`,
    )
    const packed = `"${nameIn('index')}" is compressed, expected stored.`
    const isIndex = (name: string) => name === nameIn('index')
    expect(await refusal(sourceOf(zipStored(files, (e) => (isIndex(e.name) ? { ...e, method: 8 } : e))))).toBe(packed)
    expect(await refusal(sourceOf(zipStored(files, (e) => (isIndex(e.name) ? { ...e, size: 1 } : e))))).toBe(packed)
  })

  it('where its list of entries is larger than is read, before it is read', async () => {
    const limit = 64 * 1024 * 1024
    const listOf = (length: number): CollectionSource => {
      const end = new DataView(new ArrayBuffer(ending))
      end.setUint32(0, 0x06054b50, true)
      end.setUint32(12, length, true)
      const read = (at: number) => {
        if (at !== length) throw new Error(`read at ${at}`)
        return new Uint8Array(end.buffer)
      }
      return { size: length + ending, read }
    }
    expect(await refusal(listOf(limit + 1))).toBe('The list of entries has 67108865 bytes.')
    await expect(readAll(listOf(limit))).rejects.toThrow('read at 0')
  })

  it.each(['collection', 'index'])('where it has not one %s', async (folder) => {
    const why = `The collection has not one ${folder}.`
    expect(await refusal(sourceOf(zipStored(files.toSpliced(find(folder), 1))))).toBe(why)
    expect(await refusal(sourceOf(zipStored([...files, [`${folder}/00.json`, Uint8Array.of(1)]])))).toBe(why)
  })

  it('where a list is missing, another or too large', async () => {
    const at = find('gaps')
    expect(await refusal(sourceOf(zipStored(files.toSpliced(at, 1))))).toBe(`The collection lacks "${nameIn('gaps')}".`)
    const [, digest] = /\/(.*)\./.exec(namedFile('x', 'json', '!')[0]) ?? []
    for (const folder of ['collection', 'gaps', 'index']) {
      const changed = files.with(find(folder), [nameIn(folder), new TextEncoder().encode('!')])
      expect(await refusal(sourceOf(zipStored(changed)))).toBe(`"${nameIn(folder)}" has the SHA-256 ${digest}.`)
    }
    const large = sparseSource([['collection/00.json', 64 * 1024 * 1024 + 1]])
    expect(await refusal(large)).toBe('"collection/00.json" has 67108865 bytes, at most 67108864 are read.')
    await expect(readAll(sparseSource([['collection/00.json', 64 * 1024 * 1024]]))).rejects.toThrow(
      'There are no bytes',
    )
  })

  it('where a list is not the canonical JSON of what it should hold', async () => {
    const withHead = (content: string | Uint8Array) =>
      refusal(sourceOf(zipStored(files.with(0, namedFile('collection', 'json', content)))))
    const head = new TextDecoder().decode(files[0]?.[1])
    expect(await withHead(Uint8Array.of(0x22, 0xff, 0x22))).toBe('collection is not UTF-8.')
    expect(await withHead(`\u{feff}${head}`)).toMatch(/^collection cannot be read: \S/)
    expect(await withHead(head.slice(1))).toMatch(/^collection cannot be read: \S/)
    expect(await withHead(` ${head}`)).toBe('collection differs from its canonical JSON (RFC 8785).')
    expect(await withHead(head.replace('{', '{"to":7,'))).toBe('collection differs from its canonical JSON (RFC 8785).')
    expect(await withHead('null')).toBe('collection: expected an object')
    expect(await withHead(head.replace('collection/1', 'collection/2'))).toBe(
      'collection.spec: expected "touchstone-collection/1"',
    )
    expect(await refusal(sourceOf(zipStored(collectionFiles({ bundles, index: { next: '5' } }))))).toBe(
      'index.next: expected a block and a log index',
    )
  })

  it('where a line of the gaps is none', async () => {
    const withGaps = (text: string) => {
      const [file, bytes] = namedFile('gaps', 'jsonl', text)
      const made = collectionFiles({ bundles: [], index: { gaps: { file, sha256: file.slice(5, 69) } } })
      return refusal(sourceOf(zipStored(made.with(find('gaps', made), [file, bytes]))))
    }
    const line = canonicalize({ gap: 'g', settlement: null })
    expect(await withGaps(`${line}\n${line}`)).toBe('gaps: expected each line to end.')
    expect(await withGaps(`${line}\n\n`)).toMatch(/^gaps\[1\] cannot be read: /)
    expect(await withGaps(`${line} \n`)).toBe('gaps[0] differs from its canonical JSON (RFC 8785).')
    expect(await withGaps('{"gap":1,"settlement":null}\n')).toBe(
      'gaps[0].gap: expected text of at most 2000 characters',
    )
    expect(await withGaps(`${line}\n`)).toBe('index: the totals are not those of the list.')
  })

  it('where its index contradicts itself', async () => {
    const withIndex = (changes: Omit<CollectionChanges, 'bundles'>, own = bundles) =>
      refusal(sourceOf(zipStored(collectionFiles({ bundles: own, gaps, ...changes }))))
    const { id } = first.subject
    expect(await withIndex({ gaps: [] }, [first, first])).toBe('index: a settlement is listed twice.')
    expect(await withIndex({ item: { gaps: 1 } })).toBe(`index: the gaps of ${id} are not 1.`)
    expect(await withIndex({ gaps: [{ settlement: id, gap: 'g' }], item: { gaps: 0 } })).toBe(
      `index: the gaps of ${id} are not 0.`,
    )
    const wrong = 'index: the totals are not those of the list.'
    const totals = { settlements: 2, amount: '11', gaps: 3, outcomes: { verified: 1, pending: 1 } }
    for (const changed of [
      { settlements: 3 },
      { amount: '12' },
      { gaps: 2 },
      { outcomes: { verified: 2 } },
      { outcomes: { verified: 1, pending: 1, failed: 0 } },
    ])
      expect(await withIndex({ index: { totals: { ...totals, ...changed } } })).toBe(wrong)
    expect(await withIndex({ item: { amount: '6' } })).toBe(wrong)
    expect(await withIndex({ item: { outcome: 'failed' } })).toBe(wrong)
    const sha256 = '0'.repeat(64)
    expect(await withIndex({ index: { gaps: { file: nameIn('gaps'), sha256 } } })).toBe(
      `The index says that "${nameIn('gaps')}" has the SHA-256 ${sha256}.`,
    )
  })

  it('where it holds what no bundle names, once all were read', async () => {
    const made = zipStored(files.toSpliced(1, 0, ['trails/00.jsonl', Uint8Array.of(1)]))
    const found: (Bundle | BundleError)[] = []
    const drain = async () => {
      for await (const { bundle } of (await openCollection(sourceOf(made))).bundles()) found.push(bundle)
    }
    await expect(drain()).rejects.toThrow(
      new BundleError('The collection has "trails/00.jsonl", which no bundle names.'),
    )
    expect(found).toEqual(bundles)
  })
})

describe('a settlement of a collection', () => {
  it('that lacks a file, or has another in its place, is not read, and the others are', async () => {
    for (const folder of ['reports', 'collateral', 'images', 'log']) {
      const [found, other] = await readAll(sourceOf(zipStored(files.toSpliced(find(folder), 1))))
      expect(found).toEqual(new BundleError(`The collection lacks "${nameIn(folder)}".`))
      expect(other).toEqual(second)
    }
    const changed = zipStored(files.with(find('reports'), [nameIn('reports'), new TextEncoder().encode('!')]))
    const [, digest] = /\/(.*)\./.exec(namedFile('x', 'json', '!')[0]) ?? []
    expect(await readAll(sourceOf(changed))).toEqual([
      new BundleError(`"${nameIn('reports')}" has the SHA-256 ${digest}.`),
      second,
    ])
  })

  it('that says nothing of its files leaves them to nobody', async () => {
    const at = files.findIndex(([, bytes]) => new TextDecoder().decode(bytes).includes(first.subject.txHash))
    expect(files[at]?.[0]).toMatch(/^manifest\//)
    expect(await refusal(sourceOf(zipStored(files.toSpliced(at, 1))))).toMatch(
      /^The collection has ".*", which no bundle names\.$/,
    )
  })

  it('has to be the one that the index names, under the digest that it names', async () => {
    const { id } = second.subject
    expect(await firstOf({ item: { id } })).toBe(`The bundle is of ${first.subject.id}, expected ${id}.`)
    const sha256 = '0'.repeat(64)
    const absent = toFileRef('manifest', 'json', sha256)
    const made = await openCollection(
      sourceOf(zipStored(collectionFiles({ bundles: [first], item: { manifest: absent } }))),
    )
    expect((await made.bundles().next()).value?.bundle).toEqual(
      new BundleError(`The collection lacks "${absent.file}".`),
    )
    const [file] = collectionFiles({ bundles: [first] }).find(([name]) => name.startsWith('manifest/')) ?? ['']
    const item = { manifest: { file, sha256 } }
    expect(await refusal(sourceOf(zipStored(collectionFiles({ bundles: [first], item }))))).toBe(
      `The index says that "${file}" has the SHA-256 ${sha256}.`,
    )
  })

  it('has to be of the chain, the time and the provider of the collection', async () => {
    expect(await firstOf({ head: { chainId: 16602 } })).toBe(
      'The settlement is of chain 16661, the collection of 16602.',
    )
    const outside = (from: number, to: number) =>
      `The settlement is of ${BLOCK_TIME}, outside of the collection's ${from} to ${to}.`
    for (const [from, to] of [
      [BLOCK_TIME + 1, BLOCK_TIME + 9],
      [BLOCK_TIME - 9, BLOCK_TIME],
      [BLOCK_TIME, BLOCK_TIME],
    ] as const)
      expect(await firstOf({ head: { from, to } })).toBe(outside(from, to))
    const scope = { kind: 'provider', id: PAYER }
    expect(await firstOf({ head: { scope } })).toBe(
      `The settlement is of provider ${subject.item.provider}, the collection of ${PAYER}.`,
    )
    expect(await firstOf({ head: { scope: { ...scope, kind: 'agent' } } })).toEqual(first)
    const unread = { ...first, subject: { ...subject, item: null } }
    expect(await firstOf({ head: { scope } }, unread)).toEqual(unread)
  })

  /** A collection of one settlement whose trails have those sizes, and no bytes. */
  function withTrails(sizes: number[], times = 1): CollectionSource {
    const named = sizes.map((size, n) => ({ size, ref: toFileRef('trails', 'jsonl', `${n}`.repeat(64)) }))
    const { bytes: _, ...anchor } = trailOf(records)
    const trails = named.flatMap(({ ref }) => Array.from({ length: times }, () => ({ ...anchor, ...ref })))
    const bare = { subject, evidence: evidenceOf(), verdict: null, gaps: [] }
    const put = () => {
      throw new Error('nothing to put')
    }
    const manifest = namedFile('manifest', 'json', canonicalize(toManifest(bare, trails, put)) ?? '')
    const item = { manifest: { file: manifest[0], sha256: manifest[0].slice(9, 73) } }
    const made = collectionFiles({ bundles: [bare], item }).filter(([name]) => !name.startsWith('manifest/'))
    return sparseSource([...made, manifest, ...named.map(({ size, ref }): [string, number] => [ref.file, size])])
  }

  it('has at most the bytes that are read of a bundle, each file counted once', async () => {
    const tooMany = (await openCollection(withTrails([MAX_ENTRY_BYTES, MAX_ENTRY_BYTES, 1]))).bundles()
    expect((await tooMany.next()).value?.bundle).toEqual(
      new BundleError(`The bundle has ${MAX_BUNDLE_BYTES + 1} bytes, at most ${MAX_BUNDLE_BYTES}.`),
    )
    const tooLarge = (await openCollection(withTrails([MAX_ENTRY_BYTES + 1]))).bundles()
    expect((await tooLarge.next()).value?.bundle.message).toMatch(/ has 268435457 bytes, at most 268435456 are read\.$/)
    // These go on to the bytes themselves, and an error that is not about the bundle is not taken for one.
    for (const source of [withTrails([MAX_ENTRY_BYTES, MAX_ENTRY_BYTES]), withTrails([MAX_ENTRY_BYTES], 3)])
      await expect((await openCollection(source)).bundles().next()).rejects.toThrow(/^There are no bytes at /)
  })
})
