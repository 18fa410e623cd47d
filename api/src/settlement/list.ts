import type { CursorKey } from '../connection/cursor'
import { atSql, withinSql } from '../link/positions'
import type { ShownOutcome } from '../words/words'
import { type Bind, buildRange, buildWhere } from './conditions'
import type { Conditions } from './filter'
import { behindSql, isByAmount, type OrderColumns, orderSql, type SettlementOrder } from './order'
import { COLUMNS, JOIN_VERDICT, LEFT_JOIN_VERDICT, WINDOW_FROM, type Width } from './rows'

/** Which settlements a list is over: all, one party's, or a payer's within [from, to) positions with their whole window. */
export type Scope =
  | { over: 'all' }
  | { over: 'payer'; address: string }
  | { over: 'provider'; address: string }
  | { over: 'model'; model: string }
  /** `agent`: whose whole history the spans are. */
  | { over: 'spans'; spans: { payer: string; from: number; to: number }[]; agent?: string }

export interface ListRequest {
  conditions: Omit<Conditions, 'agent'>
  order: SettlementOrder
  after: CursorKey | undefined
  /** Rows per scope, one more than the page shows. */
  limit: number
  /** Height up to which nothing waits for a verdict. */
  judgedTo: number
  width: Width
}

export interface ListSql {
  sql: string
  values: unknown[]
}

const columnsOf = (alias: string): OrderColumns => ({
  amount: `${alias}.amount`,
  block: `${alias}.block_number`,
  n: `${alias}.n`,
  id: `${alias}.id`,
})

/**
 * One statement that lists settlements in an order for many scopes of the same kind, each with its own limit.
 * Every outcome asked for is a branch of its own, so that each walks the index that fits it and stops at the limit.
 * @returns rows with `scope`, the index of the scope that they belong to.
 */
export function buildListSql(kind: Scope['over'], scopes: Scope[], request: ListRequest): ListSql {
  const values: unknown[] = []
  const bind: Bind = (value, type) => `$${values.push(value)}::${type}`
  const { order, conditions, after } = request
  // Written out: a plan that is kept must know how few rows are wanted.
  const limit = `${request.limit}`
  const source = buildSource(kind, scopes, bind)
  // Bound once for each table that says the parties, and only where a branch asks it: a value that nothing names is refused.
  const bound: Partial<Record<'s' | 'c', string[]>> = {}
  const whereBy = (parties: 's' | 'c') => {
    bound[parties] ??= [...source.where(parties), ...buildWhere(conditions, bind, parties)]
    return bound[parties]
  }
  const isNarrow = kind !== 'all' || buildWhere(conditions, () => '').length > 0
  const narrow = { isNarrow, isOfProvider: isOfProvider(kind, conditions) }
  const built = buildBranches(request, narrow, bind)
  const conditionsOf = ({ where: own, columns, parties }: Branch) => {
    const behind = after ? behindSql(order, columns, after, bind) : []
    return [...whereBy(parties ?? 's'), ...own, ...buildRange(conditions, columns.block, bind), ...behind]
  }
  const shown = COLUMNS[request.width]
  // A walk of the settlements alone shows its rows as it comes by them: nothing to rank, and no second look at each.
  const [only] = built
  if (kind === 'all' && built.length === 1 && only?.columns === OF_SETTLEMENT && only.join === '') {
    const sql = `select 0 as scope, ${shown} from settlement s ${LEFT_JOIN_VERDICT}
      where ${conditionsOf(only).join(' and ') || 'true'} order by ${orderSql(order, only.columns)} limit ${limit}`
    return { sql, values }
  }
  const branches = built.map((branch) => {
    const { join, columns } = branch
    const all = conditionsOf(branch)
    const rows = `select s.ctid as at, s.id, s.block_number, s.n, s.settled_amount as amount from settlement s ${join}
      where ${all.join(' and ') || 'true'} order by ${orderSql(order, columns)} limit ${limit}`
    return source.lateral ? `(select x.* from ${source.lateral} cross join lateral (${rows}) x)` : `(${rows})`
  })
  // A row that a branch has found is taken from where it lies, and not looked up by its id again.
  const page = `select * from (${branches.join(' union all ')}) b order by ${orderSql(order, columnsOf('b'))} limit ${limit}`
  const sql = `
    select p.scope, ${shown}
    from (
      select * from (
        select r.scope, b.at, row_number() over (partition by r.scope order by ${orderSql(order, columnsOf('b'))}) as place
        from ${source.from} cross join lateral (${page}) b
      ) ranked where place <= ${limit}
    ) p
    join settlement s on s.ctid = p.at ${LEFT_JOIN_VERDICT}
    order by p.scope, ${orderSql(order, { ...columnsOf('s'), amount: 's.settled_amount' })}`
  return { sql, values }
}

interface Source {
  /** The rows `r` that the list is made for: one a scope, or one a span. */
  from: string
  /** By the table whose columns say payer and provider. */
  where(parties: 's' | 'c'): string[]
  /** Rows that a branch is walked for, each by itself. */
  lateral?: string
}

function buildSource(kind: Scope['over'], scopes: Scope[], bind: Bind): Source {
  const keysFrom = (keys: string[], name: string) =>
    `(select (o - 1)::int as scope, ${name} from unnest(${bind(keys, 'text[]')}) with ordinality u(${name}, o)) r`
  switch (kind) {
    case 'all':
      return { from: '(values (0)) r(scope)', where: () => [] }
    case 'payer':
    case 'provider': {
      const addresses = scopes.flatMap((scope) => (scope.over === kind ? [scope.address] : []))
      return { from: keysFrom(addresses, 'address'), where: (parties) => [`${parties}.${kind} = r.address`] }
    }
    case 'model': {
      const models = scopes.flatMap((scope) => (scope.over === kind ? [scope.model] : []))
      // A walk for each revision: the newest of many services lie in no one index.
      const lateral = '(select id from service_revision where model = r.model) v_of'
      return { from: keysFrom(models, 'model'), where: () => ['s.service_id = v_of.id'], lateral }
    }
    case 'spans': {
      const { from, where } = buildSpans(scopes, bind)
      return { from, where: () => where }
    }
  }
}

/** Settlements `s` within spans, from rows `r` of which each is a span. */
export function buildSpans(scopes: Scope[], bind: Bind): { from: string; where: string[] } {
  const spans = scopes.flatMap((scope, index) =>
    scope.over === 'spans' ? scope.spans.map((span) => ({ ...span, index })) : [],
  )
  const column = (type: string, of: (span: (typeof spans)[number]) => unknown) => bind(spans.map(of), type)
  const columns = [
    column('int[]', (span) => span.index),
    column('text[]', (span) => span.payer),
    column('bigint[]', (span) => span.from),
    column('bigint[]', (span) => span.to),
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

interface Branch {
  join: string
  where: string[]
  /** Columns of the table whose index is walked. */
  columns: OrderColumns
  /** The table that says whose it is; the settlement's otherwise. */
  parties?: 'c'
}

const OF_SETTLEMENT: OrderColumns = { ...columnsOf('s'), amount: 's.settled_amount' }
/** Those that wait are kept by themselves, with their block. */
const OF_WAITING: OrderColumns = { ...OF_SETTLEMENT, block: 'w.block_number' }
/** As a CASE, because the planner would expect no row without a verdict, and read and sort all of them for one page. */
const WITHOUT_VERDICT = 'case when v.id is null then true else false end'
/** The projection of the verdicts in force repeats block and amount of what was judged. */
const OF_VERDICT: OrderColumns = { ...OF_SETTLEMENT, amount: 'c.amount', block: 'c.block_number' }

interface Narrowing {
  isNarrow: boolean
  /** Whether the list is over a provider, and nothing narrower is asked for. */
  isOfProvider: boolean
}

/** Not of a payer: most have few settlements, so that a plan made for all payers would sort all that a large one has. */
function isOfProvider(kind: Scope['over'], conditions: ListRequest['conditions']): boolean {
  const { payer, provider, txHash, requestsHash, model } = conditions
  if ((payer ?? txHash ?? requestsHash ?? model) !== undefined) return false
  return kind === 'provider' || (kind === 'all' && provider !== undefined)
}

/** A branch for each outcome; one where none is asked for. */
function buildBranches({ conditions, judgedTo, order }: ListRequest, narrow: Narrowing, bind: Bind): Branch[] {
  const { outcomes, questions } = conditions
  const statuses = (questions ?? []).map(({ question, status }) =>
    status.length === 1
      ? `c.${question} = ${bind(status[0], 'text')}`
      : `c.${question} = any(${bind(status, 'text[]')})`,
  )
  if (!outcomes) {
    if (statuses.length === 0) return [{ join: '', where: [], columns: OF_SETTLEMENT }]
    const columns = narrow.isNarrow || isByAmount(order) ? OF_SETTLEMENT : OF_VERDICT
    return [{ join: JOIN_VERDICT, where: ['s.accepted', ...statuses], columns }]
  }
  const judged = outcomes.filter(
    (outcome) => statuses.length === 0 || (outcome !== 'rejected' && outcome !== 'pending'),
  )
  return judged.map((outcome) => buildOutcome(outcome, { judgedTo, order, ...narrow, statuses }, bind))
}

interface BranchRules extends Narrowing {
  judgedTo: number
  order: SettlementOrder
  statuses: string[]
}

function buildOutcome(
  outcome: ShownOutcome,
  { judgedTo, order, isNarrow, isOfProvider, statuses }: BranchRules,
  bind: Bind,
): Branch {
  switch (outcome) {
    case 'rejected':
      return { join: '', where: ['not s.accepted'], columns: OF_SETTLEMENT }
    case 'pending': {
      const where = ['s.accepted', WITHOUT_VERDICT]
      const join = `join derived.waiting w on w.settlement_id = s.id ${LEFT_JOIN_VERDICT}`
      if (!isNarrow) return { join, where, columns: isByAmount(order) ? OF_SETTLEMENT : OF_WAITING }
      where.push(`s.block_number > ${bind(judgedTo, 'int')}`)
      return { join: LEFT_JOIN_VERDICT, where, columns: OF_SETTLEMENT }
    }
    default: {
      const where = ['s.accepted', `c.outcome = ${bind(outcome, 'text')}`, ...statuses]
      if (!isOfProvider || isByAmount(order))
        return { join: JOIN_VERDICT, where, columns: isNarrow ? OF_SETTLEMENT : OF_VERDICT }
      // Asked of the verdict alone: said of both, the planner takes the two for independent, expects no rows and sorts all.
      return { join: JOIN_VERDICT, where, columns: OF_VERDICT, parties: 'c' }
    }
  }
}
