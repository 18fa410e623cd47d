import { getFinalHeight } from '../facts/height.js'
import { nextRoundAt } from '../queue/backoff.js'
import { askSent } from './askNodes.js'
import type { TransactionsContext } from './lookUpNamed.js'
import { type CountSentPayload, queueCount } from './queueTransactions.js'

/**
 * Asks how many transactions a wallet had sent by the end of the newest final block, and keeps the answer in the place of the
 * one before. A node that does not answer, or no longer knows that block's state, changes nothing and is asked again.
 */
export async function countSent(
  { pool, nodes, retryBaseSeconds, log }: TransactionsContext,
  { wallet, failed = 0 }: CountSentPayload,
  stop: AbortSignal,
): Promise<void> {
  const height = await getFinalHeight(pool)
  if (height < 0) return
  const answer = await askSent(nodes, wallet, height, stop)
  if (!answer.ok) {
    log.debug({ wallet, outcome: answer.outcome, detail: answer.detail }, 'transactions sent were not counted')
    const again = nextRoundAt(new Date(), failed + 1, retryBaseSeconds, Math.random())
    return queueCount(pool, { wallet, failed: failed + 1 }, again)
  }
  const { account } = answer.value
  await pool.query(
    `insert into verdicts.wallet_count (wallet, account, sent, as_of_block) values ($1, $2, $3, $4)
     on conflict (wallet) do update set account = excluded.account, sent = excluded.sent, as_of_block = excluded.as_of_block,
       asked_at = now()`,
    [wallet, account, answer.value.account === 'plain' ? answer.value.sent : null, height],
  )
}
