import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { chunks, itIsABlobStore, ROOT } from '../../testing/blobStoreCases'
import { BUCKET, CREDENTIALS, type S3Server, startS3Server } from '../../testing/s3Server'
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
  server.keepsVersions = false
  server.beforePut = () => undefined
})
afterEach(() => vi.unstubAllEnvs())

const open = (maxBytes?: number) => openS3Blobs({ bucket: BUCKET, prefix: 'a/b', endpoint: server.url }, maxBytes)
const KEY = `a/b/ab/cd/${ROOT}`
const puts = () => server.asked.filter((line) => line.startsWith('PUT')).map((line) => line.slice(-3))
const textOf = (key: string) => server.objects.get(key)?.bytes.toString()

describe('blobs in a bucket', () => {
  itIsABlobStore(open)

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
      server.objects.set(key, { bytes: Buffer.from('x'), metadata: '', etag: `"${round}"` })
    }
    await expect(open().put(ROOT, Buffer.from('new'))).rejects.toThrow('keeps writing')
  })

  it('do not count as deleted where the bucket keeps versions', async () => {
    await open().put(ROOT, Buffer.from('x'))
    server.keepsVersions = true
    await expect(open().remove(ROOT)).rejects.toThrow('keeps versions')
  })

  it('leave no temporary file', async () => {
    await open().put(ROOT, chunks('a', 'b'))
    await expect(open(1).put(ROOT, chunks('a', 'b'))).rejects.toThrow()
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('touchstone-blob-'))).toEqual([])
  })

  it('are refused with another key, and a missing bucket is no missing blob', async () => {
    const other = openS3Blobs({ bucket: 'missing', prefix: '', endpoint: server.url })
    await expect(other.put(ROOT, Buffer.from('x'))).rejects.toThrow()
    await expect(other.find(ROOT)).rejects.toThrow()
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another')
    await expect(open().find(ROOT)).rejects.toThrow()
    await expect(open().put(ROOT, Buffer.from('x'))).rejects.toThrow()
    expect(server.objects.size).toBe(0)
  })
})

describe('BLOBS', () => {
  it.each(['s3://b', 's3://Bucket/x', 's3://bucket/a//b', 's3://bucket/a b', 'https://bucket/a', 's3://bucket/?a'])(
    'is not %s',
    (text) => {
      expect(BLOBS_URL.test(text)).toBe(false)
      expect(() => openBlobs({ BLOBS: text, DATA_DIR: '/nowhere' })).toThrow('expected s3://bucket/prefix')
    },
  )
})

// A real server, whichever is at hand, with an empty bucket: BLOBS_TEST=s3://bucket, its address in S3_ENDPOINT, credentials by
// the variables of the SDK.
const [, real] = BLOBS_URL.exec(process.env.BLOBS_TEST ?? '') ?? []
const theirs = { key: process.env.AWS_ACCESS_KEY_ID, secret: process.env.AWS_SECRET_ACCESS_KEY }
describe.skipIf(real === undefined)('blobs on a server that is not ours', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', theirs.key)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', theirs.secret)
  })
  itIsABlobStore((maxBytes) =>
    openS3Blobs({ bucket: real ?? '', prefix: `test/${randomUUID()}`, endpoint: process.env.S3_ENDPOINT }, maxBytes),
  )
})
