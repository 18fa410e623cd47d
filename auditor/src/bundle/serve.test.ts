import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openDiskBlobs } from '@touchstone/store/blobs/disk'
import {
  BundleError,
  type Hex,
  inputsHash,
  parseTlogProof,
  readBundle,
  toVerdictBody,
  verifySettlement,
} from '@touchstone/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, listCurrent, openBench, until } from '../../testing/auditing.js'
import { insertAnchor, insertSettlement, recordsOf, setHeight, trailOf } from '../../testing/chain.js'
import type { Auditor } from '../auditor.js'

let bench: Bench
let auditor: Auditor
let trail: Uint8Array
let root: Hex
/** Ids as the chain makes them, by the number of the settlement. */
const ids = new Map<number, string>()

const settlementId = (n: number) => ids.get(n) ?? `31337-0x${'77'.repeat(32)}-0`

async function settle(wanted: Parameters<typeof insertSettlement>[1]): Promise<void> {
  const id = await insertSettlement(bench.db, wanted)
  const { rows } = await bench.db.query<{ id: string }>(
    `update settlement set id = '31337-' || tx_hash || '-0' where id = $1 returning id`,
    [id],
  )
  ids.set(wanted.n, rows[0]?.id ?? '')
}

beforeAll(async () => {
  bench = await openBench()
  trail = trailOf([...recordsOf(1), ...recordsOf(2, 3)])
  root = bench.nodes[0].add(5, trail)
  await settle({ n: 1, block: 10 })
  await settle({ n: 2, block: 10, records: recordsOf(2, 3) })
  await settle({ n: 3, block: 11 })
  await settle({ n: 4, block: 12, status: 4 })
  await settle({ n: 5, block: 99 })
  await insertAnchor(bench.db, { txSeq: 5, root, size: trail.length, block: 10 })
  await setHeight(bench.db, 12)
  auditor = await bench.start({ PORT: 0 })
  await until(
    () => listCurrent(bench.db),
    (rows) => rows.length === 4 && rows.filter(({ opening }) => opening === 'pass').length === 2,
  )
})
afterAll(() => bench.stop())

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${auditor.port}/bundle/${path}`, init)

async function download(n: number): Promise<Uint8Array> {
  const response = await ask(`settlement/${settlementId(n)}.zip`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/zip')
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(Number(response.headers.get('content-length'))).toBe(bytes.length)
  return bytes
}

describe('the bundle of a settlement', () => {
  it('makes the verdict that is in force again, from nothing else', async () => {
    const current = await listCurrent(bench.db)
    for (const n of [1, 2, 3, 4]) {
      const { subject, evidence, verdict } = readBundle(await download(n))
      const body = current.find((row) => row.settlement_id === settlementId(n))?.body
      expect(verdict?.body).toBe(body)
      expect(JSON.parse(body ?? '').inputs).toBe(inputsHash(subject, evidence, bench.network.trust))
      const again = await verifySettlement(subject, evidence, bench.network.trust)
      expect(toVerdictBody(subject, evidence, bench.network.trust, again)).toBe(body)
    }
  })

  it('holds the raw transaction, receipt and header, the bytes of the trail, and what it lacks', async () => {
    const { evidence, gaps, logProof, verdict } = await until(
      async () => readBundle(await download(2)),
      (bundle) => bundle.logProof !== undefined,
    )
    expect(parseTlogProof(logProof ?? '').checkpoint).toContain('touchstone/')
    expect(Buffer.from(parseTlogProof(logProof ?? '').extra ?? []).toString()).toContain(sha256Of(verdict?.body ?? ''))
    expect(evidence.receipt?.transactionProof?.length).toBeGreaterThan(0)
    expect(evidence.receipt?.header.length).toBeGreaterThan(400)
    expect(evidence.trails.map(({ bytes }) => bytes)).toEqual([trail])
    expect(gaps).toEqual([])
  })

  it('is the same bytes each time', async () => {
    expect(await download(1)).toEqual(await download(1))
  })

  it('is there for what is final alone', async () => {
    for (const path of [
      `settlement/${settlementId(5)}.zip`,
      `settlement/${settlementId(77)}.zip`,
      `settlement/${settlementId(1)}`,
      'settlement/../../etc/passwd.zip',
      `settlement/${settlementId(1)}%27--.zip`,
      '',
    ])
      expect((await ask(path)).status, path).toBe(404)
    expect((await ask(`settlement/${settlementId(1)}.zip`, { method: 'POST' })).status).toBe(405)
  })

  it('names a trail whose bytes are gone, and is cut off where they are others than were measured', async () => {
    const blobs = openDiskBlobs(join(bench.env.DATA_DIR, 'blobs'))
    await blobs.remove(root)
    const without = readBundle(await download(1))
    expect(without.evidence.trails).toEqual([])
    expect(without.evidence.unfetched).toMatchObject([{ root, attempts: [{ outcome: 'kept bytes were lost' }] }])
    expect(without.gaps).toContainEqual(expect.stringContaining(`trail ${root}`))
    expect(without.gaps).toContainEqual(expect.stringContaining('made from other trails'))
    await blobs.put(root, trail)
    expect(readBundle(await download(1)).evidence.trails).toHaveLength(1)
  })

  it('is refused with one byte changed, wherever it is', async () => {
    const bytes = await download(1)
    const step = Math.max(1, Math.floor(bytes.length / 700))
    for (let at = 0; at < bytes.length; at += step)
      expect(() => readBundle(bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)))), `byte ${at}`).toThrow(BundleError)
  })
})

describe('parallel requests', () => {
  it('beyond the limit are told to come back, and the places become free again', async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => ask(`settlement/${settlementId(2)}.zip`)))
    const statuses = new Set(answers.map(({ status }) => status))
    await Promise.all(answers.map((answer) => answer.arrayBuffer()))
    expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true)
    expect(statuses).toContain(200)
    const refused = answers.find(({ status }) => status === 503)
    if (refused) expect(refused.headers.get('retry-after')).toBe('5')
    expect((await ask(`settlement/${settlementId(2)}.zip`)).status).toBe(200)
  })
})
