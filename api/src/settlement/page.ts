import { parseCursor } from '../connection/cursor'
import { type Connection, checkFirst, toConnection } from '../connection/page'
import type { PageArgs } from '../connection/types'
import type { Relation, RequestContext } from '../context'
import { historySpans } from '../link/links'
import { type Conditions, parseFilter, type SettlementFilter } from './filter'
import { buildListSql, type Position, type Scope } from './list'
import { LEFT_JOIN_VERDICT, SETTLEMENT_COLUMNS, type SettlementRow, toSettlement } from './rows'
import type { Settlement } from './types'

interface Narrowed {
  scope: Scope
  conditions: Omit<Conditions, 'agent'>
}

interface PageKey extends Narrowed {
  first: number
  after: Position | undefined
}

/**
 * A page of settlements, newest first. Pages of the same kind, filter and position share one statement.
 * @throws PublicError BAD_USER_INPUT for a filter, page size or cursor that cannot be read.
 */
export async function listSettlements(
  context: RequestContext,
  scope: Scope,
  filter: SettlementFilter | null | undefined,
  page: PageArgs,
): Promise<Connection<Settlement>> {
  const { after } = page
  const first = checkFirst(page.first)
  const narrowed = await narrow(context, scope, parseFilter(filter))
  const key: PageKey = {
    scope: narrowed.scope,
    conditions: restrict(narrowed.scope, narrowed.conditions),
    first,
    after: after == null ? undefined : (parseCursor('after', after, 'settlements', ['int', 'int', 'text']) as Position),
  }
  const rows = await context.load(settlementPages, key)
  return toConnection('settlements', rows, first, after ?? undefined, (row) => [row.blockNumber, row.n, row.id])
}

/** The part of an agent's history that lies in the scope. */
async function narrow(context: RequestContext, scope: Scope, { agent, ...conditions }: Conditions): Promise<Narrowed> {
  if (agent === undefined) return { scope, conditions }
  const spans = await context.load(historySpans, agent)
  switch (scope.over) {
    case 'all':
      return { scope: { over: 'spans', spans }, conditions }
    case 'payer':
      return { scope: { over: 'spans', spans: spans.filter((span) => span.payer === scope.address) }, conditions }
    case 'provider': {
      const other = conditions.provider !== undefined && conditions.provider !== scope.address
      return {
        scope: { over: 'spans', spans: other ? [] : spans },
        conditions: { ...conditions, provider: scope.address },
      }
    }
    case 'spans': {
      // No two agents share a block, so the history is this agent's own or has nothing of it.
      const own = new Set(scope.spans.map((span) => `${span.payer} ${span.from}`))
      const shared = spans.filter((span) => own.has(`${span.payer} ${span.from}`))
      return { scope: { over: 'spans', spans: shared }, conditions }
    }
  }
}

/** Histories show what was accepted; refused items stay findable where they are asked for. */
function restrict(scope: Scope, conditions: PageKey['conditions']): PageKey['conditions'] {
  const history = scope.over === 'payer' || scope.over === 'spans'
  const asked = conditions.accepted !== undefined || conditions.outcomes?.includes('rejected')
  return history && !asked ? { ...conditions, accepted: true } : conditions
}

const settlementPages: Relation<PageKey, Settlement[]> = {
  keyOf: (key) => JSON.stringify(key),
  load: async (keys, context) => {
    const groups = new Map<string, { key: PageKey; index: number }[]>()
    for (const [index, key] of keys.entries()) {
      const shape = JSON.stringify([key.scope.over, key.conditions, key.first, key.after])
      groups.set(shape, [...(groups.get(shape) ?? []), { key, index }])
    }
    const pages: Settlement[][] = keys.map(() => [])
    for (const group of groups.values()) {
      const lists = await loadGroup(
        group.map(({ key }) => key),
        context,
      )
      for (const [place, { index }] of group.entries()) pages[index] = lists[place] ?? []
    }
    return pages
  },
}

async function loadGroup(keys: PageKey[], context: RequestContext): Promise<Settlement[][]> {
  const [head] = keys
  if (!head) return []
  const { database, judged } = context.services
  const judgedTo = head.conditions.outcomes?.includes('pending') ? await judged.get() : -1
  const { conditions, after } = head
  const scopes = keys.map((key) => key.scope)
  const { sql, values } = buildListSql(head.scope.over, scopes, { conditions, after, limit: head.first + 1, judgedTo })
  const rows = await database.query<SettlementRow & { scope: number }>(sql, values)
  const lists: Settlement[][] = keys.map(() => [])
  for (const row of rows) lists[row.scope]?.push(toSettlement(row))
  return lists
}

/** Settlements by id; null where there is none. */
export const settlementById: Relation<string, Settlement | null> = {
  load: async (ids, context) => {
    const sql = `select ${SETTLEMENT_COLUMNS} from settlement s ${LEFT_JOIN_VERDICT} where s.id = any($1::text[])`
    const rows = await context.services.database.query<SettlementRow>(sql, [ids])
    const byId = new Map(rows.map((row) => [row.id, toSettlement(row)]))
    return ids.map((id) => byId.get(id) ?? null)
  },
}
