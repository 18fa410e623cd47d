/** The checks on one record of a bill. */
import type { KeptBytes } from '../kept/keptBytes.js'
import type { AuthorRole } from '../opening/role.js'
import { findMockSigner } from '../signature/signature.js'
import type { Hex, SettlementSubject } from '../subject.js'
import type { TrailProof } from '../trail/record.js'
import type { TrustMaterial } from '../trust.js'
import { type Bodies, examineBodies, listImages } from './body.js'
import type { PoolReader } from './pool.js'
import { type ProofReading, readProof } from './proof.js'
import type { PublishedRecord } from './published.js'
import { fitBill, listInForce, listKeys, mayHoldUnknownKey } from './services.js'
import { parseSignedText, type Relay, type SignedText } from './signedText.js'
import type { Finding } from './tally.js'

/** What the records of one file are held against. */
export interface Bill {
  subject: SettlementSubject
  trust: TrustMaterial
  pool: PoolReader
  /** Who published the file whose records are examined. */
  role: AuthorRole
  /** Room for what is kept of the records beside the pool. */
  kept: KeptBytes
}

export interface RecordFindings {
  request: Finding
  response: Finding
  signature: Finding
  fit: Finding
  /** What the service signed about its relay, where its signature holds. */
  relay: Relay | undefined
  proof: UsedProof | undefined
}

/** The proof that was used, and whether the record itself carries it. */
export interface UsedProof {
  proof: TrailProof
  isOwn: boolean
}

/** Examines one record. Whether a mismatch accuses anybody depends on who anchored the trail, not on this. */
export function examineRecord(published: PublishedRecord, bill: Bill): RecordFindings {
  const bodies = findBodies(published, bill)
  const judged = chooseProof(bodies, bill)
  const { request, response, isSigned } = examineBodies(bodies, judged?.signed)
  const signature = judged?.finding ?? { kind: 'missing', why: "the service's signature is not published" }
  const isEstablished = isSigned && signature.kind === 'match'
  const fit: Finding = isEstablished
    ? examineFit(bodies, bill.subject)
    : { kind: 'missing', why: whyNoFit(judged?.signed) }
  return {
    request,
    response,
    signature,
    fit,
    relay: signature.kind === 'match' ? judged?.relay : undefined,
    proof: judged && { proof: judged.proof, isOwn: judged.isOwn },
  }
}

function findBodies(published: PublishedRecord, { pool, role }: Bill): Bodies {
  const { record } = published
  const own = <R extends { sha256: string }>(reading: R | undefined, sha256: string): R | undefined =>
    reading?.sha256 === sha256 ? reading : undefined
  return {
    published,
    request: own(published.request, record.request.sha256) ?? pool.findRequest(record.request.sha256),
    response: own(published.response, record.response.sha256) ?? pool.findResponse(record.response.sha256),
    hasImage: (sha256) => pool.hasImage(sha256),
    isBoundByOwn: role === 'provider',
  }
}

interface JudgedProof {
  proof: TrailProof
  isOwn: boolean
  finding: Finding
  signed: SignedText | undefined
  relay: Relay | undefined
}

// The provider's own word comes first and stands. For everybody else's record the first proof that holds is taken, so
// that a wrong one hides nothing.
function chooseProof(bodies: Bodies, bill: Bill): JudgedProof | undefined {
  const { record } = bodies.published
  const own = record.proof && { ...judgeProof(record.proof, record.createdAt, bill), proof: record.proof, isOwn: true }
  if (own !== undefined && bill.role === 'provider' && own.finding.kind !== 'missing') return own
  for (const proof of listJoined(bodies, bill.pool)) {
    const judged = judgeProof(proof, record.createdAt, bill)
    const isOwn = proof.signature === record.proof?.signature && proof.text === record.proof.text
    if (judged.finding.kind === 'match') return { ...judged, proof, isOwn }
  }
  return own
}

function listJoined(bodies: Bodies, pool: PoolReader): TrailProof[] {
  const { record } = bodies.published
  const { request, response } = bodies
  const keys = [`${record.request.sha256}:${record.response.sha256}`]
  const images = listImages(bodies)
  if (images !== undefined) keys.push(`${record.request.sha256}:${images.join(',')}`)
  for (const half of [response?.sealed, response?.sealedStream])
    if (request?.sealed !== undefined && half !== undefined) keys.push(`${request.sealed}:${half}`)
  return keys.flatMap((key) => pool.listProofs(key))
}

function judgeProof(proof: TrailProof, createdAt: number, bill: Bill) {
  const reading = readProof(proof)
  if (reading.kind === 'wrong') {
    const { kind, ...wrong } = reading
    return { finding: { ...wrong, kind: 'mismatch' as const }, signed: parseSignedText(proof.text), relay: undefined }
  }
  const finding = examineSigner(reading, createdAt, bill)
  return { finding, signed: reading.signed, relay: reading.relay }
}

function examineSigner(
  { signer, signed }: ProofReading & { kind: 'signed' },
  createdAt: number,
  { subject, trust }: Bill,
): Finding {
  const mock = findMockSigner(signer, trust)
  if (mock !== undefined)
    return { kind: 'mismatch', why: `the private key of ${signer} is public (${mock.source})`, found: signer }
  const services = listInForce(subject, createdAt)
  const keys = listKeys(services)
  if (keys.length === 0)
    return {
      kind: 'unknown',
      why: 'index-inconsistent: no service of the provider is known for the time of the record.',
    }
  if (!keys.includes(signer.toLowerCase() as Hex)) {
    if (mayHoldUnknownKey(services))
      return {
        kind: 'missing',
        why: 'the signer may be a second key of the service, which cannot be read from the chain',
      }
    return {
      kind: 'mismatch',
      why: 'the service did not hold the signing key between the inference and the bill',
      expected: keys.join(' or '),
      found: signer,
    }
  }
  if (signed === undefined)
    return { kind: 'missing', why: 'the signed text has a form that this version does not read' }
  if (signed.kind === 'plain')
    return { kind: 'missing', why: 'the signed text has a form that is reserved and not in use' }
  return { kind: 'match' }
}

function whyNoFit(signed: SignedText | undefined): string {
  return signed?.kind === 'images'
    ? 'the signature covers the images and no counts'
    : 'the signed response is not established'
}

function examineFit({ published, response }: Bodies, subject: SettlementSubject): Finding {
  const { fields, record } = published
  if (fields === undefined || response === undefined)
    return { kind: 'missing', why: 'fees or response are not published' }
  if (response.usage.kind === 'unstated') return { kind: 'missing', why: response.usage.why }
  const { usage } = response.usage
  const fit = fitBill(usage, fields, listInForce(subject, record.createdAt))
  switch (fit.kind) {
    case 'fits':
      return { kind: 'match' }
    case 'undecidable':
      return { kind: 'missing', why: fit.why }
    case 'misfits':
      return {
        kind: 'mismatch',
        why: `${usage.promptTokens} + ${usage.completionTokens} tokens do not cost what was billed`,
        expected: fit.expected,
        found: `input ${fields.inputFee}, output ${fields.outputFee}`,
      }
  }
}
