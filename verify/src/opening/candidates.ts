/** Sorts published trails by what they say about one bill and by who anchored them. Changes no verdict itself. */
import { isSameHex } from '../check.js'
import { createPoolOf, type PooledFile, type PoolReader } from '../content/pool.js'
import { countPublished, findHashedFields } from '../content/published.js'
import { createHeldRoom, createRecordCollector, type HeldRoom, type RecordList } from '../content/recordList.js'
import { findWrongRoot } from '../da/anchored.js'
import { createKeptBytes, type KeptBytes } from '../kept/keptBytes.js'
import type { JudgedTrail, SettlementItem, SettlementSubject, UnfetchedTrail } from '../subject.js'
import { readTrail } from '../trail/parse.js'
import type { TrailHeader } from '../trail/record.js'
import { type Assessment, startAssessment } from './assess.js'
import { type AuthorRole, roleOf } from './role.js'

/** A readable trail that names this bill's parties, with its records of this bill. */
export interface BillFile {
  trail: JudgedTrail
  role: AuthorRole
  requests: RecordList
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
  pool: PoolReader
}

/** What may be held and kept of the records. */
export interface Room {
  kept?: KeptBytes
  room?: HeldRoom
}

const ROLES: readonly AuthorRole[] = ['provider', 'payer', 'stranger']

/**
 * Reads every trail once, and one that is too large to be held as often as its records are asked for. Bytes that do not
 * recompute to the anchored root are not the author's, so they count as not delivered; the root is recomputed wherever the author or the trail could decide.
 */
export function sortTrails(
  subject: SettlementSubject,
  item: SettlementItem,
  evidence: { trails: readonly JudgedTrail[]; unfetched: readonly UnfetchedTrail[] },
  { kept = createKeptBytes(), room = createHeldRoom() }: Room = {},
): SortedTrails {
  const isMissing = (trail: UnfetchedTrail) =>
    trail.withdrawnAt === undefined && roleOf(trail.author, subject, item) === 'provider'
  const readable: PooledFile[] = []
  const sorted: SortedTrails = {
    candidates: [],
    ignored: [],
    missing: evidence.unfetched.filter(isMissing),
    parties: [],
    pool: createPoolOf(readable, kept),
  }
  for (const { trail, role } of inOrder(evidence.trails, subject, item)) {
    const file = readFile(trail, subject, item, room)
    const candidate = file.kind === 'named' ? findCandidate(trail, role, file) : undefined
    if (role !== 'stranger' || candidate?.assessment.recomputes === true) {
      const root = findWrongRoot(trail)
      if (root !== undefined) {
        if (role === 'provider') sorted.missing.push(asMissing(trail, root))
        else sorted.ignored.push({ trail, role, why: `its bytes have the root ${root}`, isGenuine: false })
        continue
      }
    }
    if (file.kind !== 'unreadable') readable.push({ records: file.records, role })
    if (file.kind === 'named' && role !== 'stranger') sorted.parties.push({ trail, role, requests: file.requests })
    if (candidate !== undefined) sorted.candidates.push(candidate)
    else sorted.ignored.push({ trail, role, why: file.kind === 'named' ? WITHOUT_FIELDS : file.why, isGenuine: true })
  }
  sorted.candidates.sort(byRank)
  return sorted
}

const WITHOUT_FIELDS = 'its requests lack the fields that the commitment hashes'

/** What a file holds: all its records, and those of this bill where it names the bill's parties. */
type FileReading = { kind: 'unreadable'; why: string } | { kind: 'other'; why: string; records: RecordList } | NamedFile

interface NamedFile {
  kind: 'named'
  records: RecordList
  requests: RecordList
  /** Undefined where no request has the hashed fields. */
  assessment: Assessment | undefined
  published: number
}

function readFile(trail: JudgedTrail, subject: SettlementSubject, item: SettlementItem, room: HeldRoom): FileReading {
  const nonce = item.nonce.toString()
  const collector = createRecordCollector(trail.bytes, room)
  const assessing = startAssessment(item)
  let otherBill: string | undefined
  let [requests, published] = [0, 0]
  let hasFields = false
  for (const line of readTrail(trail.bytes)) {
    switch (line.kind) {
      case 'rejected':
        collector.drop()
        return { kind: 'unreadable', why: `it cannot be read as a trail, line ${line.line}: ${line.reason}` }
      case 'header':
        otherBill = findHeaderProblem(line.header, subject, item)
        break
      case 'record': {
        collector.add(line.line, line.record)
        if (line.record.settlement !== nonce) break
        const fields = findHashedFields(line.record)
        assessing.add({ line: line.line, fields })
        requests += 1
        published += countPublished(line.record)
        hasFields ||= fields !== undefined
      }
    }
  }
  const records = collector.list()
  if (otherBill !== undefined) return { kind: 'other', why: otherBill, records }
  if (requests === 0) return { kind: 'other', why: 'it names no request of this bill', records }
  const assessment = hasFields ? assessing.finish() : undefined
  return { kind: 'named', records, requests: collector.listOf(nonce, requests), assessment, published }
}

function findCandidate(
  trail: JudgedTrail,
  role: AuthorRole,
  { requests, published, assessment }: NamedFile,
): Candidate | undefined {
  return assessment && { trail, role, requests, published, assessment }
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
