import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BUNDLE_FLAWS,
  type BundleVersion,
  createSigstore,
  type EntryKind,
  type MintBundleInput,
  mintImageBundle,
} from '../../mint/index.js'
import { type ProvenanceContext, verifySigstoreBundle } from './verifyBundle.js'

const pki = createSigstore()
const release = { source: 'https://example.org/server', commit: '0123456789abcdef0123456789abcdef01234567' }
const digest = `sha256:${'ab'.repeat(32)}`
const AT = Date.UTC(2026, 4, 13, 19, 47, 33)
const context: ProvenanceContext = { digest, release, roots: [pki.root] }
const inputOf = (form: MintBundleInput['form'], changes: Partial<MintBundleInput> = {}): MintBundleInput => ({
  digest,
  release,
  form,
  at: AT,
  ...changes,
})
const verify = (bundle: string, changes: Partial<ProvenanceContext> = {}) =>
  verifySigstoreBundle(bundle, { ...context, ...changes })

const KINDS: [MintBundleInput['form'], EntryKind, BundleVersion][] = [
  ['message', 'hashedrekord', '0.1'],
  ['message', 'hashedrekord', '0.2'],
  ['message', 'hashedrekord', '0.3'],
  ['statement', 'hashedrekord', '0.3'],
  ['statement', 'dsse', '0.2'],
  ['statement', 'dsse', '0.3'],
  ['statement', 'intoto', '0.1'],
]

describe('verifySigstoreBundle', () => {
  it.each(KINDS)('takes a %s logged as %s in a bundle of version %s', async (form, entry, version) => {
    expect(await verify(mintImageBundle(pki, inputOf(form, { entry, version })))).toEqual({
      kind: 'verified',
      signedAt: AT,
      root: 'Touchstone test instance',
      identity: {
        issuer: 'https://tokens.example.org',
        workflow: 'https://example.org/server/.workflows/release.yml@refs/tags/v1',
        repository: release.source,
        commit: release.commit,
      },
    })
  })

  const cases = BUNDLE_FLAWS.flatMap((flaw) =>
    (['message', 'statement'] as const)
      .filter((form) => flaw.form === undefined || flaw.form === form)
      .map((form) => ({ ...flaw, form })),
  )
  it.each(cases)('refuses a $form with $name', async ({ form, expected, changes }) => {
    const input = inputOf(form, form === 'statement' ? { entry: 'dsse' } : {})
    const found = await verify(mintImageBundle(pki, input, changes(input)))
    expect(found).toMatchObject({ kind: 'refused', step: expected })
  })

  it.each(['message', 'statement'] as const)('holds a %s to the digest, release and roots asked for', async (form) => {
    const bundle = mintImageBundle(pki, inputOf(form))
    const other = createSigstore()
    const stepOf = async (changes: Partial<ProvenanceContext>) => {
      const found = await verify(bundle, changes)
      return found.kind === 'refused' ? found.step : found.kind
    }
    expect(await stepOf({ digest: `sha256:${'cd'.repeat(32)}` })).toBe('subject')
    expect(await stepOf({ release: { ...release, commit: 'f'.repeat(40) } })).toBe('identity')
    expect(await stepOf({ release: { ...release, source: 'https://example.org/other' } })).toBe('identity')
    expect(await stepOf({ release: { ...release, source: 'https://elsewhere.org/server' } })).toBe('identity')
    expect(await stepOf({ roots: [{ ...pki.root, issuers: [] }] })).toBe('identity')
    expect(await stepOf({ roots: [] })).toBe('certificate')
    expect(await stepOf({ roots: [other.root] })).toBe('log')
    expect(await stepOf({ roots: [{ ...other.root, logKeys: pki.root.logKeys }] })).toBe('certificate')
    expect(await stepOf({ roots: [{ ...pki.root, logKeys: other.root.logKeys }] })).toBe('log')
    expect(await stepOf({ roots: [{ ...pki.root, certificateAuthorities: [] }] })).toBe('certificate')
    // The root of the authority has to be pinned as well, and log and authority to be of one instance.
    const [, middle = ''] = pki.root.certificateAuthorities
    expect(await stepOf({ roots: [{ ...pki.root, certificateAuthorities: [middle] }] })).toBe('certificate')
    const halves = [
      { ...pki.root, logKeys: [] },
      { ...pki.root, certificateAuthorities: [] },
    ]
    expect(await stepOf({ roots: halves })).not.toBe('verified')
    expect(await stepOf({ roots: [other.root, pki.root] })).toBe('verified')
  })

  it('does not take an entry of one kind of content for the other', async () => {
    for (const entry of ['dsse', 'intoto'] as const)
      expect(await verify(mintImageBundle(pki, inputOf('message', { entry })))).toMatchObject({ step: 'entry' })
  })

  it('takes a repository whatever its casing and ending', async () => {
    const bundle = mintImageBundle(pki, inputOf('message'))
    const source = 'https://Example.org/Server.git'
    expect(await verify(bundle, { release: { ...release, source } })).toMatchObject({ kind: 'verified' })
  })

  it('throws for a digest of another form alone', async () => {
    await expect(verify('{}', { digest: 'ab'.repeat(32) })).rejects.toThrow(RangeError)
    for (const text of ['', 'null', '[]', '{}', '"x"', '['.repeat(100), 'x'.repeat(5_000_000)])
      expect(await verify(text)).toMatchObject({ kind: 'refused', step: 'form' })
  })

  it.each(KINDS)('refuses a %s logged as %s, version %s, cut off anywhere', async (form, entry, version) => {
    const bundle = mintImageBundle(pki, inputOf(form, { entry, version }))
    for (let n = 1; n <= 20; n += 1)
      expect(await verify(bundle.slice(0, Math.floor((bundle.length * n) / 21)))).toMatchObject({ kind: 'refused' })
  })

  it('refuses every value that is changed', async () => {
    const bundles = KINDS.map(([form, entry, version]) => mintImageBundle(pki, inputOf(form, { entry, version })))
    // What a verifier does not look at: names of keys and of tools, and time stamps of elsewhere.
    const deciding = /"(?!keyid|hint)[A-Za-z]+":"([^"]+)"/g
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...bundles), fc.nat(), fc.nat(), async (bundle, which, where) => {
        const found = [...bundle.matchAll(deciding)]
        const match = found[which % found.length]
        const value = match?.[1] ?? ''
        const at = (match?.index ?? 0) + (match?.[0].length ?? 0) - 1 - value.length + (where % value.length)
        const changed = `${bundle.slice(0, at)}${bundle[at] === 'A' ? 'B' : 'A'}${bundle.slice(at + 1)}`
        expect(await verify(changed)).toMatchObject({ kind: 'refused' })
      }),
      { numRuns: 400 },
    )
  })
})
