import type { Relation } from '../context'
import { groupByKey } from '../context'
import { checkAt } from '../link/at'
import { finalityOf } from '../words/finality'
import type { Interval } from './types'

/** Intervals shown of one agent, newest first. */
export const MAX_INTERVALS = 200

/** The intervals of an agent; those in force at the end of a block alone where one is given. */
export interface IntervalsKey {
  kind: 'owner' | 'wallet'
  id: string
  at: number | null
}

/** Names the intervals of an agent. @throws PublicError BAD_USER_INPUT where `at` is no block. */
export function intervalsOf(kind: IntervalsKey['kind'], id: string, at: number | null | undefined): IntervalsKey {
  return { kind, id, at: checkAt(at) }
}

const partSql = (kind: string, table: string, columns: string) => `
  select i.* from unnest($1::text[], $2::int[], $3::text[]) with ordinality k(id, at, kind, place) cross join lateral (
    select k.place, ${columns}, from_block as "fromBlock", to_block as "toBlock", tx_hash as "txHash",
      ${finalityOf('coalesce(to_block, from_block)')}, from_log_index as "fromLogIndex"
    from ${table} where k.kind = '${kind}' and agent_id = k.id
      and (k.at is null or (from_block <= k.at and (to_block is null or to_block > k.at)))
    order by from_block desc, from_log_index desc limit $4) i`

const SQL = `${partSql('owner', 'agent_ownership', `owner as address, 'transfer' as how, null as signature`)}
  union all ${partSql('wallet', 'agent_wallet', 'wallet as address, how, signature')}
  order by place, "fromBlock" desc, "fromLogIndex" desc`

/** Who owned an agent's token, or which wallets it declared, newest first. */
export const intervals: Relation<IntervalsKey, Interval[]> = {
  keyOf: ({ kind, id, at }) => `${kind} ${id} ${at}`,
  load: async (keys, { services }) => {
    const columns = [keys.map((key) => key.id), keys.map((key) => key.at), keys.map((key) => key.kind)]
    const values = [...columns, MAX_INTERVALS]
    const rows = await services.database.query<Interval & { place: string }>(SQL, values, true)
    const places = keys.map((_, index) => String(index + 1))
    return groupByKey(places, rows, (row) => row.place)
  },
}
