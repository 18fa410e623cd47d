import canonicalize from 'canonicalize'
import { describe, expect, it } from 'vitest'
import { type CollectionChanges, collectionFiles, namedFile, sourceOf, zipStored } from '../../testing/collection.js'
import { CHAIN, evidenceOf, honestRecords, PROVIDER, settlementOf, trailOf } from '../../testing/scenario.js'
import { ABOUT_REF_RULE, ABOUT_RULE, type Claim, MAX_ABOUT_ENTRIES } from './about.js'
import type { Bundle } from './bundle.js'
import { BundleError } from './bundleError.js'
import { openCollection } from './collection.js'

const records = honestRecords(1)
const bundle: Bundle = {
  ...{ subject: settlementOf(records), evidence: evidenceOf({ trails: [trailOf(records)] }) },
  ...{ verdict: null, gaps: [] },
}
const claim: Claim = {
  ...{ id: 'a', type: 'service', by: PROVIDER, says: { model: 'm' }, from: 1, to: null },
  ...{ evidence: ['tx 0x00'], procedure: 'none', verdict: 'not_checked', reason: 'a label' },
}
const head = { spec: 'touchstone-about/1', chainId: CHAIN, scope: { kind: 'provider', id: PROVIDER }, asOf: 9 }
const claims = { ...head, role: 'claims', entries: [claim], missing: ['a file'] }
const compute = { ...head, role: 'compute', entries: [{ kind: 'service', model: 'm' }], missing: [] }
const write = <File extends { role: string }>(file: File) => ({ role: file.role, content: canonicalize(file) ?? '' })
const filesOf = (changes: Partial<CollectionChanges> = {}) =>
  collectionFiles({ bundles: [bundle], about: [write(claims), write(compute)], ...changes })

async function read(bytes: Uint8Array) {
  const collection = await openCollection(sourceOf(bytes))
  for await (const { bundle: found } of collection.bundles()) if (found instanceof BundleError) throw found
  return collection
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await read(bytes).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(BundleError)
  return (error as BundleError).message
}

const refusalOf = (changes: Partial<CollectionChanges>) => refusal(zipStored(filesOf(changes)))
const ofClaims = (changes: object) => ABOUT_RULE({ ...claims, ...changes }, 'c')
const ofClaim = (changes: object) => ofClaims({ entries: [{ ...claim, ...changes }] })

describe('what a collection says about its party', () => {
  it('is given back as it is, and is none where there is none', async () => {
    expect((await read(zipStored(filesOf()))).about).toEqual([claims, compute])
    expect((await read(zipStored(collectionFiles({ bundles: [bundle] })))).about).toEqual([])
  })

  it('is refused with any byte of it changed, dropped, swapped or added', async () => {
    const files = filesOf()
    for (const at of [1, 2]) {
      const [name, bytes] = files[at] ?? ['', new Uint8Array()]
      for (let n = 0; n < bytes.length; n += 1) {
        const changed = zipStored(files.with(at, [name, bytes.with(n, (bytes[n] ?? 0) ^ (1 << (n % 8)))]))
        expect(await refusal(changed)).toMatch(/has the SHA-256/)
      }
      expect(await refusal(zipStored(files.toSpliced(at, 1)))).toBe(`The collection lacks "${name}".`)
      expect(await refusal(zipStored(files.with(at, [name, files[3 - at]?.[1] ?? bytes])))).toMatch(/has the SHA-256/)
    }
    const more = namedFile('identity', 'json', '{}')
    expect(await refusal(zipStored([...files, more]))).toBe(`The collection has "${more[0]}", which no bundle names.`)
  })

  it('is about that party on that chain, once a role', async () => {
    const other = { ...claims, scope: { kind: 'provider', id: 'other' } }
    expect(await refusalOf({ about: [write(other)] })).toMatch(/is about provider other of chain/)
    expect(await refusalOf({ about: [write({ ...claims, chainId: 1 })] })).toMatch(/of chain 1\.$/)
    expect(await refusalOf({ about: [write({ ...claims, scope: { kind: 'agent', id: PROVIDER } })] })).toMatch(
      /is about agent/,
    )
    expect(await refusalOf({ about: [{ ...write(compute), role: 'claims' }] })).toMatch(/says that it is compute/)
    expect(await refusalOf({ about: [write(claims), write({ ...claims, missing: [] })] })).toBe(
      'index: two files of one role are listed.',
    )
    expect(await refusalOf({ about: [{ role: 'claims', content: ` ${canonicalize(claims)}` }] })).toMatch(/canonical/)
    const [, [file, bytes] = ['', new Uint8Array()]] = filesOf()
    const wrong = { role: 'claims', file, sha256: '0'.repeat(64) }
    expect(await refusalOf({ index: { about: [wrong] } })).toMatch(/^The index says that/)
    expect(bytes.length).toBeGreaterThan(0)
  })

  it('proves nothing, and may not say that it does', () => {
    expect(ofClaims({})).toBeUndefined()
    expect(ofClaim({ verdict: 'not_available', from: null, to: 7 })).toBeUndefined()
    for (const verdict of ['verified', 'failed', 'pass', '', null, undefined])
      expect(ofClaim({ verdict })).toBe('c.entries[0].verdict: expected not_checked or not_available')
  })

  it.each<[() => string | undefined, string]>([
    [() => ofClaims({ spec: 'touchstone-about/2' }), 'c.spec: expected "touchstone-about/1"'],
    [() => ofClaims({ role: 'verdicts' }), 'c.role: expected claims, identity, reputation, validation, compute'],
    [() => ofClaims({ chainId: '1' }), 'c.chainId: expected a whole number from 0'],
    [() => ofClaims({ scope: { kind: 'payer', id: 'a' } }), 'c.scope.kind: expected agent or provider'],
    [() => ofClaims({ scope: { kind: 'agent' } }), 'c.scope.id: expected text of at most 200 characters'],
    [() => ofClaims({ asOf: -1 }), 'c.asOf: expected a whole number from 0'],
    [() => ofClaims({ missing: [1] }), 'c.missing[0]: expected text of at most 2000 characters'],
    [() => ofClaims({ entries: [{ kind: 'x' }] }), 'c.entries[0].id: expected text of at most 300 characters'],
    [
      () => ABOUT_RULE({ ...compute, entries: Array(MAX_ABOUT_ENTRIES + 1).fill({ kind: 'x' }) }, 'c'),
      `c.entries: expected a list of at most ${MAX_ABOUT_ENTRIES}`,
    ],
    [() => ABOUT_RULE({ ...compute, entries: [{}] }, 'c'), 'c.entries[0].kind: expected text of at most 40 characters'],
    [() => ofClaim({ type: 5 }), 'c.entries[0].type: expected text of at most 40 characters'],
    [() => ofClaim({ by: null }), 'c.entries[0].by: expected text of at most 2000 characters'],
    [() => ofClaim({ says: [] }), 'c.entries[0].says: expected an object'],
    [() => ofClaim({ from: 0.5 }), 'c.entries[0].from: expected a whole number from 0'],
    [() => ofClaim({ to: '5' }), 'c.entries[0].to: expected a whole number from 0'],
    [() => ofClaim({ evidence: 'tx' }), 'c.entries[0].evidence: expected a list of at most 100'],
    [() => ofClaim({ procedure: 1 }), 'c.entries[0].procedure: expected text of at most 2000 characters'],
    [() => ofClaim({ reason: 1 }), 'c.entries[0].reason: expected text of at most 2000 characters'],
    [() => ABOUT_REF_RULE({ role: 'claims', file: 'identity/0.json' }, 'r'), 'r.file: expected a file in claims/'],
  ])('is refused by the name of the field (%#)', (wrong, message) => expect(wrong()).toBe(message))
})
