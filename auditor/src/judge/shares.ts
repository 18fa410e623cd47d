import { type Outcome, QUESTIONS, type QuestionId, type Status } from '@touchstone/verify'
import type pg from 'pg'
import { inTransaction, prepared, type Queryable } from '../database.js'

/** What a settlement adds to the shares under the verdict in force. */
export interface Share {
  payer: string
  provider: string
  /** Start of the hour in which the settlement's block lies. */
  hour: Date
  /** Neuron that moved. */
  amount: bigint
  outcome: Outcome
  statuses: Record<QuestionId, Status>
}

/**
 * Moves one settlement from its old place in the shares to its new one. Refused items have no place: anyone can name
 * anyone in them. Rows are written in the order of their key, so that two judgements cannot wait for each other.
 */
export async function moveShare(db: Queryable, from: Share | undefined, to: Share | undefined): Promise<void> {
  const rows = [...toRows(from, -1n), ...toRows(to, 1n)]
  if (rows.length === 0) return
  const values = [
    rows.map((row) => row.payer),
    rows.map((row) => row.provider),
    rows.map((row) => row.hour),
    rows.map((row) => row.question),
    rows.map((row) => row.status),
    rows.map((row) => row.settlements.toString()),
    rows.map((row) => row.amount.toString()),
  ]
  const moved = `select payer, provider, hour, question, status, sum(settlements) as settlements, sum(amount) as amount
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::bigint[], $7::numeric[])
      as m (payer, provider, hour, question, status, settlements, amount)
    group by payer, provider, hour, question, status
    having sum(settlements) <> 0 or sum(amount) <> 0`
  await db.query(
    prepared(
      `insert into verdicts.share_rollup as r (payer, provider, hour, question, status, settlements, amount)
     ${moved} order by payer, provider, hour, question, status
     on conflict (payer, provider, hour, question, status) do update
     set settlements = r.settlements + excluded.settlements, amount = r.amount + excluded.amount`,
      values,
    ),
  )
  await db.query(
    prepared(
      `delete from verdicts.share_rollup r using (${moved}) m
     where r.settlements = 0 and (r.payer, r.provider, r.hour, r.question, r.status)
       = (m.payer, m.provider, m.hour, m.question, m.status)`,
      values,
    ),
  )
}

function toRows(share: Share | undefined, sign: 1n | -1n) {
  if (!share || share.outcome === 'rejected') return []
  const { payer, provider, hour, amount, statuses } = share
  return QUESTIONS.map((question) => ({
    payer,
    provider,
    hour,
    question,
    status: statuses[question],
    settlements: sign,
    amount: sign * amount,
  }))
}

/** Makes the shares anew from the verdicts in force, by hour and by day. Judgements wait meanwhile. */
export async function rebuildShares(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, async (db) => {
    await db.query('select verdicts.rebuild_days()')
    await db.query('lock table verdicts.share_rollup in exclusive mode')
    await db.query('delete from verdicts.share_rollup')
    await db.query(
      `insert into verdicts.share_rollup (payer, provider, hour, question, status, settlements, amount)
       select c.payer, c.provider, c.hour, q.question, q.status, count(*), sum(c.amount)
       from verdicts.current_verdict c
       cross join lateral (values ('payment', c.payment), ('signature', c.signature), ('opening', c.opening),
         ('content', c.content), ('enclave', c.enclave), ('workload', c.workload)) q (question, status)
       where c.outcome <> 'rejected'
       group by 1, 2, 3, 4, 5`,
    )
  })
}
