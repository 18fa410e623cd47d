import type pg from 'pg'
import type { Logger } from 'pino'
import { repeat } from '../queue/repeat.js'
import type { Webhook } from './config.js'
import { type Origin, queueChanges, queueOverdue, registerWebhook } from './queueChanges.js'

/** Changes become known and final at their own pace. */
const NEW_EVERY_MS = 2_000
/** What became known late lies deep in the list. */
const ALL_EVERY_MS = 60_000
const NEWEST = 100
const ALL = 2_147_483_647

/** Looks for what the webhooks were not told of yet, until it is stopped. */
export function watchChanges(
  pool: pg.Pool,
  hooks: readonly Webhook[],
  origin: Origin,
  log: Logger,
): { stop(): Promise<void> } {
  const look = async (depth: number) => {
    for (const hook of hooks) {
      await registerWebhook(pool, hook)
      await queueChanges(pool, hook, origin, depth)
    }
  }
  const names = hooks.map(({ name }) => name)
  const jobs = [
    repeat('look for new changes', NEW_EVERY_MS, log, () => look(NEWEST)),
    repeat('look for all changes', ALL_EVERY_MS, log, async () => {
      await look(ALL)
      await queueOverdue(pool, names)
    }),
  ]
  return { stop: () => Promise.all(jobs.map((job) => job.stop())).then(() => undefined) }
}
