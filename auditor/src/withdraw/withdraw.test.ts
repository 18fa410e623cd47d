import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BlobStore, openBlobs } from '@touchstone/store/blobs'
import { type Hex, storageRoot } from '@touchstone/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until, untilIdle } from '../../testing/auditing.js'
import {
  insertAnchor,
  insertSettlement,
  PROVIDER,
  recordsOf,
  setHeight,
  settlementId,
  trailOf,
} from '../../testing/chain.js'
import { keepReport } from '../capture/reportRows.js'
import { queueFetch, queueJudgeByIds } from '../queue/jobs.js'
import { keepPayload } from '../trails/payloads.js'
import { withdraw } from './withdraw.js'

const run = promisify(execFile)
const MAIN = fileURLToPath(new URL('../../dist/withdraw/main.js', import.meta.url))

let bench: Bench
let stores: { blobs: BlobStore; reports: BlobStore }

beforeEach(async () => {
  bench = await openBench()
  stores = { blobs: openBlobs(bench.env), reports: openBlobs(bench.env, 'reports') }
})
afterEach(() => bench.stop())

async function publish(bytes: Uint8Array): Promise<Hex> {
  for (const node of bench.nodes) node.add(5, bytes)
  const root = storageRoot(bytes).root as Hex
  await insertAnchor(bench.db, { txSeq: 5, root, size: bytes.length, block: 10 })
  return root
}

async function judged(opening: string) {
  const rows = await until(
    () => listCurrent(bench.db),
    ([row]) => row?.opening === opening,
  )
  await untilIdle(bench.db)
  return rows[0]
}

async function judgeAgain() {
  await queueJudgeByIds(bench.db, [settlementId(1)])
  await untilIdle(bench.db)
  return (await listCurrent(bench.db))[0]
}

const count = async (table: string) =>
  Number((await bench.db.query(`select count(*) as n from verdicts.${table}`)).rows[0].n)

/** A verdict of an older verifier, as far as the next judgement reads it. */
const age = () => bench.db.query(`update verdicts.verdict set verifier = 'older'`)

describe('a withdrawn trail', () => {
  it('loses its bytes for good; digest, records and verdict stay', async () => {
    await insertSettlement(bench.db, { n: 1, block: 10 })
    const root = await publish(trailOf(recordsOf(1)))
    await setHeight(bench.db, 10)
    await bench.start()
    const before = await judged('pass')
    const attempts = await count('fetch_attempt')
    const { stdout } = await run(process.execPath, [MAIN, root, '--reason', 'holds a name'], {
      env: { PATH: process.env.PATH, DATABASE_URL: bench.url, DATA_DIR: bench.env.DATA_DIR },
    })
    expect(stdout).toContain(`Withdrawn: ${root}. Copies deleted: 1.`)
    expect(await stores.blobs.find(root)).toBeUndefined()
    await queueFetch(bench.db, 'select $1 as root', [root])
    expect(await judgeAgain()).toEqual(before)
    expect(await stores.blobs.find(root)).toBeUndefined()
    expect([await count('fetch_attempt'), await count('inference_record')]).toEqual([attempts, 1])
    const { rows } = await bench.db.query(
      `select w.reason, removed_at is not null as removed, p.withdrawn_at = w.withdrawn_at as same, length(p.sha256) as digest
       from verdicts.withdrawal w join verdicts.payload p using (root)`,
    )
    expect(rows).toEqual([{ reason: 'holds a name', removed: true, same: true, digest: 64 }])
  })

  it('proves nothing to a later verifier, which says so', async () => {
    await insertSettlement(bench.db, { n: 1, block: 10 })
    const root = await publish(trailOf(recordsOf(1)))
    await setHeight(bench.db, 10)
    await bench.start()
    await judged('pass')
    await withdraw(bench.db, stores, root, 'why')
    await age()
    const row = await judgeAgain()
    expect(row).toMatchObject({ opening: 'absent' })
    expect(row?.body).toContain('was withdrawn; nothing is left that opens it')
  })

  it('leaves a failure standing, also before a later verifier', async () => {
    await insertSettlement(bench.db, { n: 1, block: 10 })
    const root = await publish(trailOf(recordsOf(1).map((record) => ({ ...record, fee: '299' }))))
    await setHeight(bench.db, 10)
    await bench.start()
    const before = await judged('fail')
    expect(before?.outcome).toBe('failed')
    await withdraw(bench.db, stores, root, 'why')
    await age()
    expect(await judgeAgain()).toEqual(before)
  })

  it('is never asked for where it was withdrawn before it was fetched', async () => {
    const bytes = trailOf(recordsOf(1))
    await insertSettlement(bench.db, { n: 1, block: 10 })
    await withdraw(bench.db, stores, storageRoot(bytes).root as Hex, 'why')
    await publish(bytes)
    await setHeight(bench.db, 10)
    await bench.start()
    const row = await judged('absent')
    expect(row?.body).toContain('was withdrawn')
    expect(await count('fetch_attempt')).toBe(0)
  })
})

describe('a withdrawal', () => {
  const hex = (digit: string): Hex => `0x${digit.repeat(64)}`
  const keep = (root: Hex, text: string) =>
    keepPayload(bench.db, stores.blobs, root, { bytes: Buffer.from(text), source: 's' })
  const point = (root: Hex, dataRoot: Hex) =>
    bench.db.query(
      `insert into verdicts.da_pointer (root, file, data_root, epoch, quorum, source) values ($1, '', $2, 1, 0, '')`,
      [root, dataRoot],
    )

  it('takes the same bytes under every name with it, and keeps them out afterwards', async () => {
    await point(hex('1'), hex('d'))
    await point(hex('2'), hex('d'))
    await keep(hex('1'), 'blob')
    await keep(hex('2'), 'blob')
    await keep(hex('3'), 'blob')
    await keep(hex('4'), 'another')
    const { roots, removed } = await withdraw(bench.db, stores, hex('1'), 'why')
    expect([roots, removed]).toEqual([[hex('1'), hex('2'), hex('3'), hex('d')], 3])
    expect(await stores.blobs.findSize(hex('4'))).toBe(7)
    expect(await keep(hex('5'), 'blob')).toBe(false)
    expect(await stores.blobs.find(hex('5'))).toBeUndefined()
    expect((await withdraw(bench.db, stores, hex('5'), 'again')).roots).toContain(hex('5'))
  })

  it('completes one that was cut off after its rows', async () => {
    await keep(hex('1'), 'bytes')
    const broken = { ...stores, blobs: { ...stores.blobs, remove: () => Promise.reject(new Error('disk')) } }
    await expect(withdraw(bench.db, broken, hex('1'), 'why')).rejects.toThrow('disk')
    const open = 'select from verdicts.withdrawal where removed_at is null'
    expect((await bench.db.query(open)).rowCount).toBe(1)
    expect(await withdraw(bench.db, stores, hex('1'), 'later')).toEqual({ roots: [hex('1')], removed: 1 })
    expect((await bench.db.query(open)).rowCount).toBe(0)
    expect((await bench.db.query('select reason from verdicts.withdrawal')).rows).toEqual([{ reason: 'why' }])
  })

  it('holds for reports that a service answers again', async () => {
    const served = { source: 's', bytes: Buffer.from('{"quote":"x"}'), signature: null }
    await keepReport(bench.db, stores.reports, PROVIDER, served, { keys: [], trust: bench.network.trust })
    const { rows } = await bench.db.query<{ sha256: string }>('select sha256 from verdicts.enclave_report')
    const name: Hex = `0x${rows[0]?.sha256}`
    expect((await withdraw(bench.db, stores, name, 'why')).removed).toBe(1)
    await keepReport(bench.db, stores.reports, PROVIDER, served, { keys: [], trust: bench.network.trust })
    expect(await stores.reports.find(name)).toBeUndefined()
  })

  it.each([[], ['0x12', '--reason', 'x'], [`0x${'1'.repeat(64)}`], [`0x${'1'.repeat(64)}`, '--reason', ' '], ['--no']])(
    'by the command line wants a root and a reason, not %j',
    async (...given) => {
      const failed = run(process.execPath, [MAIN, ...given.flat()], { env: { PATH: process.env.PATH } })
      await expect(failed).rejects.toMatchObject({ code: 64, stderr: expect.stringContaining('Usage: ') })
    },
  )
})
