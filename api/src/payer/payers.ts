import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import { ofRole, type PartyRank, rankedList } from '../connection/rank'
import { listRows } from '../connection/rowList'
import { tableTotals } from '../connection/total'
import type { PageArgs } from '../connection/types'
import { Where } from '../connection/where'
import { groupByKey, type Relation, type RequestContext } from '../context'
import { badInput } from '../errors'
import { finalityOf } from '../words/finality'
import { parseAddress, toPayerId } from '../words/ids'
import { readIf } from '../words/ranges'
import type { Account, Payer, PayerFilter } from './types'

/** Accounts shown of one party, last changed first. */
const MAX_ACCOUNTS = 100

/** A payer by address, made without asking whether it ever paid. */
export function toPayer({ services }: RequestContext, address: string): Payer {
  return { id: toPayerId(services.network.chainId, address), address }
}

/** Whether an address has an account or is named by a settlement, a refused one included. */
export const payerExists: Relation<string, boolean> = {
  load: async (addresses, { services }) => {
    const sql = `select k.address from unnest($1::text[]) k(address)
      where exists (select from account where payer = k.address)
        or exists (select from settlement where payer = k.address)`
    const rows = await services.database.query<{ address: string }>(sql, [addresses])
    const known = new Set(rows.map((row) => row.address))
    return addresses.map((address) => known.has(address))
  },
}

/**
 * Payers with an account, at one provider where given, by address.
 * @throws PublicError BAD_USER_INPUT for what cannot be read.
 */
export async function listPayers(
  context: RequestContext,
  filter: PayerFilter | null | undefined,
  page: PageArgs,
): Promise<Connection<Payer>> {
  const { after } = page
  const first = checkFirst(page.first)
  const [last] = after == null ? [''] : parseCursor('after', after, 'payers', ['text'])
  const provider = readIf('filter.provider', filter?.provider, parseAddress)
  const where = provider === undefined ? 'true' : 'provider = $3'
  const sql = `select distinct payer as address from account where payer > $1 and ${where} order by payer limit $2`
  const values = [last, first + 1, ...(provider === undefined ? [] : [provider])]
  const rows = await context.services.database.query<{ address: string }>(sql, values)
  const payers = rows.map((row) => toPayer(context, row.address))
  const connection = toConnection('payers', payers, first, after ?? undefined, (payer) => [payer.address])
  if (provider !== undefined) return connection
  return Object.assign(connection, { total: () => context.load(tableTotals, { table: 'account', distinct: 'payer' }) })
}

/**
 * Payers by what they settled at all providers together, the largest first.
 * @throws PublicError BAD_USER_INPUT for what cannot be read, and for a filter: nobody keeps the figures of one provider's payers.
 */
export async function listLargestPayers(
  context: RequestContext,
  rank: PartyRank,
  filter: PayerFilter | null | undefined,
  page: PageArgs,
): Promise<Connection<Payer>> {
  if (filter?.provider != null) throw badInput('filter.provider', 'no provider beside rank', filter.provider)
  const id = `'${toPayerId(context.services.network.chainId, '')}' || t.address as id`
  return listRows<Payer>(context, rankedList('payers', rank, id), ofRole(new Where(), 'payer'), page)
}

/** Accounts of a payer, or of a provider with that many payers. */
export interface AccountsKey {
  of: 'payer' | 'provider'
  address: string
  first: number
}

export const accounts: Relation<AccountsKey, Account[]> = {
  keyOf: ({ of, address, first }) => `${of} ${address} ${first}`,
  load: async (keys, { services }) => {
    const lists = new Map<AccountsKey, Account[]>()
    for (const of of ['payer', 'provider'] as const) {
      const own = keys.filter((key) => key.of === of)
      if (own.length === 0) continue
      const values = [own.map((key) => key.address), own.map((key) => key.first)]
      const rows = await services.database.query<Account & { place: string }>(accountsSql(of), values)
      const groups = groupByKey(
        own.map((_, index) => String(index + 1)),
        rows,
        (row) => row.place,
      )
      for (const [index, key] of own.entries()) lists.set(key, groups[index] ?? [])
    }
    return keys.map((key) => lists.get(key) ?? [])
  },
}

/** All accounts that a page shows of a payer. */
export function accountsOfPayer(address: string): AccountsKey {
  return { of: 'payer', address, first: MAX_ACCOUNTS }
}

function accountsSql(of: AccountsKey['of']): string {
  return `select k.place, a.* from unnest($1::text[], $2::int[]) with ordinality k(address, first, place)
    cross join lateral (
      select payer, provider, balance, pending_refund as "pendingRefund", nonce, updated_block as "updatedBlock",
        ${finalityOf('updated_block')}
      from account where ${of} = k.address order by updated_block desc, id limit k.first) a`
}
