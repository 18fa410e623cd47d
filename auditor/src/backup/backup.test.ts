import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestPostgres } from '@touchstone/stack/testing'
import { openBlobs } from '@touchstone/store/blobs'
import { migrate } from '@touchstone/store/migrate'
import type { Hex } from '@touchstone/verify'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, outlive, startMigrated, until, untilIdle } from '../../testing/auditing.js'
import { insertAnchor, insertService, insertSettlement, recordsOf, setHeight, trailOf } from '../../testing/chain.js'
import { openLogFolder } from '../log/logFolder.js'
import { keepPayload } from '../trails/payloads.js'
import { withdraw } from '../withdraw/withdraw.js'
import { backup } from './backup.js'
import { restore } from './restore.js'
import { listTables, readRows } from './tables.js'

let bench: Bench
let other: TestPostgres
let target: pg.Pool
let folder: string

beforeEach(async () => {
  bench = await openBench()
  other = await startMigrated()
  target = new pg.Pool({ connectionString: other.url })
  outlive(target)
  folder = await mkdtemp(join(tmpdir(), 'touchstone-backup-'))
})
afterEach(async () => {
  await target.end()
  await other.stop()
  await bench.stop()
  await rm(folder, { recursive: true })
})

const storesOf = (dir: string) => ({
  blobs: openBlobs({ DATA_DIR: dir }),
  reports: openBlobs({ DATA_DIR: dir }, 'reports'),
})
const here = () => storesOf(bench.env.DATA_DIR)
const there = () => storesOf(join(folder, 'data'))
const save = (name = 'saved') => backup(bench.db, here(), join(folder, name))
const load = (name = 'saved') =>
  restore(target, there(), openLogFolder(join(folder, 'data', 'log')), join(folder, name))
const hex = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`

/** Every row of every table as text. */
async function listAll(pool: pg.Pool): Promise<Record<string, string[]>> {
  const client = await pool.connect()
  try {
    await client.query(`begin; set local timezone to 'UTC'`)
    const all: Record<string, string[]> = {}
    for (const table of await listTables(client)) {
      const rows: string[] = []
      for await (const line of readRows(client, table)) rows.push(line)
      all[table.name] = rows
    }
    await client.query('commit')
    return all
  } finally {
    client.release()
  }
}

/** Judged settlements of one trail, everything in the log; the auditor is stopped. */
async function fill() {
  const bytes = trailOf([...recordsOf(1), ...recordsOf(2, 3)])
  await insertSettlement(bench.db, { n: 1, block: 10 })
  await insertSettlement(bench.db, { n: 2, block: 10, records: recordsOf(2, 3) })
  const root = bench.nodes[0].add(5, bytes)
  await insertAnchor(bench.db, { txSeq: 5, root, size: bytes.length, block: 10 })
  await setHeight(bench.db, 10)
  const auditor = await bench.start({ LOG_PUBLISH_SECONDS: 1 })
  await until(
    () => listCurrent(bench.db),
    (rows) => rows.filter(({ opening }) => opening === 'pass').length === 2,
  )
  await untilIdle(bench.db)
  await until(
    async () => (await bench.db.query('select from verdicts.log_pending')).rowCount,
    (waiting) => waiting === 0,
  )
  await auditor.stop()
  return { root, bytes }
}

describe('a backup', () => {
  it('gives verdicts, log and blobs back, and the log goes on from there', async () => {
    const { root, bytes } = await fill()
    // Ends of lines of every kind, quotes, and text that JSON escapes.
    await bench.db.query(`update verdicts.trail set reason = $1`, ['a\u2028b\rc\nd"\\,{}\u0001\ud83d\ude00'])
    const report = await save()
    expect(report).toMatchObject({ blobs: 1, gaps: [] })
    await load()
    expect(await listAll(target)).toEqual(await listAll(bench.db))
    expect(Buffer.from((await there().blobs.find(root)) ?? []).equals(bytes)).toBe(true)
    const [ours, theirs] = [join(bench.env.DATA_DIR, 'log'), join(folder, 'data', 'log')]
    expect(await readFile(join(theirs, 'checkpoint'), 'utf8')).toBe(await readFile(join(ours, 'checkpoint'), 'utf8'))
    // A new verdict gets the next number and waits for its place in the log.
    const { rows } = await target.query(
      `insert into verdicts.verdict (settlement_id, inputs, outcome, payment, signature, opening, content, enclave, workload,
         body, body_signature, key_id, verifier, judged_at)
       values ('x', '', 'paid', 'pass', 'pass', 'pass', 'pass', 'pass', 'pass', '{}', '', '', '', now())
       returning id = (select max(id) + 1 from verdicts.verdict) as next`,
    )
    expect(rows).toEqual([{ next: true }])
    expect((await target.query('select from verdicts.log_pending')).rowCount).toBe(1)
  })

  it('brings what is computed from facts that are there already', async () => {
    await fill()
    // A verdict that fails another question than the one before it.
    const { rows: failing } = await bench.db.query(
      `insert into verdicts.verdict (settlement_id, inputs, outcome, payment, signature, opening, content, enclave, workload,
         body, body_signature, key_id, verifier, judged_at, supersedes)
       select settlement_id, 'others', 'failed', 'fail', signature, opening, content, enclave, workload,
         body, body_signature, key_id, verifier, judged_at, id from verdicts.verdict order by id desc limit 1
       returning id`,
    )
    await save()
    await insertService(target)
    for (const n of [1, 2, 3])
      await insertSettlement(target, { n, block: 10, ...(n === 2 && { records: recordsOf(2, 3) }) })
    const count = `select array(select settlement_id from derived.waiting order by 1) as ids,
      (select sum(number)::int from derived.waiting_change) as number`
    const [before] = (await target.query(count)).rows
    expect([before.ids.length, before.number]).toEqual([3, 3])
    await load()
    const [after] = (await target.query(count)).rows
    expect(after).toEqual({ ids: [before.ids[2]], number: 1 })
    const { rows: failures } = await target.query('select verdict_id as id, now from derived.failure')
    expect(failures).toContainEqual({ ...failing[0], now: ['payment'] })
  })

  it('with one byte changed, of whatever file, is refused and leaves nothing', async () => {
    await fill()
    await save()
    const saved = join(folder, 'saved')
    const files = (await readdir(saved, { recursive: true, withFileTypes: true })).filter((file) => file.isFile())
    let tried = 0
    for (const file of files) {
      const path = join(file.parentPath, file.name)
      const whole = await readFile(path)
      if (whole.length === 0) continue
      for (const at of new Set([0, Math.floor(whole.length / 2), whole.length - 1])) {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ 1
        await writeFile(path, changed)
        await expect(load(), `${file.name} at ${at}`).rejects.toThrow()
        tried += 1
      }
      await rm(path)
      await expect(load(), `without ${file.name}`).rejects.toThrow()
      await writeFile(path, whole)
    }
    expect(tried).toBeGreaterThan(20)
    expect(Object.values(await listAll(target)).flat()).toEqual([])
    await load()
  })

  it('is restored into an empty database only, and once', async () => {
    await keepPayload(bench.db, here().blobs, hex(1), { bytes: Buffer.from('x'), source: 's' })
    await save()
    await load()
    await expect(load()).rejects.toThrow('has rows')
    await expect(save()).rejects.toThrow('exists already')
  })

  it('is refused by other migrations, and by a folder of another log', async () => {
    await fill()
    await save()
    await target.query(`update verdicts.migration set sha256 = 'x' where name like '001%'`)
    await expect(load()).rejects.toThrow('migrations')
    await target.query('drop schema verdicts cascade')
    await migrate(other.url)
    const log = openLogFolder(join(folder, 'data', 'log'))
    const checkpoint = await openLogFolder(join(bench.env.DATA_DIR, 'log')).find('checkpoint')
    const newer = Buffer.from(checkpoint ?? [])
      .toString()
      .replace(/\n\d+\n/, '\n999\n')
    await log.write('checkpoint', Buffer.from(newer))
    await expect(load()).rejects.toThrow('older than what was published')
    expect(Object.values(await listAll(target)).flat()).toEqual([])
  })

  it('is of one moment while payloads come in, each with its bytes', async () => {
    let stop = false
    let written = 0
    const writer = (async () => {
      for (; !stop; written += 1) {
        const payload = { bytes: Buffer.from(`blob ${written}`), source: 's' }
        await keepPayload(bench.db, here().blobs, hex(written), payload)
        await bench.db.query(`insert into verdicts.trail (root, status, parsed_at) values ($1, 'parsed', now())`, [
          hex(written),
        ])
      }
    })()
    await until(
      async () => written,
      (count) => count > 20,
    )
    const { blobs, gaps } = await save()
    stop = true
    await writer
    expect(gaps).toEqual([])
    expect(blobs).toBeGreaterThan(20)
    await load()
    const { rows } = await target.query<{ root: string }>('select root from verdicts.payload order by root')
    // Neither a hole nor a trail without its payload: what one moment held.
    expect(rows.map(({ root }) => root)).toEqual(rows.map((_, n) => hex(n)))
    for (const { root } of rows) expect(await there().blobs.findSize(root)).toBeGreaterThan(0)
  })

  it('holds nothing withdrawn, and names what is lost or no longer right', async () => {
    const stores = here()
    for (const n of [1, 2, 3, 4])
      await keepPayload(bench.db, stores.blobs, hex(n), { bytes: Buffer.from(`blob ${n}`), source: 's' })
    await withdraw(bench.db, stores, hex(1), 'why')
    await stores.blobs.remove(hex(2))
    await stores.blobs.put(hex(3), Buffer.from('changed'))
    const { blobs, gaps } = await save()
    expect(blobs).toBe(1)
    expect(gaps).toEqual([expect.stringMatching(/02: lost$/), expect.stringMatching(/03: its SHA-256 is/)])
    await load()
    const kept = await Promise.all([1, 2, 3, 4].map((n) => there().blobs.findSize(hex(n))))
    expect(kept).toEqual([undefined, undefined, undefined, 6])
  })
})
