/** The JSON form of Sigstore bundles, versions 0.1 to 0.3 (sigstore_bundle.proto). */
import { parseJson } from '../../enclave/report/boundedJson.js'
import { ReportError } from '../../enclave/report/reportError.js'
import { JsonFields } from './jsonFields.js'
import { ProvenanceError } from './provenanceError.js'

/** What was signed: the bytes of a digest, or an envelope that speaks of it. */
export type SignedContent =
  | { kind: 'message'; digest: Uint8Array; signature: Uint8Array }
  | { kind: 'envelope'; payloadType: string; payload: Uint8Array; signature: Uint8Array }

export interface InclusionProof {
  logIndex: number
  treeSize: number
  rootHash: Uint8Array
  hashes: Uint8Array[]
  /** The log's signed note. */
  checkpoint: string
}

/** One entry of a transparency log, as the log answered it. */
export interface LogEntry {
  /** SHA-256 of the log's public key. */
  logId: Uint8Array
  logIndex: number
  kind: string
  version: string
  /** Seconds. */
  integratedTime: number
  /** The log's signature over body, time, log and index. */
  signedEntryTimestamp: Uint8Array
  inclusionProof: InclusionProof | null
  body: Uint8Array
}

export interface SigstoreBundle {
  /** DER of the signer's certificate. */
  leaf: Uint8Array
  entry: LogEntry
  content: SignedContent
}

const MAX_CHARACTERS = 4 * 1024 * 1024
const MAX_CERTIFICATES = 8
// A tree of 2^63 entries has paths of this length.
const MAX_PATH = 63
const DIGEST_BYTES = 32
const MEDIA_TYPES: Readonly<Record<string, Version>> = {
  'application/vnd.dev.sigstore.bundle+json;version=0.1': '0.1',
  'application/vnd.dev.sigstore.bundle+json;version=0.2': '0.2',
  'application/vnd.dev.sigstore.bundle+json;version=0.3': '0.3',
  'application/vnd.dev.sigstore.bundle.v0.3+json': '0.3',
}
type Version = '0.1' | '0.2' | '0.3'

/** @throws ProvenanceError with the step `form`, or `log` where the log's promise is missing. */
export function readSigstoreBundle(json: string): SigstoreBundle {
  const bundle = JsonFields.of(parseBounded(json), 'form', 'bundle')
  const mediaType = bundle.text('mediaType')
  const version = Object.hasOwn(MEDIA_TYPES, mediaType) ? MEDIA_TYPES[mediaType] : undefined
  if (version === undefined) throw bundle.wrong('mediaType', 'a Sigstore bundle of version 0.1 to 0.3')
  const material = bundle.child('verificationMaterial')
  return { leaf: readLeaf(material), entry: readEntry(material, version), content: readContent(bundle) }
}

function parseBounded(json: string): unknown {
  try {
    return parseJson(json, 'bundle', MAX_CHARACTERS)
  } catch (cause) {
    if (cause instanceof ReportError) throw new ProvenanceError('form', cause.message)
    throw cause
  }
}

// A chain's further certificates are not looked at: issuers come from the trust material alone.
function readLeaf(material: JsonFields): Uint8Array {
  const forms = ['certificate', 'x509CertificateChain', 'publicKey'].filter((name) => material.has(name))
  if (forms.length !== 1 || forms[0] === 'publicKey')
    throw material.wrong('certificate', 'one certificate: a bare key says nothing of where it belongs')
  if (forms[0] === 'certificate') return material.child('certificate').bytes('rawBytes')
  const [leaf] = material.child('x509CertificateChain').list('certificates', MAX_CERTIFICATES)
  if (leaf === undefined) throw material.wrong('x509CertificateChain', 'a certificate')
  return leaf.bytes('rawBytes')
}

function readEntry(material: JsonFields, version: Version): LogEntry {
  const [entry, second] = material.list('tlogEntries', MAX_CERTIFICATES)
  if (entry === undefined || second !== undefined) throw material.wrong('tlogEntries', 'exactly one entry')
  const kindVersion = entry.child('kindVersion')
  if (!entry.has('inclusionPromise'))
    throw new ProvenanceError('log', 'The log did not sign when it took the entry: the time of signing is not known.')
  if (version !== '0.1' && !entry.has('inclusionProof'))
    throw entry.wrong('inclusionProof', 'a proof, as bundles have it from version 0.2')
  return {
    logId: entry.child('logId').bytes('keyId'),
    logIndex: entry.count('logIndex'),
    kind: kindVersion.text('kind'),
    version: kindVersion.text('version'),
    integratedTime: entry.count('integratedTime'),
    signedEntryTimestamp: entry.child('inclusionPromise').bytes('signedEntryTimestamp'),
    inclusionProof: entry.has('inclusionProof') ? readProof(entry.child('inclusionProof')) : null,
    body: entry.bytes('canonicalizedBody'),
  }
}

function readProof(proof: JsonFields): InclusionProof {
  const hashes = proof.digests('hashes', MAX_PATH)
  const rootHash = proof.bytes('rootHash')
  if ([rootHash, ...hashes].some(({ length }) => length !== DIGEST_BYTES))
    throw proof.wrong('hashes', `digests of ${DIGEST_BYTES} bytes`)
  return {
    logIndex: proof.count('logIndex'),
    treeSize: proof.count('treeSize'),
    rootHash,
    hashes,
    checkpoint: proof.child('checkpoint').text('envelope'),
  }
}

function readContent(bundle: JsonFields): SignedContent {
  if (bundle.has('messageSignature') === bundle.has('dsseEnvelope'))
    throw bundle.wrong('messageSignature', 'either this or dsseEnvelope')
  if (bundle.has('messageSignature')) {
    const message = bundle.child('messageSignature')
    const messageDigest = message.child('messageDigest')
    messageDigest.require('algorithm', 'SHA2_256')
    const digest = messageDigest.bytes('digest')
    if (digest.length !== DIGEST_BYTES) throw messageDigest.wrong('digest', `${DIGEST_BYTES} bytes`)
    return { kind: 'message', digest, signature: message.bytes('signature') }
  }
  const envelope = bundle.child('dsseEnvelope')
  const [signature, second] = envelope.list('signatures', MAX_CERTIFICATES)
  if (signature === undefined || second !== undefined) throw envelope.wrong('signatures', 'exactly one signature')
  const payloadType = envelope.text('payloadType')
  return { kind: 'envelope', payloadType, payload: envelope.bytes('payload'), signature: signature.bytes('sig') }
}
