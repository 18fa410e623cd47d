import type { Hex } from '@touchstone/verify'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Queryable } from '../database.js'
import { getFinalHeight } from '../facts/height.js'
import { nextRoundAt } from '../queue/backoff.js'
import { askTransactions, BATCH, type ChainNodes, type TimedLook } from './askNodes.js'
import { findNextDue, listDue } from './dueRows.js'
import { type LookUpNamedPayload, queueLookUp, type TransactionTerms } from './queueTransactions.js'

export interface TransactionsContext extends TransactionTerms {
  pool: pg.Pool
  nodes: ChainNodes
  log: Logger
}

/**
 * Asks a node of the network about the transactions that a file names and keeps what it says. A node that does not answer
 * changes nothing; it is asked again after the base pause, doubling up to a day.
 */
export async function lookUpNamed(
  context: TransactionsContext,
  { root, failed = 0 }: LookUpNamedPayload,
  stop: AbortSignal,
): Promise<void> {
  const { pool, log } = context
  const due = await listDue(pool, context, root)
  for (let at = 0; at < due.length; at += BATCH) {
    // Read before the node is asked: what it says of a block that was final by then stays.
    const height = await getFinalHeight(pool)
    const answer = await askTransactions(context.nodes, due.slice(at, at + BATCH), stop)
    if (!answer.ok) {
      log.debug({ root, outcome: answer.outcome, detail: answer.detail }, 'named transactions were not looked up')
      const again = nextRoundAt(new Date(), failed + 1, context.retryBaseSeconds, Math.random())
      return queueLookUp(pool, { root, failed: failed + 1 }, again)
    }
    for (const [hash, look] of answer.value) await keepLook(pool, hash, look, height)
  }
  const next = await findNextDue(pool, context, root)
  if (next !== undefined) await queueLookUp(pool, { root }, next)
}

async function keepLook(db: Queryable, hash: Hex, look: TimedLook, height: number): Promise<void> {
  const mined = look.status === 'mined' ? look : undefined
  await db.query(
    `insert into verdicts.transaction_look as t (tx_hash, status, sender, recipient, nonce, reverted, block_number, block_hash,
       block_time, final)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (tx_hash) do update set status = excluded.status, sender = excluded.sender, recipient = excluded.recipient,
       nonce = excluded.nonce, reverted = excluded.reverted, block_number = excluded.block_number,
       block_hash = excluded.block_hash, block_time = excluded.block_time, final = excluded.final, looked_at = now(),
       rounds = case when t.status = excluded.status then t.rounds + 1 else 1 end
     where not t.final`,
    [
      ...[hash, look.status, mined?.sender ?? null, mined?.recipient ?? null, mined?.nonce ?? null],
      ...[mined?.reverted ?? null, mined?.blockNumber ?? null, mined?.blockHash ?? null],
      ...[mined ? new Date(mined.blockTime) : null, mined !== undefined && mined.blockNumber <= height],
    ],
  )
}
