import { describe, expect, it } from 'vitest'
import { toBase64 } from '../../base64.js'
import { createSigstore, type MintBundleInput, mintImageBundle } from '../../mint/index.js'
import { checkProvenance } from './imageProvenance.js'
import { rootFromPath } from './merkle.js'
import { readSigstoreBundle } from './sigstoreBundle.js'
import { preAuthEncoding, requireStatementOf } from './statement.js'
import { verifySigstoreBundle } from './verifyBundle.js'

type Json = Record<string, unknown>
const pki = createSigstore()
const release = { source: 'https://example.org/server', commit: '0123456789abcdef0123456789abcdef01234567' }
const digest = `sha256:${'ab'.repeat(32)}`
const AT = Date.UTC(2026, 4, 13, 19, 47, 33)
const inputOf = (changes: Partial<MintBundleInput> = {}): MintBundleInput => ({
  digest,
  release,
  form: 'message',
  at: AT,
  ...changes,
})
const message = JSON.parse(mintImageBundle(pki, inputOf())) as Json
const envelope = JSON.parse(mintImageBundle(pki, inputOf({ form: 'statement' }))) as Json
const old = JSON.parse(mintImageBundle(pki, inputOf({ version: '0.1' }))) as Json

/** The bundle with the value at a path of names and places replaced; undefined leaves it out. */
function withValue(bundle: Json, path: string, value: unknown): string {
  const copy = JSON.parse(JSON.stringify(bundle)) as Json
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const parent = steps.reduce<unknown>((at, step) => (at as Json)[step], copy) as Json
  parent[last] = value
  return JSON.stringify(copy)
}
const ENTRY = 'verificationMaterial.tlogEntries.0'
const AT_ENTRY = 'bundle.verificationMaterial.tlogEntries[0]'

describe('a bundle is refused for its form', () => {
  it.each<[Json, string, unknown, string]>([
    [message, 'mediaType', 'toString', 'bundle.mediaType: expected a Sigstore bundle of version 0.1 to 0.3'],
    [message, 'mediaType', 7, 'bundle.mediaType: expected text'],
    [message, 'verificationMaterial', [], 'bundle.verificationMaterial: expected an object'],
    [
      message,
      'verificationMaterial.certificate',
      null,
      'bundle.verificationMaterial.certificate: expected one certificate: a bare key says nothing of where it belongs',
    ],
    [
      message,
      'verificationMaterial.publicKey',
      {},
      'bundle.verificationMaterial.certificate: expected one certificate: a bare key says nothing of where it belongs',
    ],
    [message, 'verificationMaterial.certificate', 7, 'bundle.verificationMaterial.certificate: expected an object'],
    [
      message,
      'verificationMaterial.certificate.rawBytes',
      '',
      'bundle.verificationMaterial.certificate.rawBytes: expected base64',
    ],
    [
      message,
      'verificationMaterial.certificate.rawBytes',
      'x',
      'bundle.verificationMaterial.certificate.rawBytes: expected base64',
    ],
    [
      old,
      'verificationMaterial.x509CertificateChain',
      {},
      'bundle.verificationMaterial.x509CertificateChain.certificates: expected a list of 1 to 8',
    ],
    [
      old,
      'verificationMaterial.x509CertificateChain.certificates',
      [],
      'bundle.verificationMaterial.x509CertificateChain.certificates: expected a list of 1 to 8',
    ],
    [
      old,
      'verificationMaterial.x509CertificateChain.certificates',
      Array(9).fill({}),
      'bundle.verificationMaterial.x509CertificateChain.certificates: expected a list of 1 to 8',
    ],
    [
      old,
      'verificationMaterial.x509CertificateChain.certificates',
      [7],
      'bundle.verificationMaterial.x509CertificateChain.certificates[0]: expected an object',
    ],
    [
      old,
      'verificationMaterial.x509CertificateChain.certificates',
      [{}],
      'bundle.verificationMaterial.x509CertificateChain.certificates[0].rawBytes: expected text',
    ],
    [
      message,
      'verificationMaterial.tlogEntries',
      [{}, {}],
      'bundle.verificationMaterial.tlogEntries: expected exactly one entry',
    ],
    [
      message,
      'verificationMaterial.tlogEntries',
      {},
      'bundle.verificationMaterial.tlogEntries: expected a list of 1 to 8',
    ],
    [message, `${ENTRY}.kindVersion`, null, `${AT_ENTRY}.kindVersion: expected an object`],
    [message, `${ENTRY}.kindVersion.kind`, null, `${AT_ENTRY}.kindVersion.kind: expected text`],
    [message, `${ENTRY}.kindVersion.version`, 1, `${AT_ENTRY}.kindVersion.version: expected text`],
    [message, `${ENTRY}.inclusionPromise`, 7, `${AT_ENTRY}.inclusionPromise: expected an object`],
    [
      message,
      `${ENTRY}.inclusionPromise.signedEntryTimestamp`,
      '',
      `${AT_ENTRY}.inclusionPromise.signedEntryTimestamp: expected base64`,
    ],
    [
      message,
      `${ENTRY}.inclusionProof`,
      null,
      `${AT_ENTRY}.inclusionProof: expected a proof, as bundles have it from version 0.2`,
    ],
    [message, `${ENTRY}.logId`, null, `${AT_ENTRY}.logId: expected an object`],
    [message, `${ENTRY}.logId.keyId`, null, `${AT_ENTRY}.logId.keyId: expected text`],
    [message, `${ENTRY}.logIndex`, '01', `${AT_ENTRY}.logIndex: expected a decimal`],
    [message, `${ENTRY}.logIndex`, 1, `${AT_ENTRY}.logIndex: expected a decimal`],
    [message, `${ENTRY}.integratedTime`, '9007199254740992', `${AT_ENTRY}.integratedTime: expected a decimal`],
    [message, `${ENTRY}.integratedTime`, '1x', `${AT_ENTRY}.integratedTime: expected a decimal`],
    [message, `${ENTRY}.integratedTime`, 'x1', `${AT_ENTRY}.integratedTime: expected a decimal`],
    [message, `${ENTRY}.canonicalizedBody`, '', `${AT_ENTRY}.canonicalizedBody: expected base64`],
    [message, `${ENTRY}.inclusionProof.hashes`, {}, `${AT_ENTRY}.inclusionProof.hashes: expected a list of at most 63`],
    [
      message,
      `${ENTRY}.inclusionProof.hashes`,
      Array(64).fill(''),
      `${AT_ENTRY}.inclusionProof.hashes: expected a list of at most 63`,
    ],
    [message, `${ENTRY}.inclusionProof.hashes`, [7], `${AT_ENTRY}.inclusionProof.hashes: expected base64`],
    [message, `${ENTRY}.inclusionProof.hashes`, ['x'], `${AT_ENTRY}.inclusionProof.hashes: expected base64`],
    [
      message,
      `${ENTRY}.inclusionProof.hashes`,
      ['AA=='],
      `${AT_ENTRY}.inclusionProof.hashes: expected digests of 32 bytes`,
    ],
    [
      message,
      `${ENTRY}.inclusionProof.rootHash`,
      'AA==',
      `${AT_ENTRY}.inclusionProof.hashes: expected digests of 32 bytes`,
    ],
    [message, `${ENTRY}.inclusionProof.logIndex`, {}, `${AT_ENTRY}.inclusionProof.logIndex: expected a decimal`],
    [message, `${ENTRY}.inclusionProof.treeSize`, '-1', `${AT_ENTRY}.inclusionProof.treeSize: expected a decimal`],
    [message, `${ENTRY}.inclusionProof.checkpoint`, null, `${AT_ENTRY}.inclusionProof.checkpoint: expected an object`],
    [
      message,
      `${ENTRY}.inclusionProof.checkpoint.envelope`,
      null,
      `${AT_ENTRY}.inclusionProof.checkpoint.envelope: expected text`,
    ],
    [message, 'messageSignature', null, 'bundle.messageSignature: expected either this or dsseEnvelope'],
    [message, 'messageSignature', 7, 'bundle.messageSignature: expected an object'],
    [message, 'messageSignature.signature', '', 'bundle.messageSignature.signature: expected base64'],
    [message, 'messageSignature.messageDigest', null, 'bundle.messageSignature.messageDigest: expected an object'],
    [
      message,
      'messageSignature.messageDigest.algorithm',
      'SHA2_512',
      'bundle.messageSignature.messageDigest.algorithm: expected "SHA2_256"',
    ],
    [
      message,
      'messageSignature.messageDigest.digest',
      'AA==',
      'bundle.messageSignature.messageDigest.digest: expected 32 bytes',
    ],
    [envelope, 'dsseEnvelope.signatures', [], 'bundle.dsseEnvelope.signatures: expected a list of 1 to 8'],
    [envelope, 'dsseEnvelope.signatures', [{}, {}], 'bundle.dsseEnvelope.signatures: expected exactly one signature'],
    [envelope, 'dsseEnvelope.signatures', [{}], 'bundle.dsseEnvelope.signatures[0].sig: expected text'],
    [envelope, 'dsseEnvelope.payloadType', null, 'bundle.dsseEnvelope.payloadType: expected text'],
    [envelope, 'dsseEnvelope.payload', '', 'bundle.dsseEnvelope.payload: expected base64'],
  ])('in one place: %#', async (bundle, path, value, why) => {
    expect(await verifySigstoreBundle(withValue(bundle, path, value), { digest, release, roots: [pki.root] })).toEqual({
      ...{ kind: 'refused', step: 'form', why },
    })
  })

  it('and read where it has one', () => {
    const read = readSigstoreBundle(JSON.stringify(message))
    expect(read).toMatchObject({
      entry: { kind: 'hashedrekord', integratedTime: AT / 1000 },
      content: { kind: 'message' },
    })
    expect(readSigstoreBundle(JSON.stringify(old)).leaf.length).toBeGreaterThan(200)
    expect(readSigstoreBundle(withValue(old, `${ENTRY}.inclusionProof`, null)).entry.inclusionProof).toBeNull()
    expect(readSigstoreBundle(withValue(message, `${ENTRY}.logIndex`, undefined)).entry.logIndex).toBe(0)
    expect(
      readSigstoreBundle(withValue(message, `${ENTRY}.inclusionProof.hashes`, undefined)).entry.inclusionProof?.hashes,
    ).toEqual([])
    expect(readSigstoreBundle(JSON.stringify(envelope)).content).toMatchObject({
      kind: 'envelope',
      payloadType: 'application/vnd.in-toto+json',
    })
  })

  it('beyond its size, or where it is no JSON', async () => {
    const why = async (json: string) => {
      const found = await verifySigstoreBundle(json, { digest, release, roots: [pki.root] })
      return found.kind === 'refused' ? found.why : found.kind
    }
    expect(await why('{')).toBe('bundle: expected JSON')
    expect(await why('[]')).toBe('bundle: expected an object')
    expect(await why(' '.repeat(4 * 1024 * 1024 + 1))).toMatch(/^bundle: expected JSON of at most \d+ characters$/)
    expect(await why('['.repeat(100))).toBe('bundle: expected JSON nested at most 16 deep')
  })
})

describe('a statement', () => {
  const statementOf = (value: unknown) =>
    new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
  const payloadType = 'application/vnd.in-toto+json'
  const right = {
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://slsa.dev/provenance/v1',
    subject: [{ digest: { sha256: 'x' } }],
  }
  const require =
    (value: unknown, type = payloadType) =>
    () =>
      requireStatementOf(
        { kind: 'envelope', payloadType: type, payload: statementOf(value), signature: new Uint8Array(0) },
        'x',
      )

  it('is a builder’s, about that image', () => {
    for (const _type of ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1'])
      for (const predicateType of [
        'https://slsa.dev/provenance/v1',
        'https://slsa.dev/provenance/v0.2',
        'https://sigstore.dev/cosign/sign/v1',
      ])
        expect(require({ ...right, _type, predicateType })).not.toThrow()
    expect(
      require({
        ...right,
        subject: [{ digest: { sha1: 'y' } }, { digest: { sha256: 'y' } }, { digest: { sha256: 'x' } }],
      }),
    ).not.toThrow()
  })

  it.each<[unknown, string]>([
    ['x', 'statement: expected JSON'],
    ['[]', 'statement: expected an object'],
    [{ ...right, _type: 7 }, 'statement._type: expected text'],
    [{ ...right, _type: 'x' }, 'statement._type: expected an in-toto statement'],
    [{ ...right, predicateType: null }, 'statement.predicateType: expected text'],
    [{ ...right, predicateType: 'x' }, 'A statement of the type x does not say who built it.'],
    [{ ...right, subject: [] }, 'statement.subject: expected a list of 1 to 1024'],
    [{ ...right, subject: Array(1025).fill(right.subject[0]) }, 'statement.subject: expected a list of 1 to 1024'],
    [{ ...right, subject: [{}] }, 'statement.subject[0].digest: expected an object'],
    [{ ...right, subject: [{ digest: { sha256: 7 } }] }, 'statement.subject[0].digest.sha256: expected text'],
    [{ ...right, subject: [{ digest: { sha512: 'x' } }] }, 'The statement does not speak of sha256:x.'],
  ])('is refused (%#)', (value, message) => {
    expect(require(value)).toThrow(expect.objectContaining({ name: 'ProvenanceError', step: 'subject', message }))
  })

  it('is UTF-8 of its type, and signed with lengths in bytes', () => {
    expect(require(right, 'text/plain')).toThrow(
      'The envelope holds "text/plain", expected application/vnd.in-toto+json.',
    )
    const broken = {
      kind: 'envelope' as const,
      payloadType,
      payload: Uint8Array.of(0xff),
      signature: new Uint8Array(0),
    }
    expect(() => requireStatementOf(broken, 'x')).toThrow('The statement is not UTF-8.')
    const encoded = preAuthEncoding({ ...broken, payloadType: 'ü', payload: Uint8Array.of(0x61, 0x62) })
    expect(new TextDecoder().decode(encoded)).toBe('DSSEv1 2 ü 2 ab')
  })
})

describe('a path of inclusion', () => {
  it('has the one length of its leaf and tree', () => {
    const leaf = Uint8Array.of(1)
    const node = new Uint8Array(32)
    const lengths = (size: number) =>
      Array.from({ length: size }, (_, index) =>
        [0, 1, 2, 3, 4].filter((length) => rootFromPath(leaf, index, size, Array(length).fill(node)) !== null),
      )
    expect(lengths(1)).toEqual([[0]])
    expect(lengths(2)).toEqual([[1], [1]])
    expect(lengths(3)).toEqual([[2], [2], [1]])
    expect(lengths(5)).toEqual([[3], [3], [3], [3], [1]])
    expect(lengths(7)).toEqual([[3], [3], [3], [3], [3], [3], [2]])
    expect(rootFromPath(leaf, 1, 1, [])).toBeNull()
    expect(rootFromPath(leaf, 0, 0, [])).toBeNull()
  })
})

describe('the images of a release', () => {
  const images = ['ab', 'cd', 'ef', '12'].map((byte) => ({ image: 'i', digest: `sha256:${byte.repeat(32)}` }))
  const known = {
    ...release,
    name: 'r',
    version: '1',
    composeHash: '',
    role: { kind: 'serves' as const },
    from: '2025-01-01',
    until: null,
  }
  const bundleOf = (of: string, changes: Partial<MintBundleInput> = {}) =>
    mintImageBundle(pki, inputOf({ digest: of, ...changes }))
  const check = (bundles: string[], of = images.slice(0, 1)) =>
    checkProvenance(bundles, { ...known, images: of }, { sigstore: [pki.root] })
  const expected = `${release.source} at ${release.commit}`
  const base = { id: 'image-provenance', question: 'workload', evidence: [] }

  it('are each signed at its source, or named by what came nearest', async () => {
    expect(await checkProvenance([], { ...known, images }, { sigstore: [pki.root] })).toBeNull()
    expect(await checkProvenance(['x'], undefined, { sigstore: [pki.root] })).toEqual({
      ...{ ...base, status: 'absent', reason: 'Which images the release has is not known: the measured code is none.' },
    })
    expect(await check([bundleOf(digest)], [...images.slice(0, 1), ...images.slice(0, 1)])).toEqual({
      ...{ ...base, status: 'pass', expected, found: '1 of 1 images signed there' },
    })
    expect(await check([bundleOf(digest)], [])).toMatchObject({
      status: 'absent',
      reason: 'The release names no image.',
    })
    const all = await check([bundleOf(digest)], images)
    expect(all).toMatchObject({ status: 'absent', expected, found: '1 of 4 images signed there' })
    expect(all?.reason?.match(/sha256:[0-9a-f]{64}: The signature is over another digest/g)).toHaveLength(3)
    const wrongCommit = bundleOf(digest, { release: { ...release, commit: 'f'.repeat(40) } })
    const nearest = `${digest}: It was signed at commit ${'f'.repeat(40)}, expected ${release.commit}.`
    for (const bundles of [
      ['x', wrongCommit, bundleOf(images[1]?.digest ?? '')],
      [bundleOf(images[1]?.digest ?? ''), wrongCommit, 'x'],
    ])
      expect((await check(bundles))?.reason).toBe(nearest)
    expect((await check([...Array(31).fill('x'), bundleOf(digest)]))?.status).toBe('pass')
    expect((await check([...Array(32).fill('x'), bundleOf(digest)]))?.reason).toBe(`${digest}: bundle: expected JSON`)
    expect(toBase64(Uint8Array.of(0))).toBe('AA==')
  })
})
