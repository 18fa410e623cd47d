import pg from 'pg'
import { LOOKED_CHANNEL } from './interest.js'

/** First half of two-part advisory lock keys, one a purpose. */
const WORKER_LOCK = 0x746f7501
const SWEEP_LOCK = [0x746f7502, 0] as const

/**
 * Says which workers live. graphile_worker itself frees the job of a killed worker only after four hours; here each
 * worker's id is locked by its process's session, so PostgreSQL itself says at once who is gone.
 * Needs a session of its own: a pooler that shares sessions between transactions breaks it.
 */
export interface Leases {
  /** Locks a worker's id before it takes its first job. */
  hold(workerId: string): Promise<void>
  /** Makes the job of a worker of this process available again, which ended by itself, and gives up its id. */
  letGo(workerId: string): Promise<void>
  /** Makes jobs of dead workers available again, and drops those that a newer one stands for; returns the dead workers' ids. */
  freeDead(): Promise<string[]>
  /** Whether this process is the one that sweeps; asks for the part if nobody has it. */
  claimSweep(): Promise<boolean>
  /** Makes the jobs of this process's own workers available again at once: it is about to end in mid-work. */
  freeOwn(): Promise<void>
  close(): Promise<void>
}

/**
 * @param onLost called once when the session ends without close(): the locks are gone, others will take the jobs, and
 *   the process must end.
 * @param onWake called on every notification of a new head.
 * @param onLook called with what a visitor is said to have open; anyone's text.
 */
export async function openLeases(
  databaseUrl: string,
  onLost: (error: Error) => void,
  onWake: () => void,
  onLook: (payload: string) => void,
): Promise<Leases> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'touchstone-auditor-leases',
    keepAlive: true,
  })
  const own = new Set<string>()
  let state: 'open' | 'closed' = 'open'
  let sweeps = false
  const lose = (error: Error) => {
    if (state === 'closed') return
    state = 'closed'
    onLost(error)
  }
  client.on('error', lose)
  client.on('end', () => lose(new Error('The database session that holds the worker locks has ended.')))
  client.on('notification', ({ channel, payload }) => {
    if (channel !== LOOKED_CHANNEL) onWake()
    else if (payload !== undefined && payload !== '') onLook(payload)
  })
  await client.connect()
  // A machine that vanished without closing its connection is given up after a minute, not after two hours.
  await client.query('set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3')
  await client.query(`listen squid_head; listen ${LOOKED_CHANNEL}`)
  return {
    hold: async (workerId) => {
      await client.query('select pg_advisory_lock($1, hashtext($2))', [WORKER_LOCK, workerId])
      own.add(workerId)
    },
    letGo: async (workerId) => {
      await client.query('select graphile_worker.force_unlock_workers($1)', [[workerId]])
      if (own.delete(workerId))
        await client.query('select pg_advisory_unlock($1, hashtext($2))', [WORKER_LOCK, workerId])
    },
    freeDead: () => freeDead(client, own),
    claimSweep: async () => {
      sweeps ||= await tryLock(client, SWEEP_LOCK)
      return sweeps
    },
    freeOwn: async () => {
      await client.query('select graphile_worker.force_unlock_workers($1)', [[...own]])
    },
    close: async () => {
      state = 'closed'
      await client.end()
    },
  }
}

async function freeDead(client: pg.Client, own: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await client.query<{ id: string; key: number }>(
    `select distinct locked_by as id, hashtext(locked_by) as key from graphile_worker.jobs where locked_by is not null`,
  )
  const dead: string[] = []
  for (const { id, key } of rows) {
    // Our own locks would be granted to us again.
    if (own.has(id) || !(await tryLock(client, [WORKER_LOCK, key]))) continue
    await client.query('select graphile_worker.force_unlock_workers($1)', [[id]])
    await client.query('select pg_advisory_unlock($1, $2)', [WORKER_LOCK, key])
    dead.push(id)
  }
  await client.query(DROP_SUPERSEDED)
  return dead
}

// A job that is queued again while it runs loses its key to the new one and may not run again; where its worker dies, nobody
// would ever take it away.
const DROP_SUPERSEDED = `select count(*) from graphile_worker.complete_jobs(array(
  select id from graphile_worker.jobs where key is null and locked_at is null and attempts >= max_attempts))`

async function tryLock(client: pg.Client, [space, key]: readonly [number, number]): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [
    space,
    key,
  ])
  return rows[0]?.locked === true
}
