import { listRouters } from '@touchstone/networks'
import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import type { PageArgs } from '../connection/types'
import { groupByKey, type Relation, type RequestContext } from '../context'
import { type Change, toQuestions } from './types'

/** Whose changes are listed: an agent by its id, a provider by its address. */
export interface ChangeSubject {
  type: 'agent' | 'provider'
  key: string
}

interface ChangePage extends ChangeSubject {
  /** Sort key of the row before. */
  at: string
  id: string
  limit: number
}

interface ChangeRow extends Omit<Change, 'failedBefore' | 'failedNow' | 'finality'>, Record<string, unknown> {
  place: string
}

/**
 * A page of changes, newest first. Pages of one request share one statement.
 * @throws PublicError BAD_USER_INPUT for a page size or cursor that cannot be read.
 */
export async function listChanges(
  context: RequestContext,
  subject: ChangeSubject,
  page: PageArgs,
): Promise<Connection<Change>> {
  const first = checkFirst(page.first)
  const { after } = page
  const [at = 'infinity', id = ''] = after == null ? [] : parseCursor('after', after, 'changes', ['time', 'text'])
  const key = { ...subject, at: String(at), id: String(id), limit: first + 1 }
  const rows = await context.load(changePages, key)
  return toConnection('changes', rows, first, after ?? undefined, (row) => [row.at.toISOString(), row.id])
}

const SQL = `select k.place, c.id, c.kind, c.at, c.block_number as "blockNumber", c.tx_hash as "txHash",
  c.from_value as "from", c.to_value as "to", c.settlement_id as "settlementId", c.verdict_id::text as "verdictId",
  c.fault, c.root
from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::int[]) with ordinality k(type, key, at, id, n, place)
cross join lateral derived.list_changes(k.type, k.key, $6::text[], k.at, k.id, k.n) c
order by k.place, c.at desc, c.id collate "C" desc`

const changePages: Relation<ChangePage, Change[]> = {
  keyOf: (key) => JSON.stringify(key),
  load: async (pages, { services }) => {
    const column = (name: keyof ChangePage) => pages.map((page) => page[name])
    const values = [column('type'), column('key'), column('at'), column('id'), column('limit')]
    const rows = await services.database.query<ChangeRow>(SQL, [...values, listRouters(services.network)])
    const places = pages.map((_, index) => String(index + 1))
    return groupByKey(places, rows, (row) => row.place).map((group) => group.map(toChange))
  },
}

/** Of a verdict both values are names of questions. */
function toChange({ from, to, ...told }: ChangeRow): Change {
  const row = { ...told, finality: 'final' as const }
  if (row.verdictId === null) return { ...row, from, to, failedBefore: null, failedNow: null }
  return { ...row, from: null, to: null, failedBefore: toQuestions(from ?? ''), failedNow: toQuestions(to ?? '') }
}
