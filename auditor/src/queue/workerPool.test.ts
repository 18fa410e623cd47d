import { startTestPostgres, type TestPostgres } from '@touchstone/stack/testing'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../testing/auditing.js'
import { openPool } from '../pool.js'
import { type Leases, openLeases } from './leases.js'
import { startWorkerPool, type WorkerPool } from './workerPool.js'

const log = pino({ level: 'silent' })
let postgres: TestPostgres
let other: pg.Client
let pool: pg.Pool
let leases: Leases
let workers: WorkerPool | undefined

beforeAll(async () => {
  postgres = await startTestPostgres()
  pool = openPool(postgres.url, 10, log)
  await runMigrations({ pgPool: pool })
  other = new pg.Client(postgres.url)
  await other.connect()
  leases = await openLeases(
    postgres.url,
    () => undefined,
    () => undefined,
    () => undefined,
  )
})

afterEach(async () => {
  await workers?.stop()
  workers = undefined
})

afterAll(async () => {
  await leases?.close()
  await other?.end()
  await pool?.end()
  await postgres?.stop()
})

const addJob = (n: number) =>
  other.query("select graphile_worker.add_job('work', json_build_object('n', $1::int))", [n])
const countJobs = async () => (await other.query('select count(*)::int as n from graphile_worker.jobs')).rows[0].n

describe('workers', () => {
  it('stay as many as they were where the end of a job cannot be written, and its job runs again', async () => {
    // The count of a sequence stays when its statement is taken back.
    await other.query(`create sequence endings;
      create function fail_twice() returns trigger language plpgsql as $$
      begin
        if nextval('endings') <= 2 then raise exception 'no room left on the disk' using errcode = '53100'; end if;
        return old;
      end $$;
      create trigger fail_twice before delete on graphile_worker._private_jobs for each row execute function fail_twice()`)
    const done: number[] = []
    workers = await startWorkerPool(
      { pool, leases, concurrency: 1, log },
      { work: async (payload) => void done.push((payload as { n: number }).n) },
    )
    await addJob(1)
    await until(countJobs, (n) => n === 0)
    await addJob(2)
    await until(countJobs, (n) => n === 0)
    expect(done).toEqual([1, 1, 1, 2])
    const { rows } = await other.query(`select nextval('endings')::int as n`)
    expect(rows[0].n).toBe(5)
  })

  it('go on when connections break that are in use', async () => {
    const held = await pool.connect()
    const { rows } = await held.query<{ pid: number }>('select pg_backend_pid() as pid')
    const ended = new Promise<void>((resolve) => held.once('end', resolve))
    await other.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await ended
    await expect(held.query('select 1')).rejects.toThrow()
    held.release(true)
    expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
  })
})
