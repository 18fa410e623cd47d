/** Sorts published trails by what they say about one bill and by who anchored them. Changes no verdict itself. */
import { isSameHex } from '../check.js'
import { createPool, type Pool } from '../content/pool.js'
import { countPublished, type PublishedRecord, readPublished } from '../content/published.js'
import { findWrongRoot } from '../da/anchored.js'
import type { JudgedTrail, SettlementItem, SettlementSubject, UnfetchedTrail } from '../subject.js'
import { readTrail } from '../trail/parse.js'
import type { TrailHeader } from '../trail/record.js'
import { type Assessment, assessRequests } from './assess.js'
import { type AuthorRole, roleOf } from './role.js'

/** A readable trail that names this bill's parties, with its records of this bill. */
export interface BillFile {
  trail: JudgedTrail
  role: AuthorRole
  requests: PublishedRecord[]
}

/** A file whose records have the hashed fields. */
export interface Candidate extends BillFile {
  /** Bodies and proofs that the file publishes for this bill. */
  published: number
  assessment: Assessment
}

/** A trail that changes nothing, and why. */
export interface IgnoredTrail {
  trail: JudgedTrail
  role: AuthorRole
  why: string
  /** The bytes at hand are the anchored ones, as far as that was looked at. */
  isGenuine: boolean
}

export interface SortedTrails {
  /** Provider's first, then the payer's; the fullest first. */
  candidates: Candidate[]
  ignored: IgnoredTrail[]
  /** Anchors of the provider whose bytes nobody delivered: what they say is not known. */
  missing: UnfetchedTrail[]
  /** Provider's and payer's files of this bill, whether or not they can open it. Their roots recompute. */
  parties: BillFile[]
  /** What every readable file holds, found by digest. */
  pool: Pool
}

const ROLES: readonly AuthorRole[] = ['provider', 'payer', 'stranger']

/**
 * Reads every trail once. Bytes that do not recompute to the anchored root are not the author's, so they count as not
 * delivered; the root is recomputed wherever the author or the trail could decide.
 */
export function sortTrails(
  subject: SettlementSubject,
  item: SettlementItem,
  evidence: { trails: readonly JudgedTrail[]; unfetched: readonly UnfetchedTrail[] },
): SortedTrails {
  const isMissing = (trail: UnfetchedTrail) =>
    trail.withdrawnAt === undefined && roleOf(trail.author, subject, item) === 'provider'
  const sorted: SortedTrails = {
    candidates: [],
    ignored: [],
    missing: evidence.unfetched.filter(isMissing),
    parties: [],
    pool: createPool(),
  }
  for (const { trail, role } of inOrder(evidence.trails, subject, item)) {
    const file = readFile(trail, subject, item)
    const candidate = file.kind === 'named' ? findCandidate(trail, role, file.requests, item) : undefined
    if (role !== 'stranger' || candidate?.assessment.recomputes === true) {
      const root = findWrongRoot(trail)
      if (root !== undefined) {
        if (role === 'provider') sorted.missing.push(asMissing(trail, root))
        else sorted.ignored.push({ trail, role, why: `its bytes have the root ${root}`, isGenuine: false })
        continue
      }
    }
    if (file.kind !== 'unreadable') for (const record of file.records) sorted.pool.add(record, role)
    if (file.kind === 'named' && role !== 'stranger') sorted.parties.push({ trail, role, requests: file.requests })
    if (candidate !== undefined) sorted.candidates.push(candidate)
    else sorted.ignored.push({ trail, role, why: file.kind === 'named' ? WITHOUT_FIELDS : file.why, isGenuine: true })
  }
  sorted.candidates.sort(byRank)
  return sorted
}

const WITHOUT_FIELDS = 'its requests lack the fields that the commitment hashes'

/** What a file holds: all its records, and those of this bill where it names the bill's parties. */
type FileReading =
  | { kind: 'unreadable'; why: string }
  | { kind: 'other'; why: string; records: PublishedRecord[] }
  | { kind: 'named'; requests: PublishedRecord[]; records: PublishedRecord[] }

function readFile(trail: JudgedTrail, subject: SettlementSubject, item: SettlementItem): FileReading {
  const nonce = item.nonce.toString()
  const records: PublishedRecord[] = []
  let otherBill: string | undefined
  for (const line of readTrail(trail.bytes)) {
    switch (line.kind) {
      case 'rejected':
        return { kind: 'unreadable', why: `it cannot be read as a trail, line ${line.line}: ${line.reason}` }
      case 'header':
        otherBill = findHeaderProblem(line.header, subject, item)
        break
      case 'record':
        records.push(readPublished(line.line, line.record))
    }
  }
  const requests = records.filter(({ record }) => record.settlement === nonce)
  if (otherBill !== undefined) return { kind: 'other', why: otherBill, records }
  if (requests.length === 0) return { kind: 'other', why: 'it names no request of this bill', records }
  return { kind: 'named', requests, records }
}

function findCandidate(
  trail: JudgedTrail,
  role: AuthorRole,
  requests: PublishedRecord[],
  item: SettlementItem,
): Candidate | undefined {
  if (requests.every((request) => request.fields === undefined)) return undefined
  const published = requests.reduce((sum, request) => sum + countPublished(request), 0)
  return { trail, role, requests, published, assessment: assessRequests(requests, item) }
}

// The parties' files first and then by root, so that what is found does not hang on the order of the evidence.
function inOrder(trails: readonly JudgedTrail[], subject: SettlementSubject, item: SettlementItem) {
  return trails
    .map((trail) => ({ trail, role: roleOf(trail.author, subject, item) }))
    .sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || (a.trail.root < b.trail.root ? -1 : 1))
}

function findHeaderProblem(header: TrailHeader, subject: SettlementSubject, item: SettlementItem): string | undefined {
  if (header.chainId !== subject.chainId) return `its header names chain ${header.chainId}`
  if (!isSameHex(header.contract, subject.contract)) return `its header names contract ${header.contract}`
  if (!isSameHex(header.provider, item.provider)) return `its header names provider ${header.provider}`
  if (!isSameHex(header.payer, subject.payer)) return `its header names payer ${header.payer}`
  return undefined
}

function asMissing(trail: JudgedTrail, foundRoot: string): UnfetchedTrail {
  const { root, author, anchorTx, source } = trail
  return { root, author, anchorTx, attempts: [{ source, outcome: `served bytes with root ${foundRoot}` }] }
}

function byRank(a: Candidate, b: Candidate): number {
  const byRole = ROLES.indexOf(a.role) - ROLES.indexOf(b.role)
  if (byRole !== 0) return byRole
  if (a.published !== b.published) return b.published - a.published
  return a.trail.root < b.trail.root ? -1 : 1
}
