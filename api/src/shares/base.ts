import type { Relation } from '../context'
import { shares } from './shares'
import type { Shares } from './types'

/** All accepted settlements, whatever was found about them. */
export type SharesBase = Pick<Shares, 'settlements' | 'amount'>

/** A payer with more settlements behind the counted ones than this is summed up by the hour. */
const MAX_ROWS = 100

/**
 * What was counted of final blocks, and the rows behind. Nothing counted is used above what is indexed: then the facts are being
 * read again, and the count is of those before.
 */
const SQL = `
  with counted as materialized (
    select coalesce(max(m.height), -1) as height from derived.party_mark m
    where m.height <= (select max(height) from squid_processor.status))
  select k.address, b.settlements > ${MAX_ROWS} as "isLong",
    (coalesce(p.settlements, 0) + b.settlements)::text as settlements, (coalesce(p.amount, 0) + b.amount)::text as amount
  from unnest($1::text[]) k(address) cross join counted m
  left join derived.party p on p.role = 'payer' and p.address = k.address and m.height >= 0
  cross join lateral (
    select count(*) as settlements, coalesce(sum(settled_amount), 0) as amount from (
      select settled_amount from settlement where payer = k.address and accepted and block_number > m.height
      order by block_number desc, n desc limit ${MAX_ROWS + 1}) s) b`

interface BaseRow extends Record<string, unknown> {
  address: string
  isLong: boolean
  settlements: string
  amount: string
}

/** The base of payers' shares. */
export const payerBase: Relation<string, SharesBase> = {
  load: async (payers, context) => {
    const { database } = context.services
    const rows = await database.query<BaseRow>(SQL, [payers], true)
    const byPayer = new Map(rows.map((row) => [row.address, row]))
    const bases = payers.map((payer) => {
      const { isLong = false, settlements = '0', amount = '0' } = byPayer.get(payer) ?? {}
      return isLong ? context.load(shares, { kind: 'payer', id: payer }) : { settlements, amount }
    })
    return Promise.all(bases)
  },
}
