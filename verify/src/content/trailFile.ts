/** A trail by itself: no chain is asked, so nothing is said about a bill, and nobody knows who wrote it. */
import { absent, failed, passed } from '../check.js'
import { findRecordProblem } from '../opening/assess.js'
import { findMockSigner } from '../signature/signature.js'
import { storageRoot } from '../storage/storageRoot.js'
import type { Hex } from '../subject.js'
import { readTrail, type TrailRejection } from '../trail/parse.js'
import type { TrailHeader } from '../trail/record.js'
import type { TrustMaterial } from '../trust.js'
import type { Observation } from '../verdict.js'
import { examineBodies } from './body.js'
import { createDistinctness } from './distinct.js'
import { createPool, type Pool } from './pool.js'
import { readProof } from './proof.js'
import { type PublishedRecord, readPublished } from './published.js'
import type { PublisherCheck } from './responseProof.js'
import { parseSignedText } from './signedText.js'
import { createTally, type Finding } from './tally.js'

export interface TrailFileVerdict {
  /** Null where the bytes cannot be read as a trail; `rejection` then says why. */
  header: TrailHeader | null
  rejection: TrailRejection | null
  /** Root that 0G Storage gives these bytes; null for an empty file. */
  root: Hex | null
  /** What the subject `trail` of `conclude` needs. Faults name the publisher, whoever that is. */
  checks: PublisherCheck[]
  observations: Observation[]
  counts: TrailFileCounts
}

export interface TrailFileCounts {
  records: number
  /** Different settlements that the records name. */
  settlements: number
  /** Records with the fields that the commitment of a settlement hashes. */
  hashed: number
  /** Records that show the bytes of their request, of their response, and a proof. */
  requests: number
  responses: number
  proofs: number
}

const BODY_CHECKS = ['request-bytes', 'response-bytes', 'response-signature', 'distinct-signatures'] as const

/**
 * Verifies a file by itself: fields, digests, and signatures by the addresses that the records name. That a service held
 * those keys, and that the records open a settlement, takes a chain. Bytes that are no trail are absent evidence.
 */
export function verifyTrailFile(bytes: Uint8Array, trust?: Pick<TrustMaterial, 'mockSigners'>): TrailFileVerdict {
  const { root } = storageRoot(bytes)
  const file = readFile(bytes)
  if (file.kind === 'rejected') {
    const reason = `The file cannot be read as a trail, line ${file.line}: ${file.reason}.`
    const checks = (['record-fields', ...BODY_CHECKS] as const).map((id) => absent(id, reason))
    return { header: null, rejection: file, root, checks, observations: [], counts: countOf([]) }
  }
  const { header, records } = file
  const checks = [checkFields(records, header, root ?? ''), ...checkBodies(records, root ?? '', trust)]
  const note = 'No list of publicly known keys was given: mock keys are not recognised.'
  const observations: Observation[] =
    trust === undefined ? [{ id: 'mock-keys-unknown', question: 'content', text: note, evidence: [] }] : []
  return { header, rejection: null, root, checks, observations, counts: countOf(records) }
}

type File = { kind: 'trail'; header: TrailHeader; records: PublishedRecord[] } | TrailRejection

function readFile(bytes: Uint8Array): File {
  let header: TrailHeader | undefined
  const records: PublishedRecord[] = []
  for (const line of readTrail(bytes)) {
    if (line.kind === 'rejected') return line
    if (line.kind === 'header') header = line.header
    else records.push(readPublished(line.line, line.record))
  }
  return header === undefined
    ? { kind: 'rejected', line: 1, reason: 'the file has no header' }
    : { kind: 'trail', header, records }
}

function checkFields(records: readonly PublishedRecord[], header: TrailHeader, root: string): PublisherCheck {
  const id = 'record-fields'
  const hashed = records.filter(({ fields }) => fields !== undefined)
  const problem = findRecordProblem(hashed, header.payer)
  const found = `${hashed.length} of ${records.length}`
  if (problem !== undefined)
    return failed(id, 'publisher', `Line ${problem.line}: ${problem.what}.`, {
      evidence: [{ kind: 'record', ref: `${root}#L${problem.line}` }],
    })
  if (records.length === 0) return absent(id, 'The file has no record.')
  if (hashed.length < records.length)
    return absent(id, `${found} record(s) have the fields that a commitment hashes; a payer's own trail has none.`, {
      found,
    })
  return passed(id, { found, evidence: [{ kind: 'root', ref: root }] })
}

function checkBodies(
  records: readonly PublishedRecord[],
  root: string,
  trust: Pick<TrustMaterial, 'mockSigners'> | undefined,
): PublisherCheck[] {
  const pool = createPool()
  for (const record of records) pool.add(record, 'stranger')
  const tallies = BODY_CHECKS.map((id) => ({ id, tally: createTally() }))
  const findDistinct = createDistinctness()
  for (const published of records) {
    const found = examineByItself(published, pool, trust)
    const { proof } = published.record
    const distinct = findDistinct(published.line, proof && { proof, isOwn: true })
    for (const { id, tally } of tallies) tally.add(published.line, id === 'distinct-signatures' ? distinct : found[id])
  }
  return tallies.map(({ id, tally }) => tally.toCheck(id, root, 'publisher', 'publisher' as const))
}

function examineByItself(
  published: PublishedRecord,
  pool: Pool,
  trust: Pick<TrustMaterial, 'mockSigners'> | undefined,
): Record<Exclude<(typeof BODY_CHECKS)[number], 'distinct-signatures'>, Finding> {
  const { record } = published
  const { proof } = record
  const bodies = {
    published,
    request: pool.findRequest(record.request.sha256),
    response: pool.findResponse(record.response.sha256),
    hasImage: (sha256: string) => pool.hasImage(sha256),
    isBoundByOwn: true,
  }
  const { request, response } = examineBodies(bodies, proof && parseSignedText(proof.text))
  const signature: Finding =
    proof === undefined
      ? { kind: 'missing', why: "the service's signature is not published" }
      : examineSignature(readProof(proof), trust)
  return { 'request-bytes': request, 'response-bytes': response, 'response-signature': signature }
}

function examineSignature(
  reading: ReturnType<typeof readProof>,
  trust: Pick<TrustMaterial, 'mockSigners'> | undefined,
): Finding {
  if (reading.kind === 'wrong') return { ...reading, kind: 'mismatch' }
  const mock = trust && findMockSigner(reading.signer, trust)
  if (mock !== undefined)
    return { kind: 'mismatch', why: `the private key of ${reading.signer} is public (${mock.source})` }
  if (reading.signed === undefined || reading.signed.kind === 'plain')
    return { kind: 'missing', why: 'the signed text has a form that this version does not read' }
  return { kind: 'match' }
}

function countOf(records: readonly PublishedRecord[]): TrailFileCounts {
  const count = (has: (published: PublishedRecord) => unknown) => records.filter((one) => has(one) !== undefined).length
  return {
    records: records.length,
    settlements: new Set(records.map(({ record }) => record.settlement)).size,
    hashed: count(({ fields }) => fields),
    requests: count(({ request }) => request),
    responses: count(({ response }) => response),
    proofs: count(({ record }) => record.proof),
  }
}
