import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'

/** Whose accepted settlements, in which time. */
export interface Scope {
  kind: 'agent' | 'provider'
  id: string
  /** Milliseconds, half-open. */
  from: number
  to: number
}

/** A settlement and its place, which lists go by. */
export interface Scoped {
  id: string
  block_number: number
  log_index: number
  settled_amount: string
}

/** Where the next page starts: behind this log. */
export type Position = Pick<Scoped, 'block_number' | 'log_index'>

/** Grades of links that enter an agent's history. */
const STRONG = `strength in ('S', 'A', 'A-')`
/** A payer with more strong links is nobody's own. */
const MAX_STRONG = 1_000
const at = (block: string, log: string) => `(${block}::bigint * 1048576 + least(coalesce(${log}, 0), 1048575))`
const spanOf = (link: string) =>
  `int8range(${at(`${link}.from_block`, `${link}.from_log_index`)},
     case when ${link}.to_block is null then null else ${at(`${link}.to_block`, `${link}.to_log_index`)} end)`
const notEmpty = (link: string) =>
  `(${link}.to_block is null or (${link}.from_block, ${link}.from_log_index) < (${link}.to_block, coalesce(${link}.to_log_index, 0)))`

/** First block in which a billed inference can lie. */
const WINDOW_FROM = `coalesce(s.window_from_block, (
  select min(a.block_number) from account_change a
  where a.account_id = s.contract || '-' || s.payer || '-' || s.provider and a.cause = 'deposit-or-refund'
    and a.block_number <= s.block_number))`
const WINDOW = `int8range(${at(WINDOW_FROM, '0')}, ${at('s.block_number', 's.log_index')}, '[]')`

/**
 * What counts for an agent: the payer is linked to it with strength A- or better over the settlement's whole window, and
 * to no other agent within it. Touching intervals are one.
 */
const OF_AGENT = `s.payer in (
    select l.payer from payer_link l where l.agent_id = $1 and l.${STRONG} and ${notEmpty('l')}
      and (select count(*) from (select from payer_link c where c.payer = l.payer and c.${STRONG} limit ${MAX_STRONG + 1}) n)
        <= ${MAX_STRONG})
  and (select range_agg(${spanOf('l')}) from payer_link l
       where l.agent_id = $1 and l.payer = s.payer and l.${STRONG} and ${notEmpty('l')}) @> ${WINDOW}
  and not exists (select from payer_link o where o.payer = s.payer and o.agent_id <> $1 and o.${STRONG}
       and ${notEmpty('o')} and ${spanOf('o')} && ${WINDOW})
  and ${WINDOW_FROM} is not null
  and s.payer <> all($7::text[])`

/**
 * A page of final, accepted settlements in the order of the chain.
 * @param routers accounts that pay for many: what they paid is no agent's.
 */
export async function listScoped(
  db: Queryable,
  { kind, id, from, to }: Scope,
  { after, limit, routers }: { after: Position | undefined; limit: number; routers: readonly string[] },
): Promise<Scoped[]> {
  const { rows } = await db.query<Scoped>(
    `select s.id, s.block_number, s.log_index, s.settled_amount from settlement s
     where ${kind === 'provider' ? 's.provider = $1' : OF_AGENT}
       and s.accepted and s.block_time >= $2 and s.block_time < $3 and s.block_number <= ${FINAL_HEIGHT}
       and (s.block_number, s.log_index) > ($4, $5)
     order by s.block_number, s.log_index limit $6`,
    [
      ...[id, new Date(from), new Date(to), after?.block_number ?? -1, after?.log_index ?? -1, limit],
      ...(kind === 'agent' ? [routers] : []),
    ],
  )
  return rows
}
