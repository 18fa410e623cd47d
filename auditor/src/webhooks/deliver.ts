import type pg from 'pg'
import type { Logger } from 'pino'
import { withinTransaction } from '../database.js'
import { nextRoundAt } from '../queue/backoff.js'
import type { Door } from '../safe/door.js'
import { safeFetch } from '../safe/safeFetch.js'
import type { Webhook } from './config.js'
import { queueAgain } from './queueChanges.js'
import { signWebhook } from './sign.js'

/** What delivering works with. */
export interface WebhookContext {
  pool: pg.Pool
  hooks: ReadonlyMap<string, Webhook>
  door: Door
  /** Deadline of one attempt. */
  timeoutMs: number
  retryBaseSeconds: number
  log: Logger
}

/** With a pause that doubles from a minute up to a day: about ten days. */
const MAX_ATTEMPTS = 20
/** What a receiver answers is not read further. */
const MAX_ANSWER_BYTES = 65_536

/**
 * Sends one message. A status of 200 to 299 ends it; everything else, redirects among it, is tried again later. A process
 * that dies between the receiver's answer and its row sends it again: at least once, under the same webhook-id.
 */
export async function deliverWebhook(context: WebhookContext, id: string, stopping: AbortSignal): Promise<void> {
  const { pool, hooks, log } = context
  const { rows } = await pool.query<{ webhook: string; body: string; attempts: number }>(
    `select webhook, body, attempts from verdicts.webhook_delivery
     where id = $1 and delivered_at is null and given_up_at is null`,
    [id],
  )
  const [message] = rows
  const hook = message && hooks.get(message.webhook)
  if (!message || !hook) return
  const at = new Date()
  const result = await send(context, hook, id, message.body, at, stopping)
  if (result.ok) {
    const sql = `update verdicts.webhook_delivery
      set attempts = attempts + 1, last_result = $2, delivered_at = now() where id = $1`
    await pool.query(sql, [id, result.detail])
    return
  }
  // Broken off by us: no attempt of the receiver's.
  if (stopping.aborted) throw new Error('The auditor is stopping.')
  const attempts = message.attempts + 1
  log.warn({ webhook: hook.name, id, attempts, result: result.detail }, 'a webhook was not delivered')
  await putOff(context, id, attempts, result.detail, at)
}

async function putOff(
  { pool, retryBaseSeconds }: WebhookContext,
  id: string,
  attempts: number,
  detail: string,
  at: Date,
) {
  const isOver = attempts >= MAX_ATTEMPTS
  const nextAt = nextRoundAt(at, attempts, retryBaseSeconds, Math.random())
  const client = await pool.connect()
  try {
    await withinTransaction(client, 'begin', async () => {
      await client.query(
        `update verdicts.webhook_delivery set attempts = $2, last_result = $3, next_at = $4,
           given_up_at = case when $5 then now() end where id = $1`,
        [id, attempts, detail, nextAt, isOver],
      )
      if (!isOver) await queueAgain(client, id, nextAt)
    })
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function send(
  { door, timeoutMs }: WebhookContext,
  hook: Webhook,
  id: string,
  body: string,
  at: Date,
  signal: AbortSignal,
): Promise<{ ok: boolean; detail: string }> {
  const headers = signWebhook(hook.secret, id, at, body)
  const asked = { url: hook.url, method: 'POST', body, headers, maxBytes: MAX_ANSWER_BYTES, timeoutMs, signal } as const
  const answer = await safeFetch(door, asked)
  if (answer.ok) return { ok: true, detail: `HTTP ${answer.status}` }
  const { status, detail, outcome } = answer
  return { ok: status !== undefined && status >= 200 && status < 300, detail: `${outcome}: ${detail}` }
}
