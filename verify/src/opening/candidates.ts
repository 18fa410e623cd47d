/** Sorts published trails by what they say about one bill and by who anchored them. Changes no verdict itself. */
import { isSameHex } from '../check.js'
import { storageRoot } from '../content/storageRoot.js'
import type { FetchedTrail, SettlementItem, SettlementSubject, UnfetchedTrail } from '../subject.js'
import { readTrail } from '../trail/parse.js'
import type { HashedFields, TrailHeader, TrailRecord } from '../trail/record.js'
import { type Assessment, assessRequests, type PublishedRequest } from './assess.js'

/** Who anchored a trail, seen from one bill. Only the provider's can accuse. */
export type AuthorRole = 'provider' | 'payer' | 'stranger'

/** A readable trail with requests of this bill. */
export interface Candidate {
  trail: FetchedTrail
  role: AuthorRole
  requests: PublishedRequest[]
  /** Bodies and proofs that the file publishes for this bill. */
  published: number
  assessment: Assessment
}

/** A trail that changes nothing, and why. */
export interface IgnoredTrail {
  trail: FetchedTrail
  role: AuthorRole
  why: string
}

export interface SortedTrails {
  /** Provider's first, then the payer's; the fullest first. */
  candidates: Candidate[]
  ignored: IgnoredTrail[]
  /** Anchors of the provider whose bytes nobody delivered: what they say is not known. */
  missing: UnfetchedTrail[]
}

const ROLES: readonly AuthorRole[] = ['provider', 'payer', 'stranger']

/**
 * Reads every trail. Bytes that do not recompute to the anchored root are not the author's, so they count as not
 * delivered; the root is recomputed wherever the trail could decide.
 */
export function sortTrails(
  subject: SettlementSubject,
  item: SettlementItem,
  evidence: { trails: readonly FetchedTrail[]; unfetched: readonly UnfetchedTrail[] },
): SortedTrails {
  const candidates: Candidate[] = []
  const ignored: IgnoredTrail[] = []
  const missing = evidence.unfetched.filter((trail) => roleOf(trail.author, subject, item) === 'provider')
  for (const trail of evidence.trails) {
    const role = roleOf(trail.author, subject, item)
    const found = readForBill(trail, role, subject, item)
    if (role === 'provider' || (found.kind === 'candidate' && found.candidate.assessment.recomputes)) {
      const root = storageRoot(trail.bytes).root ?? 'no root'
      if (!isSameHex(root, trail.root)) {
        if (role === 'provider') missing.push(asMissing(trail, root))
        else ignored.push({ trail, role, why: `its bytes have the root ${root}` })
        continue
      }
    }
    if (found.kind === 'candidate') candidates.push(found.candidate)
    else ignored.push({ trail, role, why: found.why })
  }
  return { candidates: candidates.sort(byRank), ignored, missing }
}

/** The role of an author in a bill. The provider is who the bill names and who was paid: both, or nobody. */
export function roleOf(author: string, subject: SettlementSubject, item: SettlementItem): AuthorRole {
  if (isSameHex(author, item.provider) && isSameHex(item.provider, subject.caller)) return 'provider'
  return isSameHex(author, subject.payer) ? 'payer' : 'stranger'
}

function readForBill(
  trail: FetchedTrail,
  role: AuthorRole,
  subject: SettlementSubject,
  item: SettlementItem,
): { kind: 'candidate'; candidate: Candidate } | { kind: 'ignored'; why: string } {
  const nonce = item.nonce.toString()
  const requests: PublishedRequest[] = []
  let published = 0
  let otherBill: string | undefined
  for (const line of readTrail(trail.bytes)) {
    switch (line.kind) {
      case 'rejected':
        return { kind: 'ignored', why: `it cannot be read as a trail, line ${line.line}: ${line.reason}` }
      case 'header':
        otherBill = findHeaderProblem(line.header, subject, item)
        break
      case 'record':
        if (line.record.settlement !== nonce) break
        requests.push({ line: line.line, fields: findHashedFields(line.record) })
        published += countPublished(line.record)
    }
  }
  if (otherBill !== undefined) return { kind: 'ignored', why: otherBill }
  if (requests.length === 0) return { kind: 'ignored', why: 'it names no request of this bill' }
  if (requests.every((request) => request.fields === undefined))
    return { kind: 'ignored', why: 'its requests lack the fields that the commitment hashes' }
  const assessment = assessRequests(requests, item)
  return { kind: 'candidate', candidate: { trail, role, requests, published, assessment } }
}

function findHeaderProblem(header: TrailHeader, subject: SettlementSubject, item: SettlementItem): string | undefined {
  if (header.chainId !== subject.chainId) return `its header names chain ${header.chainId}`
  if (!isSameHex(header.contract, subject.contract)) return `its header names contract ${header.contract}`
  if (!isSameHex(header.provider, item.provider)) return `its header names provider ${header.provider}`
  if (!isSameHex(header.payer, subject.payer)) return `its header names payer ${header.payer}`
  return undefined
}

/** The five hashed strings of a record; the parser lets through all of them or none. */
function findHashedFields(record: TrailRecord): HashedFields | undefined {
  const { requestHash, userAddress, fee, inputFee, outputFee } = record
  if (
    requestHash === undefined ||
    userAddress === undefined ||
    fee === undefined ||
    inputFee === undefined ||
    outputFee === undefined
  )
    return undefined
  return { requestHash, userAddress, fee, inputFee, outputFee }
}

function countPublished(record: TrailRecord): number {
  return [record.request.bytes, record.response.bytes, record.proof].filter((part) => part !== undefined).length
}

function asMissing(trail: FetchedTrail, foundRoot: string): UnfetchedTrail {
  const { root, author, anchorTx, source } = trail
  return { root, author, anchorTx, attempts: [{ source, outcome: `served bytes with root ${foundRoot}` }] }
}

function byRank(a: Candidate, b: Candidate): number {
  const byRole = ROLES.indexOf(a.role) - ROLES.indexOf(b.role)
  if (byRole !== 0) return byRole
  if (a.published !== b.published) return b.published - a.published
  return a.trail.root < b.trail.root ? -1 : 1
}
