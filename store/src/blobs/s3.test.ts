import { mkdtemp, readdir, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { chunks, itIsABlobStore, ROOT } from '../../testing/blobStoreCases'
import { itKeepsBlobsInABucket } from '../../testing/s3Cases'
import { BUCKET, type S3Server, startS3Server } from '../../testing/s3Server'
import { CREDENTIALS } from '../../testing/s3Signature'
import { BLOBS_URL, openBlobs } from './open'
import { openS3Blobs } from './s3'

let server: S3Server

beforeAll(async () => {
  server = await startS3Server()
})
afterAll(() => server.stop())
beforeEach(() => {
  for (const [name, value] of Object.entries(CREDENTIALS)) vi.stubEnv(name, value)
  server.objects.clear()
  server.asked = []
  server.wantsBareTags = false
  server.beforePut = () => undefined
})
afterEach(() => vi.unstubAllEnvs())

const open = (limits = {}) => openS3Blobs({ bucket: BUCKET, prefix: 'a/b', endpoint: server.url }, limits)
const KEY = `a/b/ab/cd/${ROOT}`
const puts = () => server.asked.filter((line) => line.startsWith('PUT')).map((line) => line.slice(-3))
const textOf = (key: string) => server.objects.get(key)?.bytes.toString()

const tested = () => ({ url: server.url, environment: CREDENTIALS, restart: server.restart })

describe('blobs in a bucket', () => itKeepsBlobsInABucket(tested))

describe('blobs in a bucket of a server that wants tags without quotes', () => {
  beforeEach(() => {
    server.wantsBareTags = true
  })
  itIsABlobStore((maxBytes = 1_000_000) => open({ maxBytes }))

  it('are replaced in two exchanges once the server is known', async () => {
    const blobs = open()
    for (const text of ['a', 'b', 'c']) await blobs.put(ROOT, Buffer.from(text))
    expect(puts()).toEqual(['200', '412', '412', '200', '412', '200'])
  })
})

describe('blobs in a bucket', () => {
  it('lie under prefix and root, each part under its own', async () => {
    const place = { BLOBS: `s3://${BUCKET}/a/b/`, S3_ENDPOINT: server.url }
    await openBlobs(place).put(ROOT, Buffer.from('x'))
    await openBlobs(place, 'reports').put(ROOT, Buffer.from('y'))
    await openBlobs({ ...place, BLOBS: `s3://${BUCKET}` }).put(ROOT, Buffer.from('z'))
    expect([...server.objects.keys()]).toEqual([KEY, `a/b/reports/ab/cd/${ROOT}`, `ab/cd/${ROOT}`])
  })

  it('are sent once: the same bytes are left as they are', async () => {
    await open().put(ROOT, Buffer.from('same'))
    await open().put(ROOT, chunks('sa', 'me'))
    expect(puts()).toEqual(['200', '412'])
  })

  it('are replaced only while they are what was looked at', async () => {
    await open().put(ROOT, Buffer.from('old'))
    let round = 0
    server.beforePut = (key) => {
      round += 1
      // Somebody else is quicker once: between the look and the exchange.
      const found = server.objects.get(key)
      if (round === 2 && found) server.objects.set(key, { ...found, bytes: Buffer.from('other'), etag: '"other"' })
    }
    await open().put(ROOT, Buffer.from('new'))
    expect(puts()).toEqual(['200', '412', '412', '200'])
    expect(textOf(KEY)).toBe('new')
  })

  it('are created anew where what was to be replaced is gone', async () => {
    await open().put(ROOT, Buffer.from('old'))
    let round = 0
    server.beforePut = (key) => {
      round += 1
      if (round === 2) server.objects.delete(key)
    }
    await open().put(ROOT, Buffer.from('new'))
    expect(textOf(KEY)).toBe('new')
  })

  it('fail where somebody keeps writing', async () => {
    let round = 0
    server.beforePut = (key) => {
      round += 1
      server.objects.set(key, { bytes: Buffer.from('x'), metadata: '', etag: `"${round}"`, isVersion: false })
    }
    await expect(open().put(ROOT, Buffer.from('new'))).rejects.toThrow('keeps writing')
  })

  it('leave no temporary file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'touchstone-spooled-'))
    vi.stubEnv('TMPDIR', folder)
    let spooled: string[] = []
    async function* watched() {
      yield* chunks('a', 'b')
      // The file is opened beside the reading.
      await vi.waitFor(async () => {
        spooled = await readdir(folder)
        expect(spooled).toHaveLength(1)
      })
    }
    await open().put(ROOT, watched())
    expect(spooled).toHaveLength(1)
    await expect(open({ maxBytes: 1 }).put(ROOT, chunks('a', 'b'))).rejects.toThrow()
    expect(await readdir(folder)).toEqual([])
    await rmdir(folder)
  })

  it('without any keys, or a region, name the variables', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere')
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere')
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    await expect(open().find(ROOT)).rejects.toThrow('AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: are not set')
    vi.stubEnv('AWS_REGION', undefined)
    await expect(open().find(ROOT)).rejects.toThrow('AWS_REGION: is not set')
  })
})

describe('BLOBS', () => {
  it.each([
    's3://b',
    's3://Bucket/x',
    's3://bucket/a//b',
    's3://bucket/a b',
    'https://bucket/a',
    's3://bucket/?a',
    's3://bucket/a/../b',
    's3://bucket/.',
  ])('is not %s', (text) => {
    expect(BLOBS_URL.test(text)).toBe(false)
    expect(() => openBlobs({ BLOBS: text, DATA_DIR: '/nowhere' })).toThrow('expected s3://bucket/prefix')
  })
})
