import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#primitives'
import { toBase64 } from '../../base64.js'
import { toPem } from '../../x509/pem.js'
import { requireSameEntry } from './entryBody.js'
import { ProvenanceError } from './provenanceError.js'
import type { LogEntry, SignedContent } from './sigstoreBundle.js'
import { preAuthEncoding } from './statement.js'

const LEAF = Uint8Array.from({ length: 100 }, (_, at) => at)
const SIGNATURE = Uint8Array.of(1, 2, 3)
const DIGEST = new Uint8Array(32).fill(0xab)
const message: SignedContent = { kind: 'message', digest: DIGEST, signature: SIGNATURE }
const envelope = { kind: 'envelope', payloadType: 't', payload: utf8ToBytes('{}'), signature: SIGNATURE } as const
const hashes = {
  payload: bytesToHex(sha256(envelope.payload)),
  encoding: bytesToHex(sha256(preAuthEncoding(envelope))),
}

const base64 = (value: Uint8Array | string) => toBase64(typeof value === 'string' ? utf8ToBytes(value) : value)
const hash = (value: string, algorithm = 'sha256') => ({ algorithm, value })
const pem = `${toPem(LEAF)}\n`

function hashedRekord(changes: { certificate?: string; signature?: Uint8Array; digest?: string } = {}) {
  const { certificate = pem, signature = SIGNATURE, digest = bytesToHex(DIGEST) } = changes
  const publicKey = { content: base64(certificate) }
  return { data: { hash: hash(digest) }, signature: { content: base64(signature), publicKey } }
}
const dsse = (signature = SIGNATURE, digest = hashes.payload, certificate = pem) => ({
  ...{ payloadHash: hash(digest), signatures: [{ signature: base64(signature), verifier: base64(certificate) }] },
})
const intoto = (sig = base64(base64(SIGNATURE)), payloadType = 't', digest = hashes.payload) => {
  const signatures = [{ publicKey: base64(pem), sig }]
  return { content: { envelope: { payloadType, signatures }, payloadHash: hash(digest) } }
}

/** What is said of the entry; `fits` for nothing. */
function judge(content: SignedContent, kind: string, spec: unknown, version = '0.0.1', body?: Uint8Array): string {
  const text = JSON.stringify({ kind, apiVersion: version, spec })
  const frame = { logId: new Uint8Array(32), logIndex: 0, integratedTime: 0, signedEntryTimestamp: new Uint8Array() }
  const entry: LogEntry = { ...frame, inclusionProof: null, kind, version, body: body ?? utf8ToBytes(text) }
  try {
    requireSameEntry(entry, LEAF, content)
  } catch (error) {
    if (error instanceof ProvenanceError) return `${error.step}: ${error.message}`
    throw error
  }
  return 'fits'
}
const about = (what: string) => `entry: The log entry is about another ${what} than the bundle.`

describe('an entry of the log', () => {
  it('fits the content that it logs', () => {
    expect(judge(message, 'hashedrekord', hashedRekord())).toBe('fits')
    expect(judge(envelope, 'hashedrekord', hashedRekord({ digest: hashes.encoding }))).toBe('fits')
    expect(judge(envelope, 'dsse', dsse())).toBe('fits')
    expect(judge(envelope, 'intoto', intoto(), '0.0.2')).toBe('fits')
  })

  it('is about one signature, one digest and one certificate, in every kind', () => {
    const other = Uint8Array.of(9)
    const foreign = `${toPem(LEAF.with(50, 0))}\n`
    expect(judge(message, 'hashedrekord', hashedRekord({ signature: other }))).toBe(about('signature'))
    expect(judge(message, 'hashedrekord', hashedRekord({ digest: hashes.payload }))).toBe(about('digest'))
    expect(judge(message, 'hashedrekord', hashedRekord({ certificate: foreign }))).toBe(about('certificate'))
    expect(judge(envelope, 'hashedrekord', hashedRekord({ digest: hashes.payload }))).toBe(about('digest'))
    expect(judge(envelope, 'dsse', dsse(other))).toBe(about('signature'))
    expect(judge(envelope, 'dsse', dsse(SIGNATURE, hashes.encoding))).toBe(about('digest'))
    expect(judge(envelope, 'dsse', dsse(SIGNATURE, hashes.payload, foreign))).toBe(about('certificate'))
    expect(judge(envelope, 'intoto', intoto(base64(base64(other))), '0.0.2')).toBe(about('signature'))
    expect(judge(envelope, 'intoto', intoto(base64('no base64')), '0.0.2')).toBe(about('signature'))
    expect(judge(envelope, 'intoto', intoto(undefined, 't', hashes.encoding), '0.0.2')).toBe(about('digest'))
    expect(judge(envelope, 'intoto', intoto(undefined, 'x'), '0.0.2')).toBe(
      'entry: canonicalizedBody.spec.content.envelope.payloadType: expected "t"',
    )
  })

  it('has the kind of its content', () => {
    const misfit = (form: string, of: string) => `entry: A log entry of the kind ${form} does not fit a signed ${of}.`
    expect(judge(message, 'dsse', dsse())).toBe(misfit('dsse 0.0.1', 'message'))
    expect(judge(message, 'intoto', intoto(), '0.0.2')).toBe(misfit('intoto 0.0.2', 'message'))
    expect(judge(envelope, 'intoto', intoto())).toBe(misfit('intoto 0.0.1', 'envelope'))
    expect(judge(envelope, 'dsse', dsse(), '0.0.2')).toBe(misfit('dsse 0.0.2', 'envelope'))
    expect(judge(envelope, 'rekord', {})).toBe(misfit('rekord 0.0.1', 'envelope'))
    expect(judge(message, 'hashedrekord', hashedRekord(), '0.0.2')).toBe(misfit('hashedrekord 0.0.2', 'message'))
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['words before', `x${pem}`],
    ['words behind', `${pem}x`],
    ['two line feeds behind', `${pem}\n`],
    ['a certificate before', `${pem}${pem}`],
    ['a line feed alone', '-----BEGIN CERTIFICATE-----\n\n\n-----END CERTIFICATE-----\n'],
    ['broken base64', pem.replace('AAEC', 'AA=C')],
    ['another label', pem.replaceAll('CERTIFICATE', 'PUBLIC KEY')],
  ])('has one certificate as PEM, not %s', (_, certificate) => {
    const content = { ...hashedRekord(), signature: { ...hashedRekord().signature } }
    const publicKey = { content: base64(certificate === '' ? ' ' : certificate) }
    const spec = { ...content, signature: { ...content.signature, publicKey } }
    expect(judge(message, 'hashedrekord', spec)).toBe(about('certificate'))
  })

  it('may have its certificate without the last line feed', () => {
    expect(judge(message, 'hashedrekord', hashedRekord({ certificate: toPem(LEAF) }))).toBe('fits')
  })

  it('is UTF-8 without a byte order mark', () => {
    const body = utf8ToBytes(JSON.stringify({ kind: 'hashedrekord', apiVersion: '0.0.1', spec: hashedRekord() }))
    const read = (bytes: Uint8Array) => judge(message, 'hashedrekord', null, '0.0.1', bytes)
    expect(read(body)).toBe('fits')
    expect(read(Uint8Array.of(0xff))).toBe('entry: The log entry is not UTF-8.')
    expect(read(Uint8Array.from([0xef, 0xbb, 0xbf, ...body]))).toBe('entry: canonicalizedBody: expected JSON')
  })

  it('has the fields of its kind', () => {
    const field = (name: string, expected: string) => `entry: canonicalizedBody.spec.${name}: expected ${expected}`
    const md5 = { ...hashedRekord(), data: { hash: hash(bytesToHex(DIGEST), 'md5') } }
    expect(judge(message, 'hashedrekord', md5)).toBe(field('data.hash.algorithm', '"sha256"'))
    expect(judge(envelope, 'dsse', { ...dsse(), signatures: [] })).toBe(field('signatures', 'a list of 1 to 1'))
    const two = [...dsse().signatures, ...dsse().signatures]
    expect(judge(envelope, 'dsse', { ...dsse(), signatures: two })).toBe(field('signatures', 'a list of 1 to 1'))
  })
})
