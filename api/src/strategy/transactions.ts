import type { Relation } from '../context'
import { historySpans } from '../link/links'
import { atSql, withinSql } from '../link/positions'
import { LOG_BITS } from '../link/spans'
import { WINDOW_FROM } from '../settlement/rows'
import { orderSql } from './actions'
import type { StrategyTransactions } from './transactionTypes'

/** Opened bills read of one agent, newest first, and transactions that one of them names. */
const MAX_BILLS = 200
const MAX_OF_BILL = 50
/** What the auditor keeps of one file. */
const MAX_OF_FILE = 200

type Row = Omit<StrategyTransactions, 'askedAt'> & { place: string; askedAt: string | null }

/** What the wallets of agents sent, and which of it records name. */
export const transactionsByAgent: Relation<string, StrategyTransactions> = {
  load: async (agents, context) => {
    const spans = await Promise.all(agents.map((agent) => context.load(historySpans, agent)))
    const flat = spans.flatMap((own, place) => own.map((span) => ({ place: place + 1, ...span })))
    const column = (of: (span: (typeof flat)[number]) => unknown) => flat.map(of)
    const values = [
      agents,
      column(({ place }) => place),
      column(({ payer }) => payer),
      column(({ from }) => from),
      column(({ to }) => to),
      context.services.network.chainId,
    ]
    const rows = await context.services.database.query<Row & Record<string, unknown>>(SQL, values, true)
    const byPlace = new Map(rows.map((row) => [row.place, row]))
    return agents.map((_, index) => {
      const row = byPlace.get(String(index + 1))
      if (row === undefined) return NONE
      const { place: _place, askedAt, ...rest } = row
      return { ...rest, askedAt: askedAt === null ? null : new Date(askedAt) }
    })
  },
}

const NONE: StrategyTransactions = {
  ...{ wallet: null, account: null, sent: null, asOfBlock: null, askedAt: null },
  ...{
    named: 0,
    after: 0,
    before: 0,
    undecided: 0,
    otherSender: 0,
    waiting: 0,
    notFound: 0,
    otherChain: 0,
    complete: true,
  },
}

/** Opened bills of each span, newest first; those of strangers' files count as read, and name nothing. */
const BILLS = `
select p.place, w.* from (select distinct place from spans) p cross join lateral (
  select x.* from spans r cross join lateral (
    select c.opened_by as root, s.nonce, s.block_number, ${WINDOW_FROM} as from_block,
      exists (select from anchor a where a.root = c.opened_by and a.author in (c.payer, c.provider)) as counts
    from verdicts.current_verdict c
    join settlement s on s.id = c.settlement_id
    join verdicts.verdict v on v.id = c.verdict_id and v.block_hash = s.block_hash
    where c.payer = r.address and c.opened_by is not null and c.opening = 'pass'
      and c.block_number >= (r.from_at >> ${LOG_BITS})::int and c.block_number <= (r.to_at >> ${LOG_BITS})::int
      and ${withinSql('r')} and ${atSql(WINDOW_FROM, '0')} >= r.from_at
    order by c.block_number desc limit ${MAX_BILLS + 1}) x
  where r.place = p.place order by x.block_number desc limit ${MAX_BILLS + 1}) w`

/**
 * One row for each transaction that counted bills of an agent name: the best that one of its records says of it. One whose sender
 * is another is told before its block is final, since no other block makes it the wallet's.
 */
const NAMED = `
select b.place, n.chain_id, n.tx_hash, max(case
    when n.chain_id <> $6::bigint then 'otherChain'
    when t.tx_hash is null then 'waiting'
    when t.status = 'not-found' then 'notFound'
    when t.sender is distinct from a.wallet then 'otherSender'
    when not t.final or t.block_number > coalesce(a.as_of_block, t.block_number) then 'waiting' end) as kind,
  max(case ${orderSql('$6::bigint')} when 'after' then 2 when 'undecided' then 1 when 'before' then 0 end) as best
from bills b join agents a on a.place = b.place
cross join lateral (select b.from_block) w
cross join lateral (select * from verdicts.named_transaction where root = b.root and nonce = b.nonce
  order by line, position limit ${MAX_OF_BILL}) n
left join verdicts.transaction_look t on t.tx_hash = n.tx_hash and n.chain_id = $6::bigint
where b.counts group by 1, 2, 3`

const countOf = (kind: string) => `count(*) filter (where n.kind = '${kind}')::int as "${kind}"`

const SQL = `
with spans as materialized (
  select * from unnest($2::int[], $3::text[], $4::bigint[], $5::bigint[]) u(place, address, from_at, to_at)),
agents as materialized (
  select k.place, a.wallet, w.account, w.sent, w.as_of_block, w.asked_at
  from unnest($1::text[]) with ordinality k(id, place) join agent a on a.id = k.id
  left join verdicts.wallet_count w on w.wallet = a.wallet),
bills as materialized (${BILLS}),
named as materialized (${NAMED})
select a.place, a.wallet, a.account, a.sent, a.as_of_block as "asOfBlock", a.asked_at as "askedAt", counted.*, (
    select count(*) <= ${MAX_BILLS} and coalesce(bool_and(not b.counts or (coalesce(f.named, ${MAX_OF_FILE + 1}) <= ${MAX_OF_FILE} and (
        select count(*) from (select from verdicts.named_transaction n where n.root = b.root and n.nonce = b.nonce
          limit ${MAX_OF_BILL + 1}) m) <= ${MAX_OF_BILL})), true)
    from bills b left join verdicts.trail f on f.root = b.root where b.place = a.place) as complete
from agents a cross join lateral (
  select count(*)::int as named, ${['otherChain', 'waiting', 'notFound', 'otherSender'].map(countOf).join(', ')},
    count(*) filter (where n.kind is null and n.best = 2)::int as after,
    count(*) filter (where n.kind is null and n.best = 1)::int as undecided,
    count(*) filter (where n.kind is null and n.best = 0)::int as before
  from named n where n.place = a.place) counted`
