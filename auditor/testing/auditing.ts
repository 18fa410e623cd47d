import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Network } from '@touchstone/networks'
import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { migrate } from '@touchstone/store/migrate'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { pino } from 'pino'
import { type Auditor, startAuditor } from '../src/auditor.js'
import { type Env, parseEnv } from '../src/env.js'
import { insertService, TEST_CONTRACT } from './chain.js'
import { type RpcServer, startRpcServer } from './rpcServer.js'
import { type StorageServer, startStorageServer, TEST_CHAIN_ID, TEST_FLOW } from './storageServer.js'

/** A migrated database with a provider's service, two storage nodes, and auditors on demand. */
export interface Bench {
  url: string
  db: pg.Pool
  env: Env
  network: Network
  /** In the order in which they are asked. */
  nodes: [StorageServer, StorageServer]
  /** The node that serves blocks and receipts. */
  rpc: RpcServer
  start(changes?: Partial<Env>): Promise<Auditor>
  stop(): Promise<void>
}

/** Tables and queue of an auditor, without a row. */
const MIGRATED = {
  name: 'auditor',
  prepare: async (url: string) => {
    await migrate(url)
    await runMigrations({ connectionString: url })
  },
}

/** A database of an auditor's tables alone. */
export function startMigrated(): Promise<TestPostgres> {
  return startTestPostgres(MIGRATED)
}

export async function openBench(): Promise<Bench> {
  const postgres = await startMigrated()
  const db = new pg.Pool({ connectionString: postgres.url, max: 4 })
  outlive(db)
  await insertService(db)
  const nodes: Bench['nodes'] = [await startStorageServer(), await startStorageServer()]
  const rpc = await startRpcServer()
  const env = parseEnv({
    DATABASE_URL: postgres.url,
    NETWORK: 'test',
    DATA_DIR: await mkdtemp(join(tmpdir(), 'touchstone-auditor-')),
    RETRY_BASE_SECONDS: '1',
    REQUEST_TIMEOUT_MS: '1000',
    LOG_LEVEL: 'warn',
    // Threads run compiled code only; tests of theirs build it first.
    THREADS: '0',
  })
  const network = buildNetwork(
    nodes.map(({ url }) => url),
    rpc.url,
  )
  const auditors: Auditor[] = []
  const calling = callForDue(db)
  return {
    url: postgres.url,
    db,
    env,
    network,
    nodes,
    rpc,
    start: async (changes = {}) => {
      const auditor = await startAuditor(
        { ...env, ...changes },
        network,
        pino({ level: process.env.TEST_LOG ?? 'silent' }),
      )
      let stopped: Promise<void> | undefined
      const stopOnce = { ...auditor, stop: () => (stopped ??= auditor.stop()) }
      auditors.push(stopOnce)
      return stopOnce
    },
    stop: async () => {
      await Promise.all(auditors.map((auditor) => auditor.stop()))
      await calling.stop()
      await Promise.all([...nodes, rpc].map((server) => server.stop()))
      await db.end()
      await postgres.stop()
    },
  }
}

/** A pool that has ended lets go of its connections before they are closed; dropping the database then is no error. */
export function outlive(pool: pg.Pool): void {
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
}

const CALL_MS = 100
/** As graphile-worker says that a job came: its workers look for what is due. */
const CALL = `select pg_notify('jobs:insert', '{"r":0,"count":8}')
  where exists (select from graphile_worker.jobs where run_at <= now() and locked_at is null)`

/** Has a job start when its time comes: workers look for such only every two seconds, which most of a test would be spent on. */
function callForDue(db: pg.Pool): { stop(): Promise<void> } {
  let asking: Promise<void> | undefined
  const call = async () => {
    await db.query(CALL).catch(() => undefined)
    asking = undefined
  }
  const timer = setInterval(() => {
    asking ??= call()
  }, CALL_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await asking
    },
  }
}

/** A network's file for those storage nodes and that node of the chain. */
export function buildNetwork(nodes: string[], rpc: string): Network {
  return {
    name: 'test',
    displayName: 'Test',
    chainId: TEST_CHAIN_ID,
    finality: 2,
    rpc: [rpc],
    ws: [],
    contracts: [
      { kind: 'inferenceServing', label: 'inference', address: TEST_CONTRACT, startBlock: 0 },
      { kind: 'flow', label: 'flow', address: TEST_FLOW, startBlock: 0 },
    ],
    storage: { indexers: [], nodes },
    providers: [],
    trust: { mockSigners: [], quoteRoots: [], gpuRoots: [], osImages: [], releases: [], models: [], sigstore: [] },
  }
}

/** Asks until the answer is there; fails with the last answer after the deadline. */
export async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean, withinMs = 20_000): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const value = await ask()
    if (holds(value)) return value
    if (Date.now() > deadline)
      throw new Error(`Still not so after ${withinMs} ms: ${JSON.stringify(value).slice(0, 1_000)}`)
    await delay(50)
  }
}

export interface CurrentRow {
  settlement_id: string
  outcome: string
  payment: string
  opening: string
  content: string
  body: string
  verdicts: number
}

/** Verdicts in force, by settlement, with the number of all that were ever made for it. */
export async function listCurrent(db: pg.Pool): Promise<CurrentRow[]> {
  const { rows } = await db.query<CurrentRow>(
    `select c.settlement_id, c.outcome, c.payment, c.opening, c.content, v.body,
       (select count(*)::int from verdicts.verdict a where a.settlement_id = c.settlement_id) as verdicts
     from verdicts.current_verdict c join verdicts.verdict v on v.id = c.verdict_id order by 1`,
  )
  return rows
}

/** The rollup, in the order of its key. */
export async function listShares(db: pg.Pool): Promise<Record<string, unknown>[]> {
  const { rows } = await db.query('select * from verdicts.share_rollup order by 1, 2, 3, 4, 5')
  return rows
}

/** Resolves when no job waits or runs, apart from those for later. */
export function untilIdle(db: pg.Pool, withinMs?: number): Promise<unknown> {
  return until(
    async () => {
      const { rows } = await db.query<{ jobs: number; behind: number }>(
        `select (select count(*)::int from graphile_worker.jobs
             where locked_at is not null or run_at <= now() + interval '500 milliseconds') as jobs,
           (select count(*)::int from squid_processor.status s
             where (select coalesce(min(block_number), -1) from verdicts.sweep_cursor) <> s.height
               or (select count(*) from verdicts.sweep_cursor) < 3) as behind`,
      )
      return rows[0]
    },
    (row) => row?.jobs === 0 && row.behind === 0,
    withinMs,
  )
}
