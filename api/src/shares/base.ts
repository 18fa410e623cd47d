import type { Relation } from '../context'
import { shares } from './shares'
import type { Shares } from './types'

/** All accepted settlements, whatever was found about them. */
export type SharesBase = Pick<Shares, 'settlements' | 'amount'>

/** A payer with more settlements than this is summed up by the hour. */
const MAX_ROWS = 100

const SQL = `
  select k.address, b.* from unnest($1::text[]) k(address) cross join lateral (
    select count(*)::int as settlements, coalesce(sum(settled_amount), 0) as amount from (
      select settled_amount from settlement where payer = k.address and accepted
      order by block_number desc, n desc limit ${MAX_ROWS + 1}) s) b`

/** The base of payers' shares. */
export const payerBase: Relation<string, SharesBase> = {
  load: async (payers, context) => {
    const { database } = context.services
    const rows = await database.query<{ address: string; settlements: number; amount: string }>(SQL, [payers], true)
    const byPayer = new Map(rows.map((row) => [row.address, row]))
    const bases = payers.map((payer) => {
      const { settlements = 0, amount = '0' } = byPayer.get(payer) ?? {}
      if (settlements > MAX_ROWS) return context.load(shares, { kind: 'payer', id: payer })
      return { settlements: String(settlements), amount }
    })
    return Promise.all(bases)
  },
}
