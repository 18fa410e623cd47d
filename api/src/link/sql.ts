import { finalityOf } from '../words/finality'
import { HISTORY_GRADES } from './spans'

/** Weak links shown of one party, newest first: anyone can push any number of tokens to anyone. */
export const MAX_WEAK = 100

const STRONG = `strength in (${HISTORY_GRADES.map((grade) => `'${grade}'`).join(', ')})`

const COLUMNS = `l.id, l.agent_id as "agentId", l.payer, l.type, l.strength, l.evidence, l.from_block as "fromBlock",
  l.from_log_index as "fromLogIndex", l.to_block as "toBlock", l.to_log_index as "toLogIndex", l.tx_hash as "txHash",
  ${finalityOf('coalesce(l.to_block, l.from_block)')}`

/** Where the intervals g and o meet: the later beginning, the earlier end. */
const BEGINS = '(g.from_block, g.from_log_index) >= (o.from_block, o.from_log_index)'
const ENDS = `(coalesce(g.to_block, 2147483647), coalesce(g.to_log_index, 0))
    <= (coalesce(o.to_block, 2147483647), coalesce(o.to_log_index, 0))`
const MEETING = `case when ${BEGINS} then g.from_block else o.from_block end as from_block,
    case when ${BEGINS} then g.from_log_index else o.from_log_index end as from_log_index,
    case when ${ENDS} then g.to_block else o.to_block end as to_block,
    case when ${ENDS} then g.to_log_index else o.to_log_index end as to_log_index,
    case when ${BEGINS} then g.tx_hash else o.tx_hash end as tx_hash`

/** The newest rows of a table; a bound on both sides of a join bounds the join, whoever pushes what to whom. */
const newest = (table: string, where: string) =>
  `(select * from ${table} where ${where} order by from_block desc, id limit ${MAX_WEAK})`

/**
 * Links that are not rows of their own, because one log would make as many as its owner has tokens: an operator of all of
 * an owner's tokens (L7), and the delegate of somebody who owns or may use an AgenticID token (L8).
 */
function derivedSql(column: 'payer' | 'agent_id'): string {
  const [grants, delegates] =
    column === 'payer'
      ? [
          `${newest('operator_grant', `operator = k.key and scope = 'all'`)} g
            cross join lateral ${newest('agent_ownership', 'owner = g.owner')} o`,
          `${newest('inft_authorization', `"user" = k.key and kind = 'delegate'`)} g
            cross join lateral ${newest('payer_link', `payer = g.granted_by and type in ('L6', 'L8')`)} o`,
        ]
      : [
          `${newest('agent_ownership', 'agent_id = k.key')} o
            cross join lateral ${newest('operator_grant', `owner = o.owner and scope = 'all'`)} g`,
          `${newest('payer_link', `agent_id = k.key and type in ('L6', 'L8')`)} o
            cross join lateral ${newest('inft_authorization', `granted_by = o.payer and kind = 'delegate'`)} g`,
        ]
  return `
    select o.agent_id || '-L7-' || g.id as id, o.agent_id, g.operator as payer, 'L7' as type, 'B-' as strength,
      'The owner approved this address for all its tokens; the address itself has said nothing.' as evidence, ${MEETING}
    from ${grants}
    where split_part(o.agent_id, ':', 3) = g.registry and g.operator <> all($4::text[])
    union all
    select o.agent_id || '-L8-' || g.id || '-' || o.from_block || '-' || o.from_log_index as id, o.agent_id,
      g."user" as payer, 'L8' as type, 'B-' as strength,
      'The address stands in for ' || g.granted_by || ' where the token is handed over.' as evidence, ${MEETING}
    from ${delegates}
    where exists (select from agent_ownership w where w.agent_id = o.agent_id and w.owner = g.contract)`
}

/**
 * Links of parties ($1): all that decide about histories, up to $2 of them, and the newest of the others. None of a
 * router ($3), and none of a marketplace ($4) as an operator.
 */
export function linksSql(column: 'payer' | 'agent_id', keys = 'unnest($1::text[])'): string {
  return `
    select ${COLUMNS} from ${keys} k(key) cross join lateral (
      (select id, agent_id, payer, type, strength, evidence, from_block, from_log_index, to_block, to_log_index, tx_hash
        from payer_link where ${column} = k.key and ${STRONG} order by from_block desc, id limit $2)
      union all
      (select id, agent_id, payer, type, strength, evidence, from_block, from_log_index, to_block, to_log_index, tx_hash
        from payer_link where ${column} = k.key and not ${STRONG} order by from_block desc, id limit ${MAX_WEAK})
      union all
      (select * from (${derivedSql(column)}) d
        where to_block is null or (from_block, from_log_index) < (to_block, to_log_index)
        order by from_block desc, id limit ${MAX_WEAK})) l
    where l.payer <> all($3::text[])
    order by l.from_block desc, l.id`
}

/**
 * Links of agents ($1) as above, and beside them those of every payer that one of these links to with a grade that enters
 * histories: whose a payment is depends on all links of its payer. `side` tells which a row is.
 */
export const ATTRIBUTED_SQL = `
  with own as materialized (${linksSql('agent_id')})
  select 'agent' as side, own.* from own
  union all
  select 'payer', l.* from (${linksSql('payer', `(select distinct payer from own where ${STRONG})`)}) l
  order by side, "fromBlock" desc, id`
