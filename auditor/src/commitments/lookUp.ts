import { createHash } from 'node:crypto'
import { type Hex, keccak256 } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'
import type { FetchAttempt, FetchOutcome } from '../fetch/attempt.js'
import { parseLocator } from '../fetch/locator.js'
import { type FetchSources, fetchRoot } from '../fetch/storage/fetchRoot.js'
import { fetchLocated, type WebSources } from '../fetch/web/fetchLocated.js'
import { isWithdrawn } from '../withdraw/isWithdrawn.js'
import type { Commitment } from './commitment.js'

export interface LookUpContext {
  pool: Queryable
  sources: FetchSources
  web: WebSources
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
const UNREAD = { found: null, bytes: 0, outcome: 'unread', source: null, attempts: 0 } as const

/** Fetches what a commitment names and takes its hash; nothing in the bytes is read, kept or shown. */
export async function lookUp(context: LookUpContext, commitment: Commitment, stop: AbortSignal): Promise<Finding> {
  const { expected } = commitment
  const locator = parseLocator(commitment.uri)
  switch (locator.kind) {
    case 'unread':
      return { ...UNREAD, expected, detail: locator.reason }
    case 'da':
      return { ...UNREAD, expected, detail: 'a blob that no anchored file names is not fetched' }
    case 'storage':
      return lookUpRoot(context, commitment, locator.root, stop)
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
      return round.finding()
    }
  }
}

/** A file on 0G Storage: by its root, and by the chain's other hash where there is one. */
async function lookUpRoot(
  { pool, sources }: LookUpContext,
  { kind, expected }: Commitment,
  root: Hex,
  stop: AbortSignal,
): Promise<Finding> {
  if (await isWithdrawn(pool, root)) return { ...UNREAD, expected, detail: 'withdrawn' }
  const submissions = await listSubmissions(pool, root, sources.network.flow)
  if (submissions.length === 0)
    return { ...UNREAD, expected, outcome: 'unknown-root', detail: 'no final submission of this root is known' }
  const round = createRound(expected ?? root)
  const file = await fetchRoot(sources, {
    ...{ root, submissions, stop },
    record: async (attempt) => round.add(attempt),
  })
  if (file === undefined) return round.finding()
  const isRight = round.see(file.bytes, kind === 'feedback' ? keccak(file.bytes) : root)
  const finding = round.finding()
  if (isRight) return finding
  const detail = 'the file of this root has another hash than the chain says'
  return { ...finding, outcome: 'mismatch', source: file.source, detail }
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
  const finding: Finding = {
    ...{ expected, found: null, bytes: 0, outcome: 'unreachable', source: null, attempts: 0 },
    detail: 'nobody could be asked',
  }
  return {
    see: (bytes: Uint8Array, hash: string) => {
      finding.found = hash
      finding.bytes = bytes.length
      return expected === null || hash === expected.toLowerCase()
    },
    add: ({ outcome, source, detail }: FetchAttempt) => {
      finding.attempts += 1
      // Wrong bytes say more than a later source's silence.
      if (finding.outcome === 'mismatch' && outcome !== 'match') return
      Object.assign(finding, { outcome, source, detail: detail ?? null })
    },
    finding: (): Finding =>
      finding.outcome === 'match' && expected === null
        ? { ...finding, outcome: 'no-hash', detail: 'no hash to compare' }
        : { ...finding },
  }
}

const keccak = (bytes: Uint8Array): string => `0x${Buffer.from(keccak256(bytes)).toString('hex')}`
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
