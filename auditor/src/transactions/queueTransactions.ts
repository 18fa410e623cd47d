import type { Hex } from '@touchstone/verify'
import type { Queryable } from '../database.js'
import { FINAL_HEIGHT } from '../facts/height.js'
import { PRIORITY, type Priority } from '../queue/jobs.js'
import { type DueTerms, HAS_DUE } from './dueRows.js'

/** Task identifiers in graphile_worker. */
export const LOOK_UP_NAMED = 'look_up_named'
export const COUNT_SENT = 'count_sent'

const MAX_ATTEMPTS = 25
/** Files, and links, that one step of the sweep looks at. */
const PAGE = 200
/** An older count is asked for again, unasked. */
const COUNT_EVERY = '1 day'
/** An older one is where a visitor has the agent open. */
const COUNT_LOOKED_EVERY = '1 minute'
/** Where so many counts wait already, looks queue no more: anyone can cause any number. */
const MAX_DUE = 1_000

/** A file whose named transactions are to be looked up. */
export interface LookUpNamedPayload {
  root: Hex
  /** Rounds in a row in which no node answered. */
  failed?: number
}

/** A wallet whose transactions are to be counted. */
export interface CountSentPayload {
  wallet: string
  failed?: number
}

export type TransactionTerms = DueTerms

/** Where the sweep stands: a root, and the id of a link. */
export interface TransactionsPosition {
  root: string
  link: string
}

export const TRANSACTIONS_START: TransactionsPosition = { root: '', link: '' }

/**
 * One step of the sweep: a page of files that name transactions, and a page of links. Queues files of a bill's provider or payer
 * that open it and name what is to be asked for, and the wallets of agents with a payer of their own, that paid, whose
 * count is missing or old. @returns the position for the next step.
 */
export async function sweepTransactions(
  db: Queryable,
  position: TransactionsPosition,
  terms: TransactionTerms,
): Promise<TransactionsPosition> {
  return { root: await sweepFiles(db, position.root, terms), link: await sweepLinks(db, position.link) }
}

async function sweepFiles(db: Queryable, after: string, { chainId, retryBaseSeconds }: TransactionTerms) {
  const { rows } = await db.query<{ root: Hex; due: boolean }>(
    `select f.root, exists (select from verdicts.current_verdict c
           where c.opened_by = f.root and c.opening = 'pass' and exists (
             select from anchor a where a.root = f.root and a.author in (c.payer, c.provider)))
         and not exists (select from graphile_worker.jobs j where j.key = '${LOOK_UP_NAMED}:' || f.root)
         and ${HAS_DUE} as due
     from (select root from verdicts.trail where named > 0 and root > $3 order by root limit ${PAGE}) f order by 1`,
    [chainId, retryBaseSeconds, after],
  )
  for (const { root, due } of rows) if (due) await queueLookUp(db, { root }, new Date())
  return rows.length < PAGE ? '' : (rows.at(-1)?.root ?? '')
}

/** SQL for the wallets of agents that have a payer of their own by link `l`, whose count is older than that. */
const staleOf = (age: string) => `l.to_block is null and l.strength in ('S', 'A', 'A-') and a.wallet is not null
  and not exists (select from verdicts.wallet_count w where w.wallet = a.wallet and w.asked_at > now() - interval '${age}')
  and not exists (select from graphile_worker.jobs j where j.key = '${COUNT_SENT}:' || a.wallet)`

async function sweepLinks(db: Queryable, after: string): Promise<string> {
  const { rows } = await db.query<{ link: string; wallet: string; due: boolean }>(
    `select l.id as link, a.wallet, ${staleOf(COUNT_EVERY)}
         and exists (select from settlement s where s.payer = l.payer and s.block_number <= ${FINAL_HEIGHT}) as due
     from (select * from payer_link where id > $1 order by id limit ${PAGE}) l join agent a on a.id = l.agent_id order by 1`,
    [after],
  )
  const due = new Set(rows.flatMap(({ wallet, due }) => (due ? [wallet] : [])))
  for (const wallet of due) await queueCount(db, { wallet }, new Date())
  return rows.length < PAGE ? '' : (rows.at(-1)?.link ?? '')
}

/** Queues the counts of agents that visitors have open, before others; one that failed keeps the time of its next round. */
export async function countFirst(db: Queryable, agents: readonly string[]): Promise<void> {
  const { rows } = await db.query<{ wallet: string }>(
    `select distinct a.wallet from agent a join payer_link l on l.agent_id = a.id
     where a.id = any($1) and ${staleOf(COUNT_LOOKED_EVERY)} and (select count(*) from graphile_worker.jobs j
       where j.task_identifier = '${COUNT_SENT}') < ${MAX_DUE}`,
    [agents],
  )
  for (const { wallet } of rows) await queueCount(db, { wallet }, new Date(), PRIORITY.looked)
}

/** Queues the next round of a file in place of whatever is queued for it. */
export function queueLookUp(db: Queryable, payload: LookUpNamedPayload, at: Date): Promise<void> {
  return addJob(db, LOOK_UP_NAMED, payload.root, payload, at, PRIORITY.again)
}

/** Queues the next round of a wallet in place of whatever is queued for it. */
export function queueCount(
  db: Queryable,
  payload: CountSentPayload,
  at: Date,
  priority: Priority = PRIORITY.again,
): Promise<void> {
  return addJob(db, COUNT_SENT, payload.wallet, payload, at, priority)
}

async function addJob(db: Queryable, task: string, key: string, payload: object, at: Date, priority: Priority) {
  await db.query(
    `select graphile_worker.add_job($1, $2::json, run_at := $3, max_attempts := ${MAX_ATTEMPTS}, priority := $4,
       job_key := $1 || ':' || $5, job_key_mode := 'replace')`,
    [task, JSON.stringify(payload), at, priority, key],
  )
}
