import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  compareCheckpoints,
  leafHash,
  openCheckpoint,
  readConsistency,
  readRoot,
  rootOfLeaves,
} from '@touchstone/verify'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench, until } from '../../testing/auditing.js'
import { type AuditorProcess, processEnv, spawnAuditor } from '../../testing/process.js'
import { loadSigner, type VerdictSigner } from '../judge/key.js'
import { openLogFolder } from './logFolder.js'

/** Processes start slowly on a busy machine. */
const PATIENCE_MS = 60_000
const ORIGIN = 'example.org/killed'

let bench: Bench
let signer: VerdictSigner
let env: Record<string, string>
const spawned: AuditorProcess[] = []

beforeAll(async () => {
  bench = await openBench()
  signer = await loadSigner(bench.env.KEY_FILE)
  env = await processEnv(bench, { LOG_ORIGIN: ORIGIN, LOG_PUBLISH_SECONDS: '1', CONCURRENCY: '1' })
})
afterEach(async () => {
  for (const { child } of spawned) child.kill('SIGKILL')
  await Promise.all(spawned.splice(0).map(({ ended }) => ended))
})
afterAll(() => bench.stop())

function start(changes: Record<string, string> = {}): AuditorProcess {
  const auditor = spawnAuditor({ ...env, ...changes })
  spawned.push(auditor)
  return auditor
}

/** Verdicts that the log lacks; about settlements that no facts know, so that no worker touches them. */
async function addVerdicts(count: number): Promise<void> {
  const body = '{"outcome":"paid"}'
  await bench.db.query(
    `insert into verdicts.verdict (settlement_id, inputs, outcome, payment, signature, opening, content, enclave, workload,
       body, body_signature, key_id, verifier, judged_at)
     select 'killed-' || n, 'x', 'paid', 'pass', 'pass', 'absent', 'absent', 'absent', 'absent', $2, $3, $4, 'v', now()
     from generate_series(1, $1::int) n`,
    [count, body, signer.sign(body), signer.keyId],
  )
}
async function countRows(): Promise<{ verdicts: number; logged: number; signed: number; waiting: number }> {
  const { rows } = await bench.db.query(
    `select (select count(*)::int from verdicts.verdict) as verdicts,
       (select count(verdict_id)::int from verdicts.log_entry) as logged,
       (select coalesce(max(size), 0)::int from verdicts.log_checkpoint) as signed,
       (select count(*)::int from verdicts.log_pending) as waiting`,
  )
  return rows[0]
}
const untilAllSigned = () =>
  until(countRows, ({ verdicts, signed, waiting }) => signed === verdicts + 1 && waiting === 0, PATIENCE_MS)

/** Rows and folder say the same: each verdict once, each checkpoint continued by the next. */
async function requireWhole(): Promise<void> {
  const folder = join(bench.env.DATA_DIR, 'log')
  const files = openLogFolder(folder)
  const { rows: entries } = await bench.db.query<{ entry: string }>(
    'select entry from verdicts.log_entry order by index',
  )
  const { rows: notes } = await bench.db.query<{ note: string }>(
    'select note from verdicts.log_checkpoint order by size',
  )
  const verifiers = [{ name: ORIGIN, publicKey: signer.publicKey }]
  const checkpoints = notes.map(({ note }) => openCheckpoint(note, verifiers))
  const last = checkpoints.at(-1)
  if (last === undefined) throw new Error('The log has no checkpoint.')
  await until(
    async () => openCheckpoint(await readFile(join(folder, 'checkpoint'), 'utf8'), verifiers).size,
    (size) => size === last.size,
  )
  expect(last.size).toBe(entries.length)
  expect(last.root).toEqual(rootOfLeaves(entries.map(({ entry }) => leafHash(Buffer.from(entry)))))
  expect(await readRoot(files.readTile, last.size)).toEqual(last.root)
  for (const [at, grown] of checkpoints.entries()) {
    const old = checkpoints[at - 1]
    if (old === undefined) continue
    const beginning = { root: old.root, path: await readConsistency(files.readTile, old.size, grown.size) }
    expect(compareCheckpoints(old, grown, beginning)).toBe('consistent')
  }
  const { verdicts, logged } = await countRows()
  expect(logged).toBe(verdicts)
}

describe('a publisher', () => {
  it('that is killed with -9 while it works is taken up by the next, wherever it was', async () => {
    const before = start()
    await until(countRows, ({ signed }) => signed === 1, PATIENCE_MS).catch((error: Error) => {
      throw new Error(`${error.message}: ${before.errors()}`)
    })
    let running = before
    const found: string[] = []
    // Where it stands when it is killed: entries given their places, a checkpoint signed, or nothing yet.
    for (const isThere of [
      ({ waiting }: Awaited<ReturnType<typeof countRows>>) => waiting === 0,
      ({ signed, verdicts }: Awaited<ReturnType<typeof countRows>>) => signed === verdicts + 1,
      () => true,
    ]) {
      await addVerdicts(300)
      const at = await until(countRows, isThere, PATIENCE_MS)
      running.child.kill('SIGKILL')
      expect(await running.ended).toBe('SIGKILL')
      found.push(`${at.waiting} ${at.signed}`)
      running = start()
    }
    await untilAllSigned()
    await requireWhole()
    expect(new Set(found).size).toBeGreaterThan(1)
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
  }, 200_000)

  it('waits while another one has the log, and goes on where its session was ended', async () => {
    const [one, two] = [start(), start()]
    await addVerdicts(20)
    await untilAllSigned()
    const holders = () =>
      bench.db
        .query<{ pid: number }>(
          `select l.pid from pg_locks l join pg_stat_activity a using (pid)
           where l.locktype = 'advisory' and l.granted and a.application_name = 'touchstone-auditor-log'`,
        )
        .then(({ rows }) => rows.map(({ pid }) => pid))
    const sessions = async () =>
      (await bench.db.query(`select from pg_stat_activity where application_name = 'touchstone-auditor-log'`)).rowCount
    await until(sessions, (count) => count === 2, PATIENCE_MS)
    const [first] = await until(holders, ({ length }) => length === 1, PATIENCE_MS)
    const ending = new pg.Client({ connectionString: bench.url })
    await ending.connect()
    await addVerdicts(20)
    await ending.query('select pg_terminate_backend($1)', [first])
    await ending.end()
    await addVerdicts(20)
    await untilAllSigned()
    const [second] = await until(holders, ({ length }) => length === 1, PATIENCE_MS)
    expect(second).not.toBe(first)
    await requireWhole()
    for (const { child } of [one, two]) child.kill('SIGTERM')
    expect(await one.ended).toBe(0)
    expect(await two.ended).toBe(0)
  }, 200_000)
})
