import type { Relation } from '../context'
import { groupByKey } from '../context'
import { checkAt } from '../link/at'
import { finalityOf } from '../words/finality'
import type { Interval } from './types'

/** Intervals shown of one agent, newest first. */
export const MAX_INTERVALS = 200

/** The intervals of an agent; those in force at the end of a block alone where one is given. */
export interface IntervalsKey {
  id: string
  at: number | null
}

/** Names the intervals of an agent. @throws PublicError BAD_USER_INPUT where `at` is no block. */
export function intervalsOf(id: string, at: number | null | undefined): IntervalsKey {
  return { id, at: checkAt(at) }
}

function intervals(table: 'agent_ownership' | 'agent_wallet', columns: string): Relation<IntervalsKey, Interval[]> {
  const sql = `select i.* from unnest($1::text[], $2::int[]) with ordinality k(id, at, place) cross join lateral (
    select k.place, ${columns}, from_block as "fromBlock", to_block as "toBlock", tx_hash as "txHash",
      ${finalityOf('coalesce(to_block, from_block)')}
    from ${table} where agent_id = k.id
      and (k.at is null or (from_block <= k.at and (to_block is null or to_block > k.at)))
    order by from_block desc, from_log_index desc limit $3) i`
  return {
    keyOf: ({ id, at }) => `${id} ${at}`,
    load: async (keys, { services }) => {
      const values = [keys.map((key) => key.id), keys.map((key) => key.at), MAX_INTERVALS]
      const rows = await services.database.query<Interval & { place: string }>(sql, values)
      const places = keys.map((_, index) => String(index + 1))
      return groupByKey(places, rows, (row) => row.place)
    },
  }
}

/** Who owned an agent's token, newest first. */
export const ownerships = intervals('agent_ownership', `owner as address, 'transfer' as how, null as signature`)

/** Which wallets an agent declared, newest first. */
export const wallets = intervals('agent_wallet', 'wallet as address, how, signature')
