/** Question 4: are these the bytes? Asked of the one trail that opens the bill. */
import { absent, passed, unavailable } from '../check.js'
import type { Candidate } from '../opening/candidates.js'
import type { Opening } from '../opening/opening.js'
import type { FetchedTrail, SettlementEvidence, SettlementSubject } from '../subject.js'
import { readTrail } from '../trail/parse.js'
import type { TrailRecord } from '../trail/record.js'
import type { TrustMaterial } from '../trust.js'
import type { Check, Observation } from '../verdict.js'
import { examineRecord } from './record.js'
import { createTally, type Finding } from './tally.js'

const MAX_LISTED = 20

/** Checks bytes and signatures behind an opened bill. Without an opening there is nothing to look at. */
export function checkContent(
  subject: SettlementSubject,
  evidence: SettlementEvidence,
  trust: TrustMaterial,
  opening: Opening,
): { checks: Check[]; observations: Observation[] } {
  const faulty = observeFaultySources(evidence.trails)
  if (opening.opened === undefined) return { checks: [withoutOpening(evidence.trails, opening)], observations: faulty }
  const { checks, observations } = checkRecords(opening.opened, subject, trust)
  return { checks: [storageRootHolds(opening.opened.trail), ...checks], observations: [...faulty, ...observations] }
}

/** Whether bytes start like an encrypted object of 0G Storage, version 1 or 2. A guess: plaintext may start so too. */
export function looksEncrypted(bytes: Uint8Array): boolean {
  return (bytes[0] === 1 && bytes.length > 17) || (bytes[0] === 2 && bytes.length > 50)
}

function withoutOpening(trails: readonly FetchedTrail[], { checks }: Opening): Check {
  const waiting = checks.find((check) => check.status === 'unavailable')
  if (waiting !== undefined)
    return unavailable('storage-root', 'The bytes cannot be judged before the list of requests can be.')
  const encrypted = trails.find((trail) => looksEncrypted(trail.bytes))
  if (encrypted !== undefined)
    return absent('storage-root', 'The published file looks encrypted: only who has its key can check the content.', {
      evidence: [{ kind: 'root', ref: encrypted.root }],
    })
  return absent('storage-root', 'No published list of requests opens this bill, so no bytes belong to it.')
}

// The opening was found in these bytes, and it only reads bytes that recompute to the root: see sortTrails.
function storageRootHolds({ root, source, anchorTx }: FetchedTrail): Check {
  return passed('storage-root', {
    expected: root,
    found: root,
    evidence: [
      { kind: 'anchor', ref: anchorTx, note: root },
      { kind: 'source', ref: source },
    ],
  })
}

function checkRecords(opened: Candidate, subject: SettlementSubject, trust: TrustMaterial) {
  const { root } = opened.trail
  const tallies = {
    'request-bytes': createTally(),
    'response-bytes': createTally(),
    'response-signature': createTally(),
    'distinct-signatures': createTally(),
    'bytes-fit-bill': createTally(),
  }
  const relays = new Map<string, number>()
  const findDistinct = createDistinctness()
  for (const { line, record } of readRequests(opened)) {
    const findings = examineRecord(record, subject, trust)
    tallies['request-bytes'].add(line, findings.request)
    tallies['response-bytes'].add(line, findings.response)
    tallies['response-signature'].add(line, findings.signature)
    tallies['distinct-signatures'].add(line, findDistinct(line, record))
    tallies['bytes-fit-bill'].add(line, findings.fit)
    if (findings.relay !== undefined) {
      const { providerType, providerIdentity, tlsCertificateSha256 } = findings.relay
      const name = `${providerType} ${providerIdentity}, TLS certificate ${tlsCertificateSha256}`
      relays.set(name, (relays.get(name) ?? 0) + 1)
    }
  }
  return {
    checks: [
      tallies['request-bytes'].toCheck('request-bytes', root, opened.role),
      tallies['response-bytes'].toCheck('response-bytes', root, opened.role),
      tallies['response-signature'].toCheck('response-signature', root, opened.role),
      tallies['distinct-signatures'].toCheck('distinct-signatures', root, opened.role),
      tallies['bytes-fit-bill'].toCheck('bytes-fit-bill', root, opened.role),
    ],
    observations: observeRelays(relays, root),
  }
}

function* readRequests(opened: Candidate): Generator<{ line: number; record: TrailRecord }> {
  const lines = new Set(opened.requests.map((request) => request.line))
  for (const line of readTrail(opened.trail.bytes)) {
    if (line.kind === 'record' && lines.has(line.line)) yield line
  }
}

// A replayed signature shows as the same signature, or as the same text signed by the same key, under another request.
function createDistinctness(): (line: number, record: TrailRecord) => Finding {
  const seen = new Map<string, number>()
  return (line, { proof }) => {
    if (proof === undefined) return { kind: 'missing', why: "the service's signature is not published" }
    const keys = [proof.signature, `${proof.signingAddress}:${proof.text}`]
    const before = keys.map((key) => seen.get(key)).find((found) => found !== undefined)
    for (const key of keys) seen.set(key, line)
    if (before === undefined) return { kind: 'match' }
    return { kind: 'mismatch', why: `its signature already stands on line ${before}`, found: proof.signature }
  }
}

function observeRelays(relays: ReadonlyMap<string, number>, root: string): Observation[] {
  return [...relays].slice(0, MAX_LISTED).map(([name, count]) => ({
    id: 'relayed-to',
    question: 'content',
    text: `${count} response(s) came through a relay, as the service signed: ${name}.`,
    evidence: [{ kind: 'root', ref: root }],
  }))
}

function observeFaultySources(trails: readonly FetchedTrail[]): Observation[] {
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
