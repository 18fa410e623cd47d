import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench, until } from '../../testing/auditing.js'
import { PROVIDER, SECRET, SIGNER, setHeight } from '../../testing/chain.js'
import { type AuditorProcess, processEnv, spawnAuditor } from '../../testing/process.js'
import { type ProviderServer, reportAbout, signed, startProviderServer } from '../../testing/providerServer.js'
import { queueCapture } from '../queue/jobs.js'

const PATIENCE_MS = 60_000
const MODELS = JSON.stringify({ data: [{ id: 'qwen' }] })

let bench: Bench
let server: ProviderServer
let env: Record<string, string>
const spawned: AuditorProcess[] = []

beforeAll(async () => {
  bench = await openBench()
  server = await startProviderServer()
  bench.network.providers = [server.url]
  await bench.db.query('update service_revision set url = $1', [server.url])
  await setHeight(bench.db, 10)
  env = await processEnv(bench, { THREADS: '0', CONCURRENCY: '1' })
})
afterEach(async () => {
  for (const { child } of spawned) child.kill('SIGKILL')
  await Promise.all(spawned.splice(0).map(({ ended }) => ended))
})
afterAll(async () => {
  await bench.stop()
  await server.stop()
})

function start(): AuditorProcess {
  const auditor = spawnAuditor(env)
  spawned.push(auditor)
  return auditor
}

const sha256Of = (body: string | Buffer) => createHash('sha256').update(body).digest('hex')
const fileOf = (sha256: string) =>
  join(bench.env.DATA_DIR, 'blobs', 'reports', sha256.slice(0, 2), sha256.slice(2, 4), `0x${sha256}`)
const listRows = async (table: string) =>
  (await bench.db.query<{ sha256: string; kind?: string }>(`select * from verdicts.${table} order by id`)).rows
const countWaiting = async (table: string) =>
  (await bench.db.query(`select from pg_locks where relation = ('verdicts.' || $1)::regclass and not granted`, [table]))
    .rowCount ?? 0

/** Kills a process with -9 while the bytes are kept and their row is not: the table takes none before it is dead. */
async function killBeforeRow(table: string, sha256: string): Promise<void> {
  const holder = await bench.db.connect()
  try {
    await holder.query('begin')
    await holder.query(`lock table verdicts.${table} in share mode`)
    const auditor = start()
    await until(
      () => countWaiting(table),
      (count) => count > 0,
      PATIENCE_MS,
    ).catch((error: Error) => {
      throw new Error(`${error.message}: ${auditor.errors()}`)
    })
    expect(existsSync(fileOf(sha256))).toBe(true)
    auditor.child.kill('SIGKILL')
    expect(await auditor.ended).toBe('SIGKILL')
  } finally {
    await holder.query('rollback')
    holder.release()
  }
}

describe('a capture that is killed between the bytes and their row', () => {
  it('is taken up by the next process and ends with exactly one row, of the report and of the models', async () => {
    const report = signed(reportAbout(SIGNER), SECRET)
    server.answers['/v1/quote'] = report
    server.answers['/v1/quote?legacy=false'] = { status: 404, body: '{}' }
    server.answers['/v1/models'] = { body: MODELS }
    await killBeforeRow('enclave_report', sha256Of(report.body))
    expect(await listRows('enclave_report')).toEqual([])
    await killBeforeRow('provider_answer', sha256Of(MODELS))
    expect(await listRows('enclave_report')).toMatchObject([{ sha256: sha256Of(report.body) }])
    const last = start()
    const kept = () => listRows('provider_answer')
    await until(kept, (rows) => rows.some(({ kind }) => kind === 'models'), PATIENCE_MS)
    // A round more: what is kept is not kept again.
    const before = server.asked.length
    // Also where the round before has not ended yet.
    await queueCapture(bench.db, 'select $1 as provider', [PROVIDER])
    await until(
      async () => server.asked.length - before,
      (count) => count >= 4,
      PATIENCE_MS,
    )
    last.child.kill('SIGTERM')
    expect(await last.ended).toBe(0)
    expect(await listRows('enclave_report')).toHaveLength(1)
    expect((await kept()).filter(({ kind }) => kind === 'models')).toHaveLength(1)
    for (const body of [report.body, MODELS]) expect((await readFile(fileOf(sha256Of(body)))).toString()).toBe(body)
  }, 200_000)
})
