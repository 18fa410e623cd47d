/** Whether the entry that the log took is about this certificate, this signature and this content. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import { fromBase64, isBase64 } from '../../base64.js'
import { isSameBytes } from '../../enclave/quote/chain.js'
import { JsonFields } from './jsonFields.js'
import { ProvenanceError } from './provenanceError.js'
import type { LogEntry, SignedContent } from './sigstoreBundle.js'
import { preAuthEncoding } from './statement.js'

/** What an entry says was signed: which of the fields there are depends on its kind. */
interface Logged {
  certificate: string
  signature: Uint8Array
  /** Hex digest, and of what. */
  digest: string
  of: 'content' | 'payload'
}

/** @throws ProvenanceError */
export function requireSameEntry(entry: LogEntry, leaf: Uint8Array, content: SignedContent): void {
  const body = JsonFields.parse(decode(entry.body), 'entry', 'canonicalizedBody')
  body.require('kind', entry.kind)
  body.require('apiVersion', entry.version)
  const logged = readBody(entry, body.child('spec'), content)
  if (!isSameBytes(readPem(logged.certificate), leaf)) throw refuse('certificate')
  if (!isSameBytes(logged.signature, content.signature)) throw refuse('signature')
  if (logged.digest !== digestOf(content, logged.of)) throw refuse('digest')
}

function readBody({ kind, version }: LogEntry, spec: JsonFields, content: SignedContent): Logged {
  const form = `${kind} ${version}`
  // One kind logs either content: for an envelope it has the digest of what its signature is over.
  if (form === 'hashedrekord 0.0.1') return readHashedRekord(spec)
  if (content.kind === 'envelope' && form === 'dsse 0.0.1') return readDsse(spec)
  if (content.kind === 'envelope' && form === 'intoto 0.0.2') return readIntoto(spec, content.payloadType)
  throw new ProvenanceError('entry', `A log entry of the kind ${form} does not fit a signed ${content.kind}.`)
}

function readHashedRekord(spec: JsonFields): Logged {
  const signature = spec.child('signature')
  return {
    certificate: decode(signature.child('publicKey').bytes('content')),
    signature: signature.bytes('content'),
    digest: readHash(spec.child('data').child('hash')),
    of: 'content',
  }
}

function readDsse(spec: JsonFields): Logged {
  const [signature] = spec.list('signatures', 1)
  if (signature === undefined) throw refuse('signature')
  return {
    certificate: decode(signature.bytes('verifier')),
    signature: signature.bytes('signature'),
    digest: readHash(spec.child('payloadHash')),
    of: 'payload',
  }
}

function readIntoto(spec: JsonFields, payloadType: string): Logged {
  const logged = spec.child('content')
  const envelope = logged.child('envelope')
  envelope.require('payloadType', payloadType)
  const [signature] = envelope.list('signatures', 1)
  if (signature === undefined) throw refuse('signature')
  const twice = decode(signature.bytes('sig'))
  if (!isBase64(twice)) throw refuse('signature')
  return {
    certificate: decode(signature.bytes('publicKey')),
    signature: fromBase64(twice),
    digest: readHash(logged.child('payloadHash')),
    of: 'payload',
  }
}

function readHash(hash: JsonFields): string {
  hash.require('algorithm', 'sha256')
  return hash.text('value')
}

function digestOf(content: SignedContent, of: Logged['of']): string {
  if (content.kind === 'message') return bytesToHex(content.digest)
  return bytesToHex(sha256(of === 'payload' ? content.payload : preAuthEncoding(content)))
}

function readPem(text: string): Uint8Array {
  const [, lines = ''] =
    /^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]+)\n-----END CERTIFICATE-----\n?$/.exec(text) ?? []
  const base64 = lines.replaceAll('\n', '')
  if (base64 === '' || !isBase64(base64)) throw refuse('certificate')
  return fromBase64(base64)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new ProvenanceError('entry', 'The log entry is not UTF-8.')
  }
}

function refuse(what: string): ProvenanceError {
  return new ProvenanceError('entry', `The log entry is about another ${what} than the bundle.`)
}
