/** Question 4: are these the bytes? Asked of the one trail that opens the bill. */
import { absent, passed, unavailable } from '../check.js'
import { type FileBytes, startOf } from '../fileBytes.js'
import { createKeptBytes, type KeptBytes } from '../kept/keptBytes.js'
import type { Candidate, IgnoredTrail } from '../opening/candidates.js'
import type { Opening } from '../opening/opening.js'
import type { JudgedEvidence, JudgedTrail, SettlementSubject } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, Observation } from '../verdict.js'
import { createDistinctness } from './distinct.js'
import { findEarlier } from './earlier.js'
import { countProven } from './proven.js'
import { reconcile } from './reconcile.js'
import { type Bill, examineRecord } from './record.js'
import type { Relay } from './signedText.js'
import { createTally } from './tally.js'

const MAX_LISTED = 20

interface Part {
  checks: Check[]
  observations: Observation[]
}

/** Checks bytes and signatures behind an opened bill. Without an opening there is nothing to look at. */
export function checkContent(
  subject: SettlementSubject,
  evidence: JudgedEvidence,
  trust: TrustMaterial,
  opening: Opening,
  kept: KeptBytes = createKeptBytes(),
): Part {
  const { opened, trails } = opening
  const faulty = observeFaultySources(evidence.trails)
  if (trails === undefined) return { checks: [waiting()], observations: faulty }
  const bill = { subject, trust, pool: trails.pool, kept }
  const reconciled = reconcile(trails.parties, opened, bill)
  if (opened === undefined) {
    const proven = countProven(trails.parties, bill)
    return { checks: [withoutOpening(trails.ignored, opening, proven)], observations: [...faulty, ...reconciled] }
  }
  const { checks, observations } = checkRecords(opened, { ...bill, role: opened.role }, evidence)
  return {
    checks: [storageRootHolds(opened.trail), ...checks],
    observations: [...faulty, ...observations, ...reconciled],
  }
}

/** Whether bytes start like an encrypted object of 0G Storage, version 1 or 2. A guess: plaintext may start so too. */
export function looksEncrypted(file: FileBytes): boolean {
  const [version] = startOf(file, 1)
  return (version === 1 && file.length > 17) || (version === 2 && file.length > 50)
}

function waiting(): Check {
  return unavailable('storage-root', 'The bytes cannot be judged before the list of requests can be.')
}

function withoutOpening(ignored: readonly IgnoredTrail[], { checks }: Opening, proven: number): Check {
  if (checks.some((check) => check.status === 'unavailable')) return waiting()
  const known = `${proven} response(s) proven, total unknown.`
  const encrypted = ignored.find(
    ({ trail, role, isGenuine }) => role !== 'stranger' && isGenuine && looksEncrypted(trail.bytes),
  )
  if (encrypted !== undefined) {
    const { root } = encrypted.trail
    const reason = `The file of the ${encrypted.role} recomputes to its root and looks encrypted: only who has its key can check the content. ${known}`
    return absent('storage-root', reason, { found: known, evidence: [{ kind: 'root', ref: root }] })
  }
  const reason = `No published list of requests opens this bill, so no bytes belong to it for certain: ${known}`
  return absent('storage-root', reason, { found: known })
}

// The opening was found in these bytes, and it only reads bytes that recompute to the root: see sortTrails.
function storageRootHolds({ root, source, anchorTx, da }: JudgedTrail): Check {
  return passed('storage-root', {
    expected: root,
    found: root,
    evidence: [
      { kind: 'anchor', ref: anchorTx, note: root },
      ...(da === undefined ? [] : [{ kind: 'source' as const, ref: da.pointer.trim(), note: BLOB_NOTE }]),
      { kind: 'source', ref: source },
    ],
  })
}

const BLOB_NOTE = 'The anchored file names a blob on 0G DA; the bytes recompute to its data root.'

const RECORD_CHECKS = [
  'request-bytes',
  'response-bytes',
  'response-signature',
  'distinct-signatures',
  'bytes-fit-bill',
] as const

function checkRecords(opened: Candidate, bill: Bill, evidence: JudgedEvidence): Part {
  const { root } = opened.trail
  const tallies = RECORD_CHECKS.map((id) => ({ id, tally: createTally() }))
  const relays = new Map<string, number>()
  const findDistinct = createDistinctness(findEarlier(bill.subject, evidence.earlierUses), bill.kept)
  for (const published of opened.requests) {
    const findings = examineRecord(published, bill)
    const found = {
      'request-bytes': findings.request,
      'response-bytes': findings.response,
      'response-signature': findings.signature,
      'distinct-signatures': findDistinct(published.line, findings.proof),
      'bytes-fit-bill': findings.fit,
    }
    for (const { id, tally } of tallies) tally.add(published.line, found[id])
    if (findings.relay !== undefined) {
      const name = nameRelay(findings.relay)
      relays.set(name, (relays.get(name) ?? 0) + 1)
    }
  }
  const fault = opened.role === 'provider' ? opened.role : undefined
  return {
    checks: tallies.map(({ id, tally }) => tally.toCheck(id, root, opened.role, fault)),
    observations: observeRelays(relays, root),
  }
}

function nameRelay({ providerType, providerIdentity, tlsCertificateSha256 }: Relay): string {
  return `${providerType} ${providerIdentity}, TLS certificate ${tlsCertificateSha256}`
}

function observeRelays(relays: ReadonlyMap<string, number>, root: string): Observation[] {
  return [...relays].slice(0, MAX_LISTED).map(([name, count]) => ({
    id: 'relayed-to',
    question: 'content',
    text: `${count} response(s) came through a relay, as the service signed: ${name}.`,
    evidence: [{ kind: 'root', ref: root }],
  }))
}

function observeFaultySources(trails: readonly JudgedTrail[]): Observation[] {
  return trails
    .flatMap(({ root, faultySources }) => faultySources.map((faulty) => ({ root, ...faulty })))
    .slice(0, MAX_LISTED)
    .map(({ root, source, foundRoot }) => ({
      id: 'faulty-source',
      question: 'content',
      text: `${source} served bytes with root ${foundRoot} for ${root}. Other bytes were used.`,
      evidence: [
        { kind: 'source', ref: source },
        { kind: 'root', ref: root },
      ],
    }))
}
