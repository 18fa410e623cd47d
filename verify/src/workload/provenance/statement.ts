/** In-toto statements in DSSE envelopes: what is signed, and whether it speaks of an artifact. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { JsonFields } from './jsonFields.js'
import { ProvenanceError } from './provenanceError.js'
import type { SignedContent } from './sigstoreBundle.js'

type Envelope = Extract<SignedContent, { kind: 'envelope' }>

const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const STATEMENTS = ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1']
/** Statements by which a builder owns up to an artifact; a scan, a bill of materials or a refusal is none. */
const PREDICATES = [
  'https://slsa.dev/provenance/v1',
  'https://slsa.dev/provenance/v0.2',
  'https://sigstore.dev/cosign/sign/v1',
]
const MAX_SUBJECTS = 1024

/** The bytes that an envelope's signature is over: PAE of the DSSE protocol, version 1. Lengths count bytes. */
export function preAuthEncoding({ payloadType, payload }: Envelope): Uint8Array {
  const head = utf8ToBytes(`DSSEv1 ${utf8ToBytes(payloadType).length} ${payloadType} ${payload.length} `)
  const joined = new Uint8Array(head.length + payload.length)
  joined.set(head)
  joined.set(payload, head.length)
  return joined
}

/** @throws ProvenanceError unless the envelope holds a builder's statement about that SHA-256, hex without prefix. */
export function requireStatementOf(envelope: Envelope, sha256: string): void {
  if (envelope.payloadType !== PAYLOAD_TYPE)
    throw refuse(`The envelope holds ${JSON.stringify(envelope.payloadType)}, expected ${PAYLOAD_TYPE}.`)
  const statement = JsonFields.parse(decode(envelope.payload), 'subject', 'statement')
  if (!STATEMENTS.includes(statement.text('_type'))) throw statement.wrong('_type', 'an in-toto statement')
  const predicate = statement.text('predicateType')
  if (!PREDICATES.includes(predicate)) throw refuse(`A statement of the type ${predicate} does not say who built it.`)
  const isNamed = statement
    .list('subject', MAX_SUBJECTS)
    .map((subject) => subject.child('digest'))
    .some((digest) => digest.has('sha256') && digest.text('sha256') === sha256)
  if (!isNamed) throw refuse(`The statement does not speak of sha256:${sha256}.`)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw refuse('The statement is not UTF-8.')
  }
}

function refuse(why: string): ProvenanceError {
  return new ProvenanceError('subject', why)
}
