import pg from 'pg'
import type { Logger } from 'pino'
import { LogRefusal, type PublishContext, publishStep } from './publish.js'

/** One key of the two-part advisory locks; leases, judgements and exclusive work use others. */
const PUBLISHER_LOCK = [0x746f7506, 0] as const

export interface PublisherOptions extends Omit<PublishContext, 'client'> {
  databaseUrl: string
  /** Pause between two looks for new verdicts. */
  everyMs: number
  log: Logger
  /** Called by the process that publishes, after each look; returns at once. */
  afterStep: () => void
}

export interface Publisher {
  /** Why nothing is published although this process could; undefined where all is well. */
  problem(): string | undefined
  stop(): Promise<void>
}

/**
 * Publishes the log in whichever process holds the lock; the others stand by. An error ends nothing: it is logged, and the
 * next turn tries again.
 */
export function startPublisher(options: PublisherOptions): Publisher {
  const { everyMs, log } = options
  let session: pg.Client | undefined
  let holder: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let problem: string | undefined
  let stopped = false
  const turn = async () => {
    try {
      session ??= await openSession(options.databaseUrl, log, (lost) => {
        if (session === lost) session = undefined
      })
      if (holder !== session && (await takeLock(session))) holder = session
      if (holder === session) await publishAll(session, options)
      problem = undefined
    } catch (error) {
      const { message } = error as Error
      // A refusal stays until somebody acts: it is said once.
      if (problem !== message || !(error instanceof LogRefusal))
        log.error({ err: error }, 'the log was not published; the next turn tries again')
      problem = message
    }
    if (!stopped) timer = setTimeout(start, everyMs)
  }
  let running = Promise.resolve()
  const start = () => {
    running = turn()
  }
  start()
  return {
    problem: () => problem,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
      clearTimeout(timer)
      await session?.end().catch(() => undefined)
    },
  }
}

async function publishAll(client: pg.Client, options: PublisherOptions): Promise<void> {
  while ((await publishStep({ ...options, client })).mayBeMore);
  options.afterStep()
}

async function openSession(databaseUrl: string, log: Logger, onLost: (client: pg.Client) => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'touchstone-auditor-log',
    keepAlive: true,
  })
  client.on('error', (error) => {
    log.warn({ err: error }, "the log's database session was lost")
    onLost(client)
  })
  client.on('end', () => onLost(client))
  await client.connect()
  return client
}

/** A session that got the lock has it until it ends. */
async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [
    ...PUBLISHER_LOCK,
  ])
  return rows[0]?.held === true
}
