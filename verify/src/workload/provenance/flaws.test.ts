import { describe, expect, it } from 'vitest'
import { BUNDLE_FLAWS, createSigstore, type MintBundleInput, mintImageBundle } from '../../mint/index.js'
import { verifySigstoreBundle } from './verifyBundle.js'

const pki = createSigstore()
const release = { source: 'https://example.org/server', commit: '0123456789abcdef0123456789abcdef01234567' }
const digest = `sha256:${'ab'.repeat(32)}`
const AT = Date.UTC(2026, 4, 13, 19, 47, 33)

const WORDS: Readonly<Record<string, string>> = Object.fromEntries([
  [
    'another commit',
    'It was signed at commit ffffffffffffffffffffffffffffffffffffffff, expected 0123456789abcdef0123456789abcdef01234567.',
  ],
  ['another repository', 'It was signed in https://example.org/mallory/server, expected https://example.org/server.'],
  [
    'another issuer of tokens',
    'https://mallory.example is not trusted to name workflows of https://example.org/server.',
  ],
  [
    'a workflow of elsewhere',
    'It was signed by https://example.org/mallory/server/.workflows/x.yml@refs/heads/main, which is no workflow of https://example.org/server.',
  ],
  [
    'a workflow whose repository begins alike',
    'It was signed by https://example.org/server-2/.workflows/x.yml@refs/heads/main, which is no workflow of https://example.org/server.',
  ],
  ['no claims', 'The certificate does not name the issuer.'],
  [
    'a certificate that had expired',
    'The certificate was in force from 2026-05-13T18:47:33Z to 2026-05-13T19:47:32Z, not when the log took the entry.',
  ],
  [
    'a certificate not yet in force',
    'The certificate was in force from 2026-05-13T19:47:34Z to 2026-05-13T20:47:33Z, not when the log took the entry.',
  ],
  ['a foreign authority of the same name', 'The certificate was not issued by a pinned authority in force then.'],
  ['an authority as signer', 'The certificate is not one for signing code.'],
  ['a certificate for mail', 'The certificate is not one for signing code.'],
  ['an unknown name of issuer', 'The certificate was not issued by a pinned authority in force then.'],
  ['a forged promise', 'The promise of the log is not signed by its key.'],
  ['a later time', 'The promise of the log is not signed by its key.'],
  ['another index', 'The promise of the log is not signed by its key.'],
  ['an unknown log', 'The log 0000000000000000000000000000000000000000000000000000000000000000 is not a pinned one.'],
  ['no promise', 'The log did not sign when it took the entry: the time of signing is not known.'],
  ['a forged checkpoint', "The checkpoint is not signed by the log's key."],
  ['another root', 'The proof of inclusion does not lead to its root.'],
  ['another path', 'The proof of inclusion does not lead to its root.'],
  ['no path', 'The proof of inclusion does not lead to its root.'],
  ['a path that goes on', 'The proof of inclusion does not lead to its root.'],
  ['another leaf', 'The proof of inclusion does not lead to its root.'],
  ['a leaf behind the tree', 'The proof of inclusion does not lead to its root.'],
  ['another size', 'The proof of inclusion does not lead to its root.'],
  ['no checkpoint text', 'The checkpoint is not one of the tree in which the entry stands.'],
  ['an entry of another digest', 'The log entry is about another digest than the bundle.'],
  ['an entry of another kind', 'canonicalizedBody.kind: expected "hashedrekord"'],
  ['an entry of another signature', 'The log entry is about another signature than the bundle.'],
  ['content signed by another key', 'The signature is not by the key of the certificate.'],
  ['an envelope of another type', 'The envelope holds "text/plain", expected application/vnd.in-toto+json.'],
  ['a statement of another type', 'statement._type: expected an in-toto statement'],
  [
    'a statement that is a scan',
    'A statement of the type https://in-toto.io/attestation/vulns/v0.1 does not say who built it.',
  ],
  [
    'a statement about other images',
    'The statement does not speak of sha256:abababababababababababababababababababababababababababababababab.',
  ],
  [
    'a statement by another algorithm',
    'The statement does not speak of sha256:abababababababababababababababababababababababababababababababab.',
  ],
  ['an unknown media type', 'bundle.mediaType: expected a Sigstore bundle of version 0.1 to 0.3'],
  ['both contents', 'bundle.messageSignature: expected either this or dsseEnvelope'],
  [
    'a bare key',
    'bundle.verificationMaterial.certificate: expected one certificate: a bare key says nothing of where it belongs',
  ],
  ['no entry', 'bundle.verificationMaterial.tlogEntries: expected a list of 1 to 8'],
  [
    'no proof of inclusion',
    'bundle.verificationMaterial.tlogEntries[0].inclusionProof: expected a proof, as bundles have it from version 0.2',
  ],
  ['a negative index', 'bundle.verificationMaterial.tlogEntries[0].logIndex: expected a decimal'],
])

describe('a flaw of a Sigstore bundle', () => {
  const cases = BUNDLE_FLAWS.flatMap((flaw) =>
    (['message', 'statement'] as const)
      .filter((form) => flaw.form === undefined || flaw.form === form)
      .map((form) => ({ ...flaw, form })),
  )

  it.each(cases)('$name of a $form is named in words', async ({ name, form, expected, changes }) => {
    const entry = form === 'statement' ? { entry: 'dsse' as const } : {}
    const input: MintBundleInput = { digest, release, form, at: AT, ...entry }
    const found = await verifySigstoreBundle(mintImageBundle(pki, input, changes(input)), {
      digest,
      release,
      roots: [pki.root],
    })
    const why = (WORDS[name] ?? '').replace('"hashedrekord"', form === 'statement' ? '"dsse"' : '"hashedrekord"')
    expect(found).toEqual({ kind: 'refused', step: expected, why })
  })

  it('is named for each', () => {
    expect(Object.keys(WORDS).sort()).toEqual(BUNDLE_FLAWS.map(({ name }) => name).sort())
  })
})
