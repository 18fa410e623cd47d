import { intervals, intervalsOf } from '../agent/intervals'
import type { RequestContext } from '../context'
import { historySpans } from '../link/links'
import { covers, positionOf } from '../link/spans'
import type { StrategyAction } from './transactionTypes'

/** Actions shown of one bill. */
export const MAX_ACTIONS = 20

/** A named transaction as the statement gives it; numbers of any size and times are text. */
export interface ActionRow extends Omit<StrategyAction, 'createdAt' | 'blockTime' | 'lookedAt' | 'senderRole'> {
  createdAt: string
  blockTime: string | null
  lookedAt: string | null
}

/**
 * SQL: whether a named transaction `n`, mined as `t`, came after its inference, which lies in no block before `from_block` of `w`.
 * When within its window the inference was made stands in no block but in `created_at` alone, the word of the file's
 * author; a block's time counts whole seconds, so that within one second nothing is told.
 */
export const orderSql = (chain: string) => `case
  when t.status is distinct from 'mined' or n.chain_id <> ${chain} then null
  when w.from_block is null then 'undecided'
  when t.block_number <= w.from_block then 'before'
  when t.block_time >= n.created_at then 'after'
  when t.block_time + interval '1 second' > n.created_at then 'undecided'
  else 'before' end`

/** SQL: what is known of a named transaction `n`, looked at as `t`. */
export const stateSql = (chain: string) =>
  `case when n.chain_id <> ${chain} then 'other-chain' else coalesce(t.status, 'waiting') end`

/** SQL: the transactions that a bill `w` names, by root, nonce and from_block, as one JSON list in the file's order. */
export const actionsSql = (chain: string, limit: string) => `
  select coalesce(json_agg(json_build_object('line', line, 'chainId', chain_id::text, 'txHash', tx_hash, 'createdAt', created_at,
    'state', state, 'sender', sender, 'recipient', recipient, 'nonce', nonce::text, 'reverted', reverted,
    'blockNumber', block_number, 'blockTime', block_time, 'finality',
    case when block_number is not null then case when final then 'final' else 'hot' end end, 'lookedAt', looked_at,
    'order', placed) order by line, position), '[]') as actions
  from (select n.line, n.position, n.chain_id, n.tx_hash, n.created_at, t.sender, t.recipient, t.nonce, t.reverted,
      t.block_number, t.block_time, t.final, t.looked_at, ${stateSql(chain)} as state, ${orderSql(chain)} as placed
    from verdicts.named_transaction n left join verdicts.transaction_look t
      on t.tx_hash = n.tx_hash and n.chain_id = ${chain}
    where n.root = w.root and n.nonce = w.nonce order by n.line, n.position limit ${limit}) a`

/** The actions of a bill with what their senders were to the agent in the block of each. */
export async function toActions(
  context: RequestContext,
  agent: string,
  rows: readonly ActionRow[],
): Promise<StrategyAction[]> {
  const isSent = rows.some((row) => row.sender !== null)
  const wallets = isSent ? await context.load(intervals, intervalsOf('wallet', agent, null)) : []
  const spans = isSent ? await context.load(historySpans, agent) : []
  const roleAt = (address: string, block: number) => {
    const holds = ({ fromBlock, toBlock }: (typeof wallets)[number]) =>
      fromBlock <= block && (toBlock === null || toBlock > block)
    if (wallets.some((one) => one.address === address && holds(one))) return 'wallet'
    const own = spans.filter((span) => span.payer === address)
    return covers(own, positionOf(block, 0), positionOf(block, Number.MAX_SAFE_INTEGER)) ? 'payer' : 'other'
  }
  return rows.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    blockTime: toDate(row.blockTime),
    lookedAt: toDate(row.lookedAt),
    senderRole: row.sender === null || row.blockNumber === null ? null : roleAt(row.sender, row.blockNumber),
  }))
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
