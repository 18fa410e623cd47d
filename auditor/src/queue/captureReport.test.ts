import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import {
  BLOCK_TIME,
  insertService,
  insertSettlement,
  PAYER,
  PROVIDER,
  SECRET,
  SIGNER,
  STRANGER,
  setHeight,
  settlementId,
} from '../../testing/chain.js'
import { type ProviderServer, reportAbout, signed, startProviderServer } from '../../testing/providerServer.js'
import { CAPTURE_REPORT, queueCapture } from './jobs.js'
import { SWEEP_START, sweepBehind } from './sweep.js'

let bench: Bench
let server: ProviderServer

beforeEach(async () => {
  bench = await openBench()
  server = await startProviderServer()
  bench.network.providers = [server.url]
  await bench.db.query('update service_revision set url = $1', [server.url])
})

afterEach(async () => {
  await bench.stop()
  await server.stop()
})

interface ReportRow {
  sha256: string
  author: string | null
  binds: string | null
  observed_at: Date
  last_observed_at: Date
}

const listReports = async () =>
  (await bench.db.query<ReportRow>('select * from verdicts.enclave_report order by id')).rows
const listAttempts = async () =>
  (await bench.db.query<{ outcome: string }>('select * from verdicts.report_attempt order by id')).rows
const captureNow = () => queueCapture(bench.db, 'select $1 as provider', [PROVIDER])
const digestsOf = (body: string) => (JSON.parse(body).reports as { sha256: string }[]).map(({ sha256 }) => sha256)
// One that is worked on while its like is queued has lost its key to that.
const listJobs = async () =>
  (
    await bench.db.query<{ key: string | null; run_at: Date }>('select key, run_at from graphile_worker.jobs')
  ).rows.filter(({ key }) => key?.startsWith(CAPTURE_REPORT))

describe('the capture of reports', () => {
  it('keeps what a service answers at first sight, and judges its settlements on it', async () => {
    server.answers['/v1/quote'] = signed(reportAbout(SIGNER), SECRET)
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    const [row] = await until(
      () => listCurrent(bench.db),
      (rows) => rows.some(({ body }) => digestsOf(body).length === 1),
    )
    const [report] = await listReports()
    expect(report).toMatchObject({ author: SIGNER, binds: SIGNER })
    expect(digestsOf(row?.body ?? '')).toEqual([report?.sha256])
    await untilIdle(bench.db)
    const [job] = await listJobs()
    expect((job?.run_at.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_000_000)
  })

  it('keeps an unchanged answer once, and judges nothing anew for it', async () => {
    server.answers['/v1/quote'] = reportAbout(SIGNER)
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(listReports, (rows) => rows.length === 1)
    await untilIdle(bench.db)
    const before = await listCurrent(bench.db)
    await captureNow()
    const [row] = await until(
      listReports,
      ([first]) => first?.observed_at.getTime() !== first?.last_observed_at.getTime(),
    )
    await untilIdle(bench.db)
    expect(await listReports()).toEqual([row])
    expect(await listCurrent(bench.db)).toEqual(before)
  })

  it('looks again at once where a change of the service came while it was looking', async () => {
    server.answers['/v1/quote'] = reportAbout(SIGNER)
    await setHeight(bench.db, 10)
    const holder = await bench.db.connect()
    await holder.query('begin')
    await holder.query('lock table verdicts.enclave_report in share mode')
    await bench.start()
    const sql = `select from pg_locks where relation = 'verdicts.enclave_report'::regclass and not granted`
    await until(
      async () => (await bench.db.query(sql)).rowCount,
      (count) => count === 1,
    )
    await captureNow()
    await holder.query('rollback')
    holder.release()
    await until(
      async () => server.asked.filter((path) => path === '/v1/quote').length,
      (count) => count === 2,
    )
    await untilIdle(bench.db)
    expect(await listJobs()).toHaveLength(1)
  })

  it('asks again with a growing pause while there is none, and judges again when there is one', async () => {
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(listAttempts, (rows) => rows.length >= 2, 10_000)
    const [row] = await listCurrent(bench.db)
    expect(row).toMatchObject({ outcome: 'paid' })
    server.answers['/v1/quote'] = reportAbout(SIGNER)
    await until(listReports, (rows) => rows.length === 1, 15_000)
    await until(
      () => listCurrent(bench.db),
      ([only]) => only !== undefined && digestsOf(only.body).length === 1,
    )
  }, 40_000)

  it('judges once more what lies between two reports, and nothing before the first', async () => {
    server.answers['/v1/quote'] = reportAbout(SIGNER, 'first')
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(listReports, (rows) => rows.length === 1)
    await insertSettlement(bench.db, { n: 2, block: 11, time: new Date(Date.now() + 1) })
    await setHeight(bench.db, 11)
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.length === 2 && rows.every(({ body }) => digestsOf(body).length === 1),
    )
    await untilIdle(bench.db)
    const [old] = await listCurrent(bench.db)
    server.answers['/v1/quote'] = reportAbout(SIGNER, 'second')
    await captureNow()
    await until(
      () => listCurrent(bench.db),
      (rows) => rows.some(({ body }) => digestsOf(body).length === 2),
    )
    await untilIdle(bench.db)
    const rows = await listCurrent(bench.db)
    expect(rows[0]).toEqual(old)
    expect(digestsOf(rows[1]?.body ?? '')).toHaveLength(2)
  })

  it('finds a statement of the signer about another key, and judges every bill of the signer on it', async () => {
    server.answers['/v1/quote'] = reportAbout(SIGNER)
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(listReports, (rows) => rows.length === 1)
    await untilIdle(bench.db)
    // Somebody else's statement is nobody's evidence against the signer.
    server.answers['/v1/quote'] = reportAbout(STRANGER)
    await captureNow()
    await until(listReports, (rows) => rows.length === 2)
    await untilIdle(bench.db)
    expect(digestsOf((await listCurrent(bench.db))[0]?.body ?? '')).toHaveLength(1)
    for (const note of ['one', 'two']) {
      server.answers['/v1/quote'] = signed(reportAbout(STRANGER, note), SECRET)
      await captureNow()
      await until(
        async () => (await listReports()).filter(({ author }) => author === SIGNER).length,
        (count) => count === (note === 'one' ? 1 : 2),
      )
      await untilIdle(bench.db)
    }
    const [row] = await listCurrent(bench.db)
    const third = (await listReports())[2]
    expect(digestsOf(row?.body ?? '')).toHaveLength(2)
    expect(digestsOf(row?.body ?? '')).toContain(third?.sha256)
  })

  it('counts a report whose bytes were lost as none, and keeps them again when they are answered again', async () => {
    server.answers['/v1/quote'] = reportAbout(SIGNER)
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await setHeight(bench.db, 10)
    await bench.start()
    await until(listReports, (rows) => rows.length === 1)
    await untilIdle(bench.db)
    await rm(join(bench.env.DATA_DIR, 'blobs', 'reports'), { recursive: true })
    const judgeAgain = () =>
      bench.db.query(`select graphile_worker.add_job('judge', json_build_object('settlement', $1::text))`, [
        settlementId(1),
      ])
    await judgeAgain()
    await until(
      () => listCurrent(bench.db),
      ([row]) => row !== undefined && digestsOf(row.body).length === 0,
    )
    await captureNow()
    await until(
      () => listCurrent(bench.db),
      ([row]) => row !== undefined && digestsOf(row.body).length === 1,
    )
  })

  it('is queued again where its job was lost, and ends with the service', async () => {
    await insertService(bench.db, PAYER, server.url)
    await setHeight(bench.db, 10)
    const fitness = { verifier: '', trust: '' }
    await sweepBehind(bench.db, SWEEP_START, fitness)
    expect((await listJobs()).map(({ key }) => key).sort()).toEqual(
      [PROVIDER, PAYER].map((provider) => `${CAPTURE_REPORT}:${provider}`).sort(),
    )
    await bench.db.query('delete from graphile_worker._private_jobs')
    await bench.db.query('update service_revision set to_block = 9, to_log_index = 0, to_time = $1', [
      new Date(BLOCK_TIME),
    ])
    await sweepBehind(bench.db, SWEEP_START, fitness)
    expect(await listJobs()).toEqual([])
    await captureNow()
    await bench.start()
    // Nobody may have taken it up yet when nobody is at work.
    await until(listJobs, (jobs) => jobs.length === 0)
    await untilIdle(bench.db)
    expect(await listJobs()).toEqual([])
    expect(server.asked).toEqual([])
  })
})
