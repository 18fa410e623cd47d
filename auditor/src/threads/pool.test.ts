import { monitorEventLoopDelay } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importPool, withThreads } from '../../testing/built.js'
import { recordsOf, TEST_CONTRACT, trailOf } from '../../testing/chain.js'
import { TEST_CHAIN_ID } from '../../testing/storageServer.js'
import type { RecordRow } from '../trails/recordRows.js'
import { createTrailReader } from '../trails/trailReader.js'
import type { ThreadPool } from './pool.js'

const MIB = 2 ** 20
const network = { chainId: TEST_CHAIN_ID, contract: TEST_CONTRACT }
const reader = (threads: ThreadPool) => createTrailReader(network, threads, 0)
const drop = async () => undefined
const [header = '', record = ''] = Buffer.from(trailOf(recordsOf(1)))
  .toString()
  .split('\n')
const text = (...lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''))

let small: ThreadPool

beforeAll(async () => {
  const { createThreadPool } = await importPool()
  small = createThreadPool(1, { heapMb: 64, keptMb: 64, baseMs: 30_000, perMbMs: 0 })
})

afterAll(() => small?.stop())

/** A trail of about `bytes`, of one record again and again; its body weighs `body` bytes. */
function largeTrail(bytes: number, body: number): Buffer {
  const [first, wide = ''] = Buffer.from(
    trailOf(
      recordsOf(1).map((one) => ({
        ...one,
        request: { ...one.request, bytes: Buffer.alloc(body, 7).toString('base64') },
      })),
    ),
  )
    .toString()
    .split('\n')
  const head = Buffer.from(`${first}\n`)
  const line = Buffer.from(`${wide}\n`)
  const count = Math.floor((bytes - head.length) / line.length)
  return Buffer.concat([head, Buffer.alloc(count * line.length, line)])
}

/** Longest pause of this thread, in milliseconds, while `work` runs. */
async function measureDelay<T>(work: () => Promise<T>): Promise<{ result: T; maxMs: number; tookMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const began = performance.now()
  const result = await work()
  delay.disable()
  return { result, maxMs: delay.max / 1e6, tookMs: performance.now() - began }
}

describe('the threads', () => {
  it('read a trail of 200 MiB while this thread stays awake', async () => {
    const bytes = largeTrail(200 * MIB, 2 * MIB)
    await withThreads({}, async (threads) => {
      await reader(threads)(text(header, record), drop)
      const { result, maxMs, tookMs } = await measureDelay(() => reader(threads)(bytes, drop))
      expect(result).toMatchObject({ status: 'parsed', records: Math.floor(bytes.length / (2.66 * MIB)) })
      // Reading it here would hold this thread for all of that time.
      expect(tookMs).toBeGreaterThan(1_000)
      expect(maxMs).toBeLessThan(Math.min(tookMs / 3, 1_000))
    })
  }, 60_000)

  it('read lines a batch at a time, and refuse the file for the last of them or for a million that are none', async () => {
    const line = `${record}\n`
    const bytes = Buffer.concat([text(header), Buffer.alloc(line.length * 40_000, line), Buffer.from('{}\n')])
    let most = 0
    let rows = 0
    const count = async (batch: RecordRow[]) => {
      most = Math.max(most, batch.length)
      rows += batch.length
    }
    const result = await withThreads({ heapMb: 64 }, (threads) => reader(threads)(bytes, count))
    expect(result).toMatchObject({ status: 'rejected', reason: expect.stringMatching(/^Line 40002: /) })
    expect([most, rows]).toEqual([500, 40_000])
    const empty = await withThreads({}, (threads) => reader(threads)(Buffer.alloc(1_000_000, '\n'), drop))
    expect(empty).toMatchObject({ status: 'rejected', reason: expect.stringMatching(/^Line 1: /) })
  })

  it.each<[string, () => Uint8Array, RegExp]>([
    [
      'a line of 100 MiB',
      () => Buffer.concat([text(header), Buffer.alloc(100 * MIB, 'x')]),
      /^Line 2: the line does not end/,
    ],
    ['the same with its end', () => text(header, 'x'.repeat(100 * MIB)), /^Line 2: the line has 104857600 bytes/],
    ['a file that is no trail', () => Buffer.from('MZ\0\0\n'), /^Line 1: /],
    ['invalid UTF-8', () => Buffer.concat([text(header), Buffer.from([0xff, 0x0a])]), /^Line 2: .*UTF-8/],
    ['duplicate keys', () => text(header, '{"a":1,"a":2}'), /^Line 2: .*canonical/],
    ['numbers where strings belong', () => text(header, record.replace('"qwen"', '7')), /^Line 2: .*model/],
    ['a line that nests a million deep', () => text(header, '['.repeat(1_000_000)), /^Line 2: the line nests deeper/],
    ['a file that unpacks to 64 MiB', () => gzipSync(Buffer.alloc(64 * MIB)), /^Line 1: /],
  ])('refuse %s with the reason, within little memory', async (_name, make, reason) => {
    const result = await reader(small)(make(), drop)
    expect(result).toMatchObject({ status: 'rejected', reason: expect.stringMatching(reason) })
  })

  it('end a task that takes too much memory or time, say which, and take the next one', async () => {
    const bytes = largeTrail(16 * MIB, 2 * MIB)
    await withThreads({ heapMb: 12 }, async (threads) => {
      await expect(reader(threads)(bytes, drop)).rejects.toMatchObject({ name: 'LimitExceeded', kind: 'memory' })
      expect(await reader(threads)(text(header, record), drop)).toMatchObject({ status: 'parsed', records: 1 })
    })
    await withThreads({ baseMs: 150 }, async (threads) => {
      const long = largeTrail(100 * MIB, MIB)
      await expect(reader(threads)(long, drop)).rejects.toMatchObject({ name: 'LimitExceeded', kind: 'time' })
    })
  })

  it('do not count the time that the caller takes for its rows, and end with its error', async () => {
    await withThreads({ baseMs: 3_000 }, async (threads) => {
      const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 3_500))
      expect(await reader(threads)(text(header, record), slow)).toMatchObject({ status: 'parsed' })
      const broken = () => Promise.reject(new Error('the database is away'))
      await expect(reader(threads)(text(header, record), broken)).rejects.toThrow('the database is away')
      expect(await reader(threads)(text(header, record), drop)).toMatchObject({ status: 'parsed' })
    })
  })

  it('refuse what waits and what runs when they are stopped: that is no limit', async () => {
    const { createThreadPool } = await importPool()
    const threads = createThreadPool(1)
    const bytes = largeTrail(50 * MIB, MIB)
    const both = Promise.allSettled([reader(threads)(bytes, drop), reader(threads)(bytes, drop)])
    await threads.stop()
    for (const outcome of await both)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: expect.not.objectContaining({ name: 'LimitExceeded' }),
      })
    await expect(reader(threads)(bytes, drop)).rejects.toThrow('stopped')
  })
})
