import { groupByKey, type Relation, type RequestContext } from '../context'
import { badInput } from '../errors'
import { historySpans } from '../link/links'
import type { SettlementFilter } from '../settlement/filter'
import { listSettlements } from '../settlement/page'
import type { Settlement } from '../settlement/types'
import { trailsBySettlement } from '../trail/trails'
import type { Trail } from '../trail/types'
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
 * @throws PublicError BAD_USER_INPUT naming the limit of `first`.
 */
export async function listOpenings(
  context: RequestContext,
  strategy: Strategy,
  first: number,
): Promise<StrategyOpening[]> {
  if (first < 1 || first > MAX_OPENINGS) throw badInput('first', `1 to ${MAX_OPENINGS}`, String(first))
  const spans = await context.load(historySpans, strategy.agent)
  const { nodes } = await listSettlements(context, { over: 'spans', spans }, OPENED, { first, after: null })
  const openings = await Promise.all(nodes.map((settlement) => readOpening(context, settlement, strategy)))
  return openings.filter((opening) => opening !== undefined)
}

async function readOpening(
  context: RequestContext,
  settlement: Settlement,
  { agent, committed }: Strategy,
): Promise<StrategyOpening | undefined> {
  const opened = (await context.load(trailsBySettlement, settlement)).find((trail) => trail.opensBill)
  if (!opened || settlement.nonce === null) return undefined
  const { root, author, authorRole } = opened
  const { nonce, windowFromBlock } = settlement
  const groups = await context.load(groupsOfBill, { root, nonce, windowFromBlock })
  const records = groups.slice(0, MAX_GROUPS).map((group) => toRecords(group, settlement, opened, committed))
  const truncated = groups.length > MAX_GROUPS || groups.some((group) => group.total > MAX_RECORDS)
  const rows = groups[0]?.actions_named ?? []
  const actions = await toActions(context, agent, rows.slice(0, MAX_ACTIONS))
  const moreActions = groups.reduce((sum, group) => sum + (group.actions ?? 0), 0) > actions.length
  return { settlement, root, author, authorRole, records, truncated, actions, moreActions }
}

function toRecords(group: Group, settlement: Settlement, trail: Trail, committed: Committed): StrategyRecords {
  const compare = (about: 'system' | 'tools'): StrategyHash => {
    const sha256 = group[about]
    if (group.actions === null) return { sha256: null, standing: 'unread', committed: null }
    if (sha256 === null) return { sha256, standing: 'unnamed', committed: null }
    if (trail.authorRole === 'other') return { sha256, standing: 'stranger', committed: null }
    const commitments = committed.commitments.filter((commitment) => commitment.about === about)
    const window = { from: settlement.windowFromBlock, until: settlement.blockNumber }
    return { sha256, ...standAgainst(sha256, commitments, window, committed.completeFrom) }
  }
  const { records, line, actions } = group
  return { records, line, actions, system: compare('system'), tools: compare('tools') }
}

interface BillKey {
  root: string
  nonce: string
  windowFromBlock: number | null
}

interface Group {
  place: string
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

/** Records of a bill in one file, those that name the same hashes together, in the order of the file. */
const groupsOfBill: Relation<BillKey, Group[]> = {
  keyOf: ({ root, nonce }) => `${root} ${nonce}`,
  load: async (keys, { services }) => {
    const values = [
      keys.map(({ root }) => root),
      keys.map(({ nonce }) => nonce),
      ...[MAX_RECORDS + 1, MAX_GROUPS + 1],
      keys.map(({ windowFromBlock }) => windowFromBlock),
      services.network.chainId,
    ]
    const rows = await services.database.query<Group & Record<string, unknown>>(GROUPS_SQL, values, true)
    const places = keys.map((_, index) => String(index + 1))
    return groupByKey(places, rows, (row) => row.place)
  },
}

const GROUPS_SQL = `
select w.place, g.*, m.actions as actions_named
from unnest($1::text[], $2::numeric[], $5::int[]) with ordinality w(root, nonce, from_block, place)
cross join lateral (
  select count(*)::int as records, min(line) as line, sum(actions)::int as actions, system_sha256 as system,
    tools_sha256 as tools, sum(count(*)) over ()::int as total
  from (select * from verdicts.inference_record where root = w.root and nonce = w.nonce order by line limit $3) r
  group by system_sha256, tools_sha256, actions is null order by min(line) limit $4) g
cross join lateral (${actionsSql('$6::bigint', String(MAX_ACTIONS))}) m`
