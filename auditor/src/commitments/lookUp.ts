import { createHash } from 'node:crypto'
import { type Hex, keccak256, wholeOf } from '@touchstone/verify'
import type pg from 'pg'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'
import type { FetchAttempt, FetchOutcome } from '../fetch/attempt.js'
import { DENIALS } from '../fetch/attemptRows.js'
import { type Locator, parseLocator } from '../fetch/locator.js'
import { type FetchSources, fetchRoot } from '../fetch/storage/fetchRoot.js'
import { fetchLocated, type WebSources } from '../fetch/web/fetchLocated.js'
import type { HeldBytes } from '../files/heldBytes.js'
import type { Scratch } from '../files/spool.js'
import type { BlobNetwork } from '../queue/fetchBlobBehind.js'
import { type NamedFile, toPointerLine } from '../trails/validationTrail.js'
import { isWithdrawn } from '../withdraw/isWithdrawn.js'
import type { Commitment, CommitmentKind } from './commitment.js'
import { lookUpBlob } from './lookUpBlob.js'

export interface LookUpContext {
  pool: pg.Pool
  /** Undefined where the network's file names no 0G DA. */
  da: BlobNetwork | undefined
  sources: FetchSources
  web: WebSources
}

/** One round of asking. */
export interface Round {
  stop: AbortSignal
  /** Files of this round. */
  scratch: Scratch
}

/** What one round of asking found; the fields of verdicts.commitment_check. */
export interface Finding {
  expected: string | null
  found: string | null
  bytes: number
  outcome: FetchOutcome | 'no-hash' | 'unread'
  source: string | null
  detail: string | null
  attempts: number
}

/** A card or a feedback's file is a page of JSON. */
const MAX_FILE_BYTES = 4 * 1024 * 1024
/** Kinds whose hash on the chain is one of the bytes, whatever the address names. */
const HASHED: ReadonlySet<CommitmentKind> = new Set(['feedback', 'validation'])
const UNREAD = { found: null, bytes: 0, outcome: 'unread', source: null, attempts: 0 } as const

/** What was found, and a file on 0G Storage or 0G DA that has the hash. */
export interface LookedUp {
  finding: Finding
  /** Only where 0G Storage or 0G DA was asked in vain: whether a source said that it has not got the bytes. */
  isDenied?: boolean
  file?: NamedFile
}

/** Fetches what a commitment names and takes its hash; nothing in the bytes is read here. */
export async function lookUp(context: LookUpContext, commitment: Commitment, asked: Round): Promise<LookedUp> {
  const { expected } = commitment
  const { stop } = asked
  const locator = parseLocator(commitment.uri)
  switch (locator.kind) {
    case 'unread':
      return { finding: { ...UNREAD, expected, detail: locator.reason } }
    case 'da':
      return lookUpData(context, commitment, locator, stop)
    case 'storage':
      return lookUpRoot(context, commitment, locator.root, asked)
    default: {
      const named = locator.kind === 'ipfs' && locator.path === '' ? locator.cid.sha256 : undefined
      const hashOf = expected === null && named !== undefined ? sha256 : keccak
      const wanted = expected ?? named ?? null
      const round = createRound(wanted)
      await fetchLocated(context.web, {
        ...{ locator, commitment: (expected ?? `0x${'0'.repeat(64)}`) as Hex, maxBytes: MAX_FILE_BYTES, stop },
        isMatch: (bytes) => round.see(bytes, hashOf(bytes)),
        record: async (attempt) => round.add(attempt),
      })
      return { finding: round.finding() }
    }
  }
}

/** A file on 0G Storage: by its root, and by the chain's other hash where there is one. */
async function lookUpRoot(
  { pool, sources }: LookUpContext,
  { kind, expected }: Commitment,
  root: Hex,
  { stop, scratch }: Round,
): Promise<LookedUp> {
  if (await isWithdrawn(pool, root)) return { finding: { ...UNREAD, expected, detail: 'withdrawn' } }
  const submissions = await listSubmissions(pool, root, sources.network.flow)
  if (submissions.length === 0) {
    const detail = 'no final submission of this root is known'
    return { finding: { ...UNREAD, expected, outcome: 'unknown-root', detail } }
  }
  const round = createRound(expected ?? root)
  const file = await fetchRoot(sources, {
    ...{ root, submissions, stop, scratch },
    record: async (attempt) => round.add(attempt),
  })
  if (file === undefined) return { finding: round.finding(), isDenied: round.isDenied() }
  const hash = HASHED.has(kind) ? keccak(file.bytes) : root
  return round.settle({ ...file, root }, hash, 'the file of this root has another hash than the chain says')
}

/** A blob on 0G DA: by its data root, and by the chain's hash where there is one. */
async function lookUpData(
  context: LookUpContext,
  { kind, expected }: Commitment,
  locator: Extract<Locator, { kind: 'da' }>,
  stop: AbortSignal,
): Promise<LookedUp> {
  const { root: line } = toPointerLine(`da://${locator.root}/${locator.epoch}/${locator.quorum}`)
  const isGone = (await isWithdrawn(context.pool, line)) || (await isWithdrawn(context.pool, locator.root))
  if (isGone) return { finding: { ...UNREAD, expected, detail: 'withdrawn' } }
  const round = createRound(expected ?? locator.root)
  const found = await lookUpBlob(context, locator, stop, async (attempt) => round.add(attempt))
  if (found === undefined) return { finding: round.finding(), isDenied: round.isDenied() }
  const { bytes, source, root, r1, r2 } = found
  const file = { bytes, source, root, blob: { line: found.line, witness: { r1, r2 } } }
  const hash = HASHED.has(kind) ? keccak(bytes) : locator.root
  return round.settle(file, hash, 'the blob of this data root has another hash than the chain says')
}

/** The earliest final submissions of a root, tagged as a trail or not. */
async function listSubmissions(db: Queryable, root: Hex, flow: Hex): Promise<{ txSeq: number; size: number }[]> {
  const { rows } = await db.query<{ tx_seq: string; size: string }>(
    `select submission_index as tx_seq, size from anchor
     where root = $1 and flow = $2 and block_number <= ${FINAL_HEIGHT}
       and size between 1 and $3 and submission_index <= $3 order by block_number, log_index limit 8`,
    [root, flow, Number.MAX_SAFE_INTEGER],
  )
  return rows.map((row) => ({ txSeq: Number(row.tx_seq), size: Number(row.size) }))
}

/** Follows one round: the bytes that came last and what the last source answered. */
function createRound(expected: string | null) {
  const found: Finding = {
    ...{ expected, found: null, bytes: 0, outcome: 'unreachable', source: null, attempts: 0 },
    detail: 'nobody could be asked',
  }
  let isDenied = false
  const see = (bytes: HeldBytes, hash: string) => {
    found.found = hash
    found.bytes = bytes.length
    return expected === null || hash === expected.toLowerCase()
  }
  const finding = (): Finding =>
    found.outcome === 'match' && expected === null
      ? { ...found, outcome: 'no-hash', detail: 'no hash to compare' }
      : { ...found }
  return {
    see,
    finding,
    isDenied: () => isDenied,
    add: ({ outcome, source, detail }: FetchAttempt) => {
      found.attempts += 1
      isDenied ||= DENIALS.has(outcome)
      // Wrong bytes say more than a later source's silence.
      if (found.outcome === 'mismatch' && outcome !== 'match') return
      Object.assign(found, { outcome, source, detail: detail ?? null })
    },
    /** Bytes that are those of the address: where the chain says another hash, no source is to blame. */
    settle: (file: NamedFile, hash: string, otherwise: string): LookedUp =>
      see(file.bytes, hash)
        ? { finding: finding(), file }
        : { finding: { ...finding(), outcome: 'mismatch', source: file.source, detail: otherwise } },
  }
}

const keccak = (bytes: HeldBytes): string => `0x${Buffer.from(keccak256(wholeOf(bytes))).toString('hex')}`
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
