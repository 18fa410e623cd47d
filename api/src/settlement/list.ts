import { atSql, withinSql } from '../link/positions'
import type { ShownOutcome } from '../words/words'
import type { Conditions } from './filter'
import { JOIN_VERDICT, LEFT_JOIN_VERDICT, SETTLEMENT_COLUMNS, WINDOW_FROM } from './rows'

/** Which settlements a list is over: all, one party's, or a payer's within [from, to) positions with their whole window. */
export type Scope =
  | { over: 'all' }
  | { over: 'payer'; address: string }
  | { over: 'provider'; address: string }
  | { over: 'spans'; spans: { payer: string; from: number; to: number }[] }

/** The position after which a page begins: block, n, id. */
export type Position = [number, number, string]

export interface ListRequest {
  conditions: Omit<Conditions, 'agent'>
  after: Position | undefined
  /** Rows per scope, one more than the page shows. */
  limit: number
  /** Height up to which nothing waits for a verdict. */
  judgedTo: number
}

export interface ListSql {
  sql: string
  values: unknown[]
}

/** Collects values and gives their placeholders. */
class Values {
  readonly list: unknown[] = []
  add(value: unknown, type: string): string {
    this.list.push(value)
    return `$${this.list.length}::${type}`
  }
}

const ORDER = 'block_number desc, n desc, id desc'

/**
 * One statement that lists settlements newest first for many scopes of the same kind, each with its own limit.
 * Every outcome asked for is a branch of its own, so that each walks the index that fits it and stops at the limit.
 * @returns rows with `scope`, the index of the scope that they belong to.
 */
export function buildListSql(kind: Scope['over'], scopes: Scope[], request: ListRequest): ListSql {
  const values = new Values()
  const limit = values.add(request.limit, 'int')
  const source = buildSource(kind, scopes, values)
  const where = [...source.where, ...buildWhere(request.conditions, values)]
  const isNarrow = where.length > 0
  const branches = buildOutcomes(request, isNarrow, values).map((branch) => {
    const own = [...where, ...branch.where, ...buildAfter(request.after, branch.block, values)]
    return `(select s.id, s.block_number, s.n from settlement s ${branch.join}
      where ${own.join(' and ') || 'true'}
      order by ${branch.block} desc, s.n desc, s.id desc limit ${limit})`
  })
  const page = `select * from (${branches.join(' union all ')}) b order by ${ORDER} limit ${limit}`
  const sql = `
    select p.scope, ${SETTLEMENT_COLUMNS}
    from (
      select * from (
        select r.scope, b.id, row_number() over (partition by r.scope order by b.block_number desc, b.n desc, b.id desc) as place
        from ${source.from} cross join lateral (${page}) b
      ) ranked where place <= ${limit}
    ) p
    join settlement s on s.id = p.id ${LEFT_JOIN_VERDICT}
    order by p.scope, s.block_number desc, s.n desc, s.id desc`
  return { sql, values: values.list }
}

/** The rows `r` that the list is made for: one a scope, or one a span. */
function buildSource(kind: Scope['over'], scopes: Scope[], values: Values): { from: string; where: string[] } {
  switch (kind) {
    case 'all':
      return { from: '(values (0)) r(scope)', where: [] }
    case 'payer':
    case 'provider': {
      const addresses = scopes.flatMap((scope) => (scope.over === kind ? [scope.address] : []))
      const keys = values.add(addresses, 'text[]')
      return {
        from: `(select (o - 1)::int as scope, address from unnest(${keys}) with ordinality u(address, o)) r`,
        where: [`s.${kind} = r.address`],
      }
    }
    case 'spans': {
      const spans = scopes.flatMap((scope, index) =>
        scope.over === kind ? scope.spans.map((span) => ({ ...span, index })) : [],
      )
      const columns = [
        values.add(
          spans.map((span) => span.index),
          'int[]',
        ),
        values.add(
          spans.map((span) => span.payer),
          'text[]',
        ),
        values.add(
          spans.map((span) => span.from),
          'bigint[]',
        ),
        values.add(
          spans.map((span) => span.to),
          'bigint[]',
        ),
      ]
      return {
        from: `(select * from unnest(${columns.join(', ')}) u(scope, address, from_at, to_at)) r`,
        where: [
          `s.payer = r.address and ${withinSql('r')}`,
          // A refused item proves no inference, so it has no window to lie inside.
          `(not s.accepted or ${atSql(WINDOW_FROM, '0')} >= r.from_at)`,
        ],
      }
    }
  }
}

function buildWhere(conditions: ListRequest['conditions'], values: Values): string[] {
  const where: string[] = []
  if (conditions.payer) where.push(`s.payer = ${values.add(conditions.payer, 'text')}`)
  if (conditions.provider) where.push(`s.provider = ${values.add(conditions.provider, 'text')}`)
  if (conditions.requestsHash) where.push(`s.requests_hash = ${values.add(conditions.requestsHash, 'text')}`)
  if (conditions.txHash) where.push(`s.tx_hash = ${values.add(conditions.txHash, 'text')}`)
  if (conditions.accepted !== undefined) where.push(conditions.accepted ? 's.accepted' : 'not s.accepted')
  return where
}

/** Rows behind the cursor's; the first comparison bounds the index, whichever table's it is. */
function buildAfter(after: Position | undefined, blockColumn: string, values: Values): string[] {
  if (!after) return []
  const [block, n, id] = [values.add(after[0], 'int'), values.add(after[1], 'int'), values.add(after[2], 'varchar')]
  return [`${blockColumn} <= ${block}`, `(${blockColumn}, s.n, s.id) < (${block}, ${n}, ${id})`]
}

interface Branch {
  join: string
  where: string[]
  /** Column that orders by block: of the table whose index is walked. */
  block: 's.block_number' | 'c.block_number'
}

/** A branch for each outcome; one unrestricted branch where none is asked for. */
function buildOutcomes({ conditions, judgedTo }: ListRequest, isNarrow: boolean, values: Values): Branch[] {
  if (!conditions.outcomes) return [{ join: '', where: [], block: 's.block_number' }]
  return conditions.outcomes.map((outcome) => buildOutcome(outcome, judgedTo, isNarrow, values))
}

function buildOutcome(outcome: ShownOutcome, judgedTo: number, isNarrow: boolean, values: Values): Branch {
  switch (outcome) {
    case 'rejected':
      return { join: '', where: ['not s.accepted'], block: 's.block_number' }
    case 'pending': {
      const where = ['s.accepted', 'v.id is null', `s.block_number > ${values.add(judgedTo, 'int')}`]
      return { join: LEFT_JOIN_VERDICT, where, block: 's.block_number' }
    }
    default: {
      const where = ['s.accepted', `c.outcome = ${values.add(outcome, 'text')}`]
      return { join: JOIN_VERDICT, where, block: isNarrow ? 's.block_number' : 'c.block_number' }
    }
  }
}
