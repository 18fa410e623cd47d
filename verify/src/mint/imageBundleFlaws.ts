/** Every way in which a bundle about an image is minted wrong, with the step that must refuse it. */
import { fromBase64, toBase64 } from '../base64.js'
import type { ProvenanceStep } from '../workload/provenance/provenanceError.js'
import { flipped } from './bytes.js'
import { toAuthorityKey } from './codeCertificate.js'
import type { Json } from './flaw.js'
import type { BundleChanges, MintBundleInput } from './imageBundle.js'
import { createKey } from './key.js'
import { TOKEN_ISSUER } from './sigstore.js'

export interface BundleFlaw {
  name: string
  expected: ProvenanceStep
  /** Only where the content has this form. */
  form?: MintBundleInput['form']
  changes: (input: MintBundleInput) => BundleChanges
}

const HOUR = 3_600_000
const MALLORY = 'https://example.org/mallory/server'
const OTHER_COMMIT = 'f'.repeat(40)

/** The claims of a signer of that source, with some of them replaced. */
function claims(input: MintBundleInput, other: Readonly<Record<number, string>>): BundleChanges {
  const { source, commit } = input.release
  return { signer: { claims: { 8: TOKEN_ISSUER, 12: source, 13: commit, ...other } } }
}

const IDENTITY: BundleFlaw[] = [
  { name: 'another commit', expected: 'identity', changes: (input) => claims(input, { 13: OTHER_COMMIT }) },
  { name: 'another repository', expected: 'identity', changes: (input) => claims(input, { 12: MALLORY }) },
  {
    name: 'another issuer of tokens',
    expected: 'identity',
    changes: (input) => claims(input, { 8: 'https://mallory.example' }),
  },
  {
    name: 'a workflow of elsewhere',
    expected: 'identity',
    changes: () => ({ signer: { workflow: `${MALLORY}/.workflows/x.yml@refs/heads/main` } }),
  },
  {
    name: 'a workflow whose repository begins alike',
    expected: 'identity',
    changes: ({ release }) => ({ signer: { workflow: `${release.source}-2/.workflows/x.yml@refs/heads/main` } }),
  },
  { name: 'no claims', expected: 'identity', changes: () => ({ signer: { claims: {} } }) },
]

const CERTIFICATE: BundleFlaw[] = [
  {
    name: 'a certificate that had expired',
    expected: 'certificate',
    changes: ({ at }) => ({ signer: { notBefore: at - HOUR, notAfter: at - 1000 } }),
  },
  {
    name: 'a certificate not yet in force',
    expected: 'certificate',
    changes: ({ at }) => ({ signer: { notBefore: at + 1000, notAfter: at + HOUR } }),
  },
  {
    name: 'a foreign authority of the same name',
    expected: 'certificate',
    changes: () => ({ authority: toAuthorityKey(new Uint8Array(48).fill(7)) }),
  },
  { name: 'an authority as signer', expected: 'certificate', changes: () => ({ signer: { isAuthority: true } }) },
  {
    name: 'a certificate for mail',
    expected: 'certificate',
    changes: () => ({ signer: { withoutCodeSigning: true } }),
  },
  { name: 'an unknown name of issuer', expected: 'certificate', changes: () => ({ signer: { issuer: 'Mallory' } }) },
]

/** The entry with a field of it replaced. */
function entry(changed: (entry: Json) => Json): () => BundleChanges {
  return () => ({ entry: (made) => ({ ...made, ...changed(made) }) })
}

/** The entry with a field of its proof of inclusion replaced. */
function proof(changed: (proof: Json) => Json): () => BundleChanges {
  return entry(({ inclusionProof }) => ({
    inclusionProof: { ...(inclusionProof as Json), ...changed(inclusionProof as Json) },
  }))
}

const flipText = (base64: unknown) => toBase64(flipped(fromBase64(String(base64)), 3))

const LOG: BundleFlaw[] = [
  { name: 'a forged promise', expected: 'log', changes: () => ({ promiseKey: createKey() }) },
  { name: 'a later time', expected: 'log', changes: entry(() => ({ integratedTime: '1999999999' })) },
  { name: 'another index', expected: 'log', changes: entry(() => ({ logIndex: '7' })) },
  {
    name: 'an unknown log',
    expected: 'log',
    changes: entry(() => ({ logId: { keyId: toBase64(new Uint8Array(32)) } })),
  },
  { name: 'no promise', expected: 'log', changes: entry(() => ({ inclusionPromise: null })) },
  { name: 'a forged checkpoint', expected: 'log', changes: () => ({ checkpointKey: createKey() }) },
  { name: 'another root', expected: 'log', changes: proof(({ rootHash }) => ({ rootHash: flipText(rootHash) })) },
  { name: 'another path', expected: 'log', changes: proof(() => ({ hashes: [toBase64(new Uint8Array(32))] })) },
  { name: 'no path', expected: 'log', changes: proof(() => ({ hashes: [] })) },
  {
    name: 'a path that goes on',
    expected: 'log',
    changes: proof(({ hashes }) => ({ hashes: [...(hashes as string[]), ...(hashes as string[])] })),
  },
  { name: 'another leaf', expected: 'log', changes: proof(() => ({ logIndex: '3' })) },
  { name: 'a leaf behind the tree', expected: 'log', changes: proof(() => ({ logIndex: '5' })) },
  { name: 'another size', expected: 'log', changes: proof(() => ({ treeSize: '6' })) },
  { name: 'no checkpoint text', expected: 'log', changes: proof(() => ({ checkpoint: { envelope: '' } })) },
]

const flipBody = (body: Json) => JSON.parse(JSON.stringify(body).replace(/"value":"./g, '"value":"_')) as Json

const CONTENT: BundleFlaw[] = [
  { name: 'an entry of another digest', expected: 'entry', changes: () => ({ body: flipBody }) },
  {
    name: 'an entry of another kind',
    expected: 'entry',
    changes: () => ({ body: (body) => ({ ...body, kind: 'rpm' }) }),
  },
  {
    name: 'an entry of another signature',
    expected: 'entry',
    changes: () => ({
      edit: (bundle) =>
        JSON.parse(JSON.stringify(bundle), (key, value: unknown) =>
          (key === 'signature' || key === 'sig') && typeof value === 'string' ? flipText(value) : value,
        ) as Json,
    }),
  },
  { name: 'content signed by another key', expected: 'signature', changes: () => ({ contentKey: createKey() }) },
  {
    name: 'an envelope of another type',
    expected: 'subject',
    form: 'statement',
    changes: () => ({ payloadType: 'text/plain' }),
  },
  {
    name: 'a statement of another type',
    expected: 'subject',
    form: 'statement',
    changes: () => ({ statement: (statement) => ({ ...statement, _type: 'https://example.org/Statement' }) }),
  },
  {
    name: 'a statement that is a scan',
    expected: 'subject',
    form: 'statement',
    changes: () => ({
      statement: (statement) => ({ ...statement, predicateType: 'https://in-toto.io/attestation/vulns/v0.1' }),
    }),
  },
  {
    name: 'a statement about other images',
    expected: 'subject',
    form: 'statement',
    changes: () => ({
      statement: (statement) => ({ ...statement, subject: [{ name: 'x', digest: { sha256: '0'.repeat(64) } }] }),
    }),
  },
  {
    name: 'a statement by another algorithm',
    expected: 'subject',
    form: 'statement',
    changes: ({ digest }) => ({
      statement: (statement) => ({ ...statement, subject: [{ name: 'x', digest: { sha512: digest.slice(7) } }] }),
    }),
  },
]

const FORM: BundleFlaw[] = [
  {
    name: 'an unknown media type',
    expected: 'form',
    changes: () => ({ edit: (bundle) => ({ ...bundle, mediaType: 'application/vnd.dev.sigstore.bundle.v0.4+json' }) }),
  },
  {
    name: 'both contents',
    expected: 'form',
    changes: () => ({ edit: (bundle) => ({ messageSignature: {}, dsseEnvelope: {}, ...bundle }) }),
  },
  {
    name: 'a bare key',
    expected: 'form',
    changes: () => ({
      edit: (bundle) => {
        const { tlogEntries } = bundle.verificationMaterial as Json
        return { ...bundle, verificationMaterial: { tlogEntries, publicKey: { hint: 'x' } } }
      },
    }),
  },
  {
    name: 'no entry',
    expected: 'form',
    changes: () => ({
      edit: (bundle) => ({
        ...bundle,
        verificationMaterial: { ...(bundle.verificationMaterial as Json), tlogEntries: [] },
      }),
    }),
  },
  { name: 'no proof of inclusion', expected: 'form', changes: entry(() => ({ inclusionProof: null })) },
  { name: 'a negative index', expected: 'form', changes: entry(() => ({ logIndex: '-1' })) },
]

/** The input is a bundle of version 0.2 or 0.3. */
export const BUNDLE_FLAWS: readonly BundleFlaw[] = [...IDENTITY, ...CERTIFICATE, ...LOG, ...CONTENT, ...FORM]
