import { groupByKey, type Relation, type RequestContext } from '../context'
import type { Settlement } from '../settlement/types'
import type { VerdictBody } from '../settlement/verdictBody'
import { verdictBody } from '../settlement/verdicts'
import { finalityOf } from '../words/finality'
import { textColumn } from '../words/text'
import type { Anchor, FetchAttempt, Trail } from './types'

/** Files shown of one settlement: anyone can anchor any number that names it. */
const MAX_TRAILS = 50
/** Attempts shown of one root, newest first. */
const MAX_ATTEMPTS = 50

interface FileRow
  extends Omit<Trail, 'anchor' | 'authorRole' | 'usedForOpening' | 'opensBill' | 'author' | 'anchorTx'> {
  key: number
  anchor: Omit<Anchor, 'blockTime'> & { blockTime: string }
}

/** The files that name a settlement, or that its verdict considered: the provider's first, then the payer's. */
export const trailsBySettlement: Relation<Settlement, Trail[]> = {
  keyOf: (settlement) => settlement.id,
  load: async (settlements, context) => {
    const [named, bodies] = await Promise.all([listNamedRoots(settlements, context), listBodies(settlements, context)])
    const files = settlements.flatMap((settlement, key) => {
      const considered = bodies[key]?.trails.map((trail) => trail.root) ?? []
      const roots = [...new Set([...considered, ...(named[key] ?? [])])].slice(0, MAX_TRAILS)
      return roots.map((root) => ({ key, root, payer: settlement.payer, provider: settlement.provider }))
    })
    const values = (['key', 'root', 'payer', 'provider'] as const).map((name) => files.map((file) => file[name]))
    const rows = await context.services.database.query<FileRow & Record<string, unknown>>(FILES_SQL, values, true)
    const groups = groupByKey(
      settlements.map((_, key) => key),
      rows,
      (row) => row.key,
    )
    return settlements.map((settlement, key) => {
      const body = bodies[key] ?? null
      return (groups[key] ?? []).map((row) => toTrail(row, settlement, body))
    })
  },
}

/** Attempts to fetch a root. */
export const attemptsByRoot: Relation<string, FetchAttempt[]> = {
  load: async (roots, { services }) => {
    const rows = await services.database.query<FetchAttempt & { root: string }>(
      ATTEMPTS_SQL,
      [roots, MAX_ATTEMPTS],
      true,
    )
    return groupByKey(roots, rows, (row) => row.root)
  },
}

async function listNamedRoots(settlements: readonly Settlement[], { services }: RequestContext): Promise<string[][]> {
  const values = [
    settlements.map((settlement) => settlement.payer),
    settlements.map((settlement) => settlement.provider),
    settlements.map((settlement) => settlement.nonce),
    MAX_TRAILS,
  ]
  const rows = await services.database.query<{ key: number; root: string }>(NAMED_SQL, values, true)
  const groups = groupByKey(
    settlements.map((_, key) => key),
    rows,
    (row) => row.key,
  )
  return groups.map((group) => group.map((row) => row.root))
}

function listBodies(settlements: readonly Settlement[], context: RequestContext): Promise<(VerdictBody | null)[]> {
  const load = ({ verdictId }: Settlement) => (verdictId === null ? null : context.load(verdictBody, verdictId))
  return Promise.all(settlements.map(load))
}

/** The check of the commitment names the anchor whose list it recomputed; the note is the root. */
function listJudgedRoots(body: VerdictBody | null): Set<string | null> {
  const checks = body?.questions.find((question) => question.id === 'opening')?.checks ?? []
  const judged = checks.filter((check) => check.id === 'requests-hash' && check.status !== 'absent')
  return new Set(judged.flatMap((check) => check.evidence.map((evidence) => evidence.note)))
}

/** What the author of a file is to a settlement. */
export function toAuthorRole(author: string, { payer, provider }: Pick<Settlement, 'payer' | 'provider'>): string {
  if (author === provider) return 'provider'
  return author === payer ? 'payer' : 'other'
}

function toTrail({ key: _, ...row }: FileRow, settlement: Settlement, body: VerdictBody | null): Trail {
  const anchor = { ...row.anchor, blockTime: new Date(row.anchor.blockTime) }
  const { author, txHash: anchorTx } = anchor
  const authorRole = toAuthorRole(author, settlement)
  const verdict = { usedForOpening: listJudgedRoots(body).has(row.root), opensBill: body?.openedBy === row.root }
  return { ...row, ...verdict, anchor, author, anchorTx, authorRole }
}

const NAMED_SQL = `
select (k.place - 1)::int as key, t.root
from unnest($1::text[], $2::text[], $3::numeric[]) with ordinality k(payer, provider, nonce, place)
cross join lateral (select root from verdicts.trail_settlement
  where payer = k.payer and provider = k.provider and nonce = k.nonce order by root limit $4) t`

const FILES_SQL = `
select k.key, k.root, a.anchor, coalesce(t.records, 0) as records,
  ${textColumn('coalesce(w.reason, t.reason)', 'reason')}, p.size, ${textColumn('p.source')},
  p.fetched_at as "fetchedAt",
  case when p.withdrawn_at is not null or w.root is not null then 'withdrawn' when t.status is not null then t.status
    when p.root is not null then 'fetched' else 'unfetched' end as status
from unnest($1::int[], $2::text[], $3::text[], $4::text[]) k(key, root, payer, provider)
cross join lateral (
  select a.author, a.block_number, json_build_object(
      'id', a.id, 'root', a.root, 'size', a.size::text, 'author', a.author, 'claimedSender', a.claimed_sender,
      'payer', a.payer, 'provider', a.provider, 'blockNumber', a.block_number, 'blockTime', a.block_time,
      'txHash', a.tx_hash, 'submissionIndex', a.submission_index::text, 'flow', a.flow, 'finality', a.finality) as anchor
  from (select *, ${finalityOf('block_number')} from anchor) a where a.root = k.root
  order by (a.author = k.provider) desc, (a.author = k.payer) desc, a.block_number, a.log_index limit 1) a
left join verdicts.payload p on p.root = k.root
left join verdicts.trail t on t.root = k.root
left join verdicts.withdrawal w on w.root = k.root
order by k.key, (a.author = k.provider) desc, (a.author = k.payer) desc, a.block_number, k.root`

const ATTEMPTS_SQL = `
select a.* from unnest($1::text[]) k(root) cross join lateral (
  select id, root, ${textColumn('source')}, outcome, started_at as "startedAt", finished_at as "finishedAt", bytes,
    found_root as "foundRoot", ${textColumn('detail')}
  from verdicts.fetch_attempt where root = k.root order by id desc limit $2) a`
