/** Sigstore bundles about images, right or wrong in one place. */
import { p256 } from '@noble/curves/nist.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import { sha256 } from '#primitives'
import { toBase64 } from '../base64.js'
import { preAuthEncoding } from '../workload/provenance/statement.js'
import { toPem } from '../x509/pem.js'
import { concat } from './bytes.js'
import { mintSigner, type SignerSpec } from './codeCertificate.js'
import { integer, sequence } from './der.js'
import type { Json } from './flaw.js'
import { createKey, type MintKey, signDer } from './key.js'
import { AUTHORITY, type MintSigstore, TOKEN_ISSUER } from './sigstore.js'

export type BundleVersion = '0.1' | '0.2' | '0.3'
export type EntryKind = 'hashedrekord' | 'dsse' | 'intoto'

export interface MintBundleInput {
  /** `sha256:` and 64 hex digits. */
  digest: string
  release: { source: string; commit: string }
  form: 'message' | 'statement'
  /** Milliseconds; when the log takes the entry. */
  at: number
  version?: BundleVersion
  /** `hashedrekord` unless it says otherwise; the others log envelopes. */
  entry?: EntryKind
}

/** What a flaw changes, before, between or after the signatures. */
export interface BundleChanges {
  signer?: Partial<SignerSpec>
  statement?: (statement: Json) => Json
  payloadType?: string
  /** Signs the content instead of the certified key. */
  contentKey?: MintKey
  /** Signs promise and checkpoint instead of the log. */
  promiseKey?: MintKey
  checkpointKey?: MintKey
  /** Certifies the signer instead of the authority. */
  authority?: MintKey
  /** The body before the log signs it. */
  body?: (body: Json) => Json
  /** The log's entry after it was signed. */
  entry?: (entry: Json) => Json
  edit?: (bundle: Json) => Json
}

const MINUTES = 60_000
const MEDIA_TYPES: Record<BundleVersion, string> = {
  '0.1': 'application/vnd.dev.sigstore.bundle+json;version=0.1',
  '0.2': 'application/vnd.dev.sigstore.bundle+json;version=0.2',
  '0.3': 'application/vnd.dev.sigstore.bundle.v0.3+json',
}

/** A bundle as JSON text. */
export function mintImageBundle(pki: MintSigstore, input: MintBundleInput, changes: BundleChanges = {}): string {
  const { version = '0.3' } = input
  const key = createKey()
  const leaf = mintSigner({ ...signerOf(input, key), ...changes.signer }, changes.authority ?? pki.authority)
  const content = signContent(input, changes.contentKey ?? key, changes)
  const certificate = { rawBytes: toBase64(leaf) }
  const entry = logEntry(pki, input, changes, bodyOf(input.entry ?? 'hashedrekord', content, leaf))
  const bundle = {
    mediaType: MEDIA_TYPES[version],
    verificationMaterial: {
      ...(version === '0.3' ? { certificate } : { x509CertificateChain: { certificates: [certificate] } }),
      tlogEntries: [changes.entry?.(entry) ?? entry],
      timestampVerificationData: { rfc3161Timestamps: [] },
    },
    ...content.json,
  }
  return JSON.stringify(changes.edit?.(bundle) ?? bundle)
}

function signerOf({ release, at }: MintBundleInput, key: MintKey): SignerSpec {
  const { source, commit } = release
  const workflow = `${source}/.workflows/release.yml@refs/tags/v1`
  return {
    issuer: AUTHORITY,
    key,
    notBefore: at - MINUTES,
    notAfter: at + 9 * MINUTES,
    workflow,
    claims: { 1: TOKEN_ISSUER, 3: commit, 8: TOKEN_ISSUER, 9: workflow, 12: source, 13: commit },
  }
}

interface Content {
  json: Json
  signature: Uint8Array
  /** SHA-256 of what the signature is over, and of the envelope's payload. */
  digest: string
  payloadType: string
  payloadDigest: string
}

function signContent(input: MintBundleInput, key: MintKey, changes: BundleChanges): Content {
  const sha256Hex = input.digest.slice('sha256:'.length)
  if (input.form === 'message') {
    const digest = hexToBytes(sha256Hex)
    const compact = p256.sign(digest, key.secret, { prehash: false, lowS: false, format: 'compact' })
    const signature = sequence(integer(compact.subarray(0, 32)), integer(compact.subarray(32)))
    const messageDigest = { algorithm: 'SHA2_256', digest: toBase64(digest) }
    const json = { messageSignature: { messageDigest, signature: toBase64(signature) } }
    return { json, signature, digest: sha256Hex, payloadType: '', payloadDigest: '' }
  }
  const statement: Json = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'registry.example.org/image', digest: { sha256: sha256Hex } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: { buildDefinition: {}, runDetails: {} },
  }
  const payload = utf8ToBytes(JSON.stringify(changes.statement?.(statement) ?? statement))
  const payloadType = changes.payloadType ?? 'application/vnd.in-toto+json'
  const signature = Uint8Array.of()
  const encoded = preAuthEncoding({ kind: 'envelope', payloadType, payload, signature })
  const sig = signDer(key, encoded)
  const signatures = [{ sig: toBase64(sig), keyid: '' }]
  return {
    json: { dsseEnvelope: { payload: toBase64(payload), payloadType, signatures } },
    signature: sig,
    digest: hashHex(encoded),
    payloadType,
    payloadDigest: hashHex(payload),
  }
}

function bodyOf(kind: EntryKind, content: Content, leaf: Uint8Array): Json {
  const pem = toBase64(utf8ToBytes(`${toPem(leaf)}\n`))
  const signature = toBase64(content.signature)
  const hash = (value: string) => ({ algorithm: 'sha256', value })
  if (kind === 'hashedrekord') {
    const spec = {
      data: { hash: hash(content.digest) },
      signature: { content: signature, publicKey: { content: pem } },
    }
    return { apiVersion: '0.0.1', kind, spec }
  }
  if (kind === 'dsse') {
    const signatures = [{ signature, verifier: pem }]
    const spec = { envelopeHash: hash(content.digest), payloadHash: hash(content.payloadDigest), signatures }
    return { apiVersion: '0.0.1', kind, spec }
  }
  const signatures = [{ publicKey: pem, sig: toBase64(utf8ToBytes(signature)) }]
  const envelope = { payloadType: content.payloadType, signatures }
  const spec = { content: { envelope, hash: hash(content.digest), payloadHash: hash(content.payloadDigest) } }
  return { apiVersion: '0.0.2', kind, spec }
}

/** The log has five entries, this one the fifth: its path is of one node, which is the root of the other four. */
function logEntry(
  pki: MintSigstore,
  { at, version = '0.3' }: MintBundleInput,
  changes: BundleChanges,
  made: Json,
): Json {
  const canonical = utf8ToBytes(canonicalize(changes.body?.(made) ?? made) ?? '')
  const body = toBase64(canonical)
  const logId = sha256(pki.logKey)
  const integratedTime = Math.floor(at / 1000)
  const promise = canonicalize({ body, integratedTime, logID: bytesToHex(logId), logIndex: 1004 }) ?? ''
  const before = sha256(utf8ToBytes('the first four'))
  const root = toBase64(sha256(concat(Uint8Array.of(1), before, sha256(concat(Uint8Array.of(0), canonical)))))
  const note = `log.example.org - 1\n5\n${root}\n`
  const signed = concat(logId.subarray(0, 4), signDer(changes.checkpointKey ?? pki.log, utf8ToBytes(note)))
  const checkpoint = { envelope: `${note}\n— log.example.org ${toBase64(signed)}\n` }
  const proof = { logIndex: '4', rootHash: root, treeSize: '5', hashes: [toBase64(before)], checkpoint }
  return {
    logIndex: '1004',
    logId: { keyId: toBase64(logId) },
    kindVersion: { kind: made.kind, version: made.apiVersion },
    integratedTime: `${integratedTime}`,
    inclusionPromise: { signedEntryTimestamp: toBase64(signDer(changes.promiseKey ?? pki.log, utf8ToBytes(promise))) },
    ...(version === '0.1' ? {} : { inclusionProof: proof }),
    canonicalizedBody: body,
  }
}

function hashHex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}
