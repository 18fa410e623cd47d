import { groupByKey, type Relation, type RequestContext } from '../context'
import { badInput } from '../errors'
import { historySpans } from '../link/links'
import type { SettlementFilter } from '../settlement/filter'
import { listSettlements } from '../settlement/page'
import { findNewest } from '../settlement/pages'
import { WINDOW_FROM } from '../settlement/rows'
import type { Settlement } from '../settlement/types'
import { toAuthorRole } from '../trail/trails'
import { type ActionRow, actionsSql, MAX_ACTIONS, toActions } from './actions'
import { committedByAgent } from './commitments'
import { standAgainst } from './stand'
import type { Committed, Strategy, StrategyHash, StrategyOpening, StrategyRecords } from './types'

/** Opened settlements of one answer at most, and where the client does not say. */
const MAX_OPENINGS = 25
export const DEFAULT_OPENINGS = 10
/** Only what was published can speak of a strategy. */
const OPENED: SettlementFilter = { questions: [{ question: 'opening', status: ['pass'] }] }
/** Records read of one settlement, and groups of them that are shown. */
const MAX_RECORDS = 1000
const MAX_GROUPS = 20

/** What an agent named on chain for its strategy. */
export async function readStrategy(context: RequestContext, agent: string): Promise<Strategy> {
  const committed = await context.load(committedByAgent, agent)
  const { commitments, completeFrom, unreadCards } = committed
  return { agent, committed, commitments, complete: completeFrom === 0, unreadCards }
}

/**
 * What the newest opened settlements of an agent's history say of its strategy, against what it had named by then.
 * @param isListed whether of the settlements themselves the listed columns are enough.
 * @throws PublicError BAD_USER_INPUT naming the limit of `first`.
 */
export async function listOpenings(
  context: RequestContext,
  strategy: Strategy,
  first: number,
  isListed: boolean,
): Promise<StrategyOpening[]> {
  if (first < 1 || first > MAX_OPENINGS) throw badInput('first', `1 to ${MAX_OPENINGS}`, String(first))
  const opened = (isListed && (await findOpened(context, strategy.agent, first))) || (await listOpened())
  const openings = await Promise.all(opened.map((settlement) => readOpening(context, settlement, strategy)))
  return openings.filter((opening) => opening !== undefined)

  async function listOpened(): Promise<Settlement[]> {
    const spans = await context.load(historySpans, strategy.agent)
    const scope = { over: 'spans', spans } as const
    return (await listSettlements(context, scope, OPENED, { first, after: null })).nodes
  }
}

/**
 * The newest opened settlements where this request reads the newest of the history anyway, and they are among those;
 * undefined where they have to be looked for.
 */
async function findOpened(context: RequestContext, agent: string, first: number): Promise<Settlement[] | undefined> {
  const newest = await findNewest(context, agent)
  if (newest === undefined) return undefined
  const opened = newest.settlements.filter(({ statuses }) => statuses?.opening === 'pass').slice(0, first)
  return newest.isWhole || opened.length === first ? opened : undefined
}

async function readOpening(
  context: RequestContext,
  settlement: Settlement,
  { agent, committed }: Strategy,
): Promise<StrategyOpening | undefined> {
  const bill = await context.load(openedBill, settlement)
  if (bill === undefined) return undefined
  const { root, author, from_block, groups } = bill
  const authorRole = toAuthorRole(author, settlement)
  const records = groups
    .slice(0, MAX_GROUPS)
    .map((group) => toRecords(group, from_block, settlement, authorRole, committed))
  const truncated = groups.length > MAX_GROUPS || groups.some((group) => group.total > MAX_RECORDS)
  const rows = groups[0]?.actions_named ?? []
  const actions = await toActions(context, agent, rows.slice(0, MAX_ACTIONS))
  const moreActions = groups.reduce((sum, group) => sum + (group.actions ?? 0), 0) > actions.length
  return { settlement, root, author, authorRole, records, truncated, actions, moreActions }
}

function toRecords(
  group: Group,
  fromBlock: number | null,
  settlement: Settlement,
  authorRole: string,
  committed: Committed,
): StrategyRecords {
  const compare = (about: 'system' | 'tools'): StrategyHash => {
    const sha256 = group[about]
    if (group.actions === null) return { sha256: null, standing: 'unread', committed: null }
    if (sha256 === null) return { sha256, standing: 'unnamed', committed: null }
    if (authorRole === 'other') return { sha256, standing: 'stranger', committed: null }
    const commitments = committed.commitments.filter((commitment) => commitment.about === about)
    const window = { from: fromBlock, until: settlement.blockNumber }
    return { sha256, ...standAgainst(sha256, commitments, window, committed.completeFrom) }
  }
  const { records, line, actions } = group
  return { records, line, actions, system: compare('system'), tools: compare('tools') }
}

/** A bill that a file opens, and what the file's records of it name. */
interface OpenedBill {
  root: string
  /** Address that anchored the file. */
  author: string
  /** First block in which an inference of the bill can lie; null where it is not known. */
  from_block: number | null
  groups: Group[]
}

interface Group {
  records: number
  line: number
  actions: number | null
  system: string | null
  tools: string | null
  /** Records read of the bill, one more than the limit where there are more. */
  total: number
  /** What the whole bill names, the same in each group. */
  actions_named: ActionRow[]
}

type GroupRow = Pick<OpenedBill, 'root' | 'author' | 'from_block'> & { place: string } & (Group | { records: null })

/**
 * The file that opens a settlement by the verdict in force, with the bill's records in it: those that name the same hashes
 * together, in the order of the file. Undefined where none opens it.
 */
const openedBill: Relation<Settlement, OpenedBill | undefined> = {
  keyOf: (settlement) => settlement.id,
  load: async (settlements, { services }) => {
    const values = [
      settlements.map(({ verdictId }) => verdictId),
      settlements.map(({ id }) => id),
      ...[MAX_RECORDS + 1, MAX_GROUPS + 1],
      services.network.chainId,
    ]
    const rows = await services.database.query<GroupRow>(OPENED_SQL, values, true)
    const places = settlements.map((_, index) => String(index + 1))
    return groupByKey(places, rows, (row) => row.place).map(toOpenedBill)
  },
}

function toOpenedBill(rows: GroupRow[]): OpenedBill | undefined {
  const [head] = rows
  if (head === undefined) return undefined
  const isGroup = (row: GroupRow): row is Extract<GroupRow, Group> => row.records !== null
  return { root: head.root, author: head.author, from_block: head.from_block, groups: rows.filter(isGroup) }
}

/** Of several who anchored the file the provider comes first, then the payer, then the first. */
const OPENED_SQL = `
select w.place, w.root, w.author, w.from_block, g.*, m.actions as actions_named
from (
  select k.place, s.nonce, ${WINDOW_FROM} as from_block, a.root, a.author
  from unnest($1::bigint[], $2::text[]) with ordinality k(verdict_id, settlement_id, place)
  join settlement s on s.id = k.settlement_id
  join verdicts.current_verdict c on c.settlement_id = k.settlement_id and c.verdict_id = k.verdict_id
  cross join lateral (select root, author from anchor where root = c.opened_by
    order by (author = c.provider) desc, (author = c.payer) desc, block_number, log_index limit 1) a
  where s.nonce is not null) w
left join lateral (
  select count(*)::int as records, min(line) as line, sum(actions)::int as actions, system_sha256 as system,
    tools_sha256 as tools, sum(count(*)) over ()::int as total
  from (select * from verdicts.inference_record where root = w.root and nonce = w.nonce order by line limit $3) r
  group by system_sha256, tools_sha256, actions is null order by min(line) limit $4) g on true
cross join lateral (${actionsSql('$5::bigint', String(MAX_ACTIONS))}) m
order by w.place, g.line`
