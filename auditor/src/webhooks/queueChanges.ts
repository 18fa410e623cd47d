import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'
import type { Webhook } from './config.js'

/** Task identifier in graphile_worker. */
export const DELIVER_WEBHOOK = 'deliver_webhook'

/** A message to be delivered. */
export interface DeliverWebhookPayload {
  delivery: string
}

/** What a message says about where it is from. */
export interface Origin {
  name: string
  chainId: number
  /** Payers that are linked to nobody. */
  routers: readonly string[]
}

/** A job that ends without its message delivered or put off is missed by this; what is overdue is queued anew. */
const OVERDUE = `interval '5 minutes'`
const MAX_ATTEMPTS = 25

const job = (
  id: string,
  runAt: string,
) => `row('${DELIVER_WEBHOOK}', json_build_object('delivery', ${id}), null, ${runAt},
  ${MAX_ATTEMPTS}, '${DELIVER_WEBHOOK}:' || ${id}, 0, null)::graphile_worker.job_spec`

/** Begins to tell a webhook of what changes from now on; one that is known goes on. */
export async function registerWebhook(db: Queryable, { name }: Webhook): Promise<void> {
  await db.query(
    `insert into verdicts.webhook (name, since_block, since_at) values ($1, ${FINAL_HEIGHT}, now())
     on conflict (name) do nothing`,
    [name],
  )
}

// Message and job come in one statement, so that neither is without the other. The id says which change of whom a webhook is
// told of: whatever is looked at again, it is told once.
const QUEUE_SQL = `
with message as (
  select 'msg_' || left(encode(sha256(convert_to(
      json_build_array(h.name, k.type, k.key, c.id, extract(epoch from c.at)::text)::text, 'UTF8')), 'hex'), 40) as id,
    h.name, json_build_object('type', k.type || '.' || c.kind,
      'timestamp', to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'data', json_build_object('network', $5::text, 'chainId', $6::int, 'subject', k.key, 'change', c.id,
        'finality', 'final', 'blockNumber', c.block_number, 'txHash', c.tx_hash,
        'from', case when c.verdict_id is null then c.from_value end,
        'to', case when c.verdict_id is null then c.to_value end, 'settlement', c.settlement_id,
        'verdict', c.verdict_id::text,
        'failedBefore', case when c.verdict_id is not null then string_to_array(c.from_value, ',') end,
        'failedNow', case when c.verdict_id is not null then string_to_array(c.to_value, ',') end,
        'fault', c.fault, 'root', c.root))::text as body
  from verdicts.webhook h cross join unnest($2::text[], $3::text[]) k(type, key)
  cross join lateral derived.list_changes(k.type, k.key, $4::text[], 'infinity', '', $8::int) c
  where h.name = $1 and c.kind = any($7::text[])
    and case when c.block_number is null then c.at >= h.since_at else c.block_number > h.since_block end),
new as (
  insert into verdicts.webhook_delivery (id, webhook, body) select id, name, body from message
  on conflict (id) do nothing returning id)
select graphile_worker.add_jobs(array_agg(${job('id', 'now()')})) from new having count(*) > 0`

/**
 * Queues what a webhook was not told of yet, in any number of processes at a time.
 * @param depth changes of each subject that are looked at, newest first.
 */
export async function queueChanges(db: Queryable, hook: Webhook, origin: Origin, depth: number): Promise<void> {
  const { name, agents, providers, kinds } = hook
  const types = [...agents.map(() => 'agent'), ...providers.map(() => 'provider')]
  await db.query(QUEUE_SQL, [
    ...[name, types, [...agents, ...providers], origin.routers],
    ...[origin.name, origin.chainId, kinds, depth],
  ])
}

/** Queues messages anew whose jobs are gone, as after a restored backup. */
export async function queueOverdue(db: Queryable, names: readonly string[]): Promise<void> {
  await db.query(
    `select graphile_worker.add_jobs(array_agg(${job('id', 'now()')})) from verdicts.webhook_delivery d
     where delivered_at is null and given_up_at is null and next_at < now() - ${OVERDUE} and webhook = any($1)
       and not exists (select from graphile_worker.jobs j where j.key = '${DELIVER_WEBHOOK}:' || d.id)
     having count(*) > 0`,
    [names],
  )
}

/** Queues a message for later. */
export async function queueAgain(db: Queryable, id: string, at: Date): Promise<void> {
  await db.query(`select graphile_worker.add_jobs(array[${job('$1::text', '$2::timestamptz')}])`, [id, at])
}
