import { QUESTIONS, type QuestionId, type Status } from '@touchstone/verify'
import { finalityOf } from '../words/finality'
import { type Asked, listAskedFields } from '../words/selection'
import { Settlement } from './types'

/**
 * A verdict counts while its settlement still sits in the block that was judged: after a reorganisation the settlement
 * waits again. As a CASE, because the planner would take the equal hashes for a coincidence that leaves almost no row,
 * and then sort a whole table for one page.
 */
const STILL_THERE = 'case when v.block_hash = s.block_hash then true else false end'

/** The verdict `c`, `v` in force for a settlement `s`. */
export const JOIN_VERDICT = `
  join verdicts.current_verdict c on c.settlement_id = s.id
  join verdicts.verdict v on v.id = c.verdict_id and ${STILL_THERE}`

/** The same where a settlement without verdict is wanted too. */
export const LEFT_JOIN_VERDICT = `
  left join (verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id)
    on c.settlement_id = s.id and ${STILL_THERE}`

/** First block in which a billed inference can lie: no bill covers what came before the account was first funded. */
export const WINDOW_FROM = `coalesce(s.window_from_block, (
    select min(a.block_number) from account_change a
    where a.account_id = s.contract || '-' || s.payer || '-' || s.provider and a.cause = 'deposit-or-refund'
      and a.block_number <= s.block_number))`

/** How much of a settlement is read: what tells it apart and how it was judged, what most lists show, or all of it. */
export type Width = 'short' | 'listed' | 'all'

/** Columns of a settlement `s` with its verdict `c`, `v` (which may be null), for a short list. */
const SHORT_COLUMNS = `
  s.id, s.n, s.payer, s.provider, s.settled_amount as amount, s.block_number as "blockNumber", s.block_time as "blockTime",
  case when not s.accepted then 'rejected' else coalesce(v.outcome, 'pending') end as outcome,
  v.id as "verdictId", ${QUESTIONS.map((question) => `v.${question} as "${question}Status"`).join(', ')}`

/** What most lists show. */
const LISTED_COLUMNS = `${SHORT_COLUMNS},
  s.accepted, s.tx_hash as "txHash", s.log_index as "logIndex", s.service_id as "serviceId", v.fault as "verdictFault",
  ${finalityOf('s.block_number')}`

/** All of them. */
export const SETTLEMENT_COLUMNS = `${LISTED_COLUMNS},
  s.named_provider as "namedProvider", s.status, s.total_fee as "totalFee", s.unsettled_amount as "unsettledAmount",
  s.requests_hash as "requestsHash", s.nonce, s.signature, s.signer, s.signer_acknowledged as "signerAcknowledged",
  s.calldata, s.fund_spent as "fundSpent", s.balance_before as "balanceBefore", s.balance_after as "balanceAfter",
  s.previous_nonce as "previousNonce", s.contract, ${WINDOW_FROM} as "windowFromBlock",
  s.block_hash as "blockHash", s.tx_from as "txFrom"`

export const COLUMNS: Record<Width, string> = { short: SHORT_COLUMNS, listed: LISTED_COLUMNS, all: SETTLEMENT_COLUMNS }

/** Fields of a settlement that need none but the columns of a short list. */
const SHORT_FIELDS = new Set(
  '__typename id n payer provider amount blockNumber blockTime outcome questions doesNotProve'.split(' '),
)
/** Those that need none but the listed columns. */
const LISTED_FIELDS = new Set([
  ...SHORT_FIELDS,
  ...'accepted txHash logIndex finality sentence fault verdict verdicts service payerPage providerPage'.split(' '),
])

/** What a list of settlements is asked for, by the document's own list of fields: the same one comes with every request. */
const widths = new WeakMap<object, Width>()

/** Where the settlements of a connection lie below its field. */
const OF_CONNECTION = [['nodes'], ['edges', 'node']]

/**
 * How much is asked of the settlements below a field.
 * @param paths names of fields down to them, always the same for one field.
 */
export function widthOf(asked: Asked, paths: readonly string[][] = OF_CONNECTION): Width {
  const known = widths.get(asked.fieldNodes)
  if (known !== undefined) return known
  const fields = [...listAskedFields(asked, paths)]
  const isWithin = (names: ReadonlySet<string>) => fields.every((field) => names.has(field))
  const width = isWithin(SHORT_FIELDS) ? 'short' : isWithin(LISTED_FIELDS) ? 'listed' : 'all'
  widths.set(asked.fieldNodes, width)
  return width
}

/** Enough for both. */
export function widest(one: Width, other: Width): Width {
  if (one === 'all' || other === 'all') return 'all'
  return one === 'listed' || other === 'listed' ? 'listed' : 'short'
}

/** A row as PostgreSQL gives it: the status columns lie flat, and apart from the fact that is called `signature` too. */
export type SettlementRow = Omit<Settlement, 'statuses'> & Record<`${QuestionId}Status`, string | null>

/**
 * Gathers the six status columns; the rest of the row is the settlement. An instance of its class, since the fields that are
 * computed would each copy anything else into one.
 */
export function toSettlement(row: SettlementRow): Settlement {
  const settlement = Object.assign(new Settlement(), row)
  settlement.statuses = row.verdictId === null ? null : toStatuses(row)
  return settlement
}

/** Written out: a name that is put together for each column of each row is looked up anew, which costs more than the row. */
function toStatuses(row: SettlementRow): Settlement['statuses'] {
  return {
    payment: row.paymentStatus as Status,
    signature: row.signatureStatus as Status,
    opening: row.openingStatus as Status,
    content: row.contentStatus as Status,
    enclave: row.enclaveStatus as Status,
    workload: row.workloadStatus as Status,
  }
}
