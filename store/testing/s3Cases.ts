import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BlobStore } from '../src/blobs/blobStore'
import { BlobPlaceError } from '../src/blobs/errors'
import { checkBlobs, openBlobs } from '../src/blobs/open'
import { openS3Blobs, type S3Limits } from '../src/blobs/s3'
import { chunks, itIsABlobStore, ROOT } from './blobStoreCases'
import { type Fault, type Line, startLine } from './line'

/** A server under test, and how it is reached. */
export interface TestedServer {
  url: string
  environment: Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_REGION', string>
  /** Ends it and starts it again with what it keeps, at the same address. */
  restart(): Promise<void>
}

const MIB = 1024 * 1024
/** What falls silent is given up soon; what is only slow, on a machine with other work, is not. */
const SILENCE_MS = 250
const PATIENCE_MS = 10_000
let buckets = 0

/** What holds of blobs on every S3 server; `server` gives the one that the suite has started. */
export function itKeepsBlobsInABucket(server: () => TestedServer) {
  let client: S3Client
  let bucket: string
  let line: Line

  beforeEach(async () => {
    for (const [name, value] of Object.entries(server().environment)) vi.stubEnv(name, value)
    client = new S3Client({ endpoint: server().url, forcePathStyle: true })
    // A name with every character that a bucket's may have.
    buckets += 1
    bucket = `t${buckets}.some-bucket`
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    line = await startLine(server().url)
  })
  afterEach(async () => {
    client.destroy()
    await line.stop()
    vi.unstubAllEnvs()
  })

  const place = (endpoint = server().url) => ({ bucket, prefix: 'A_z0.9-x/.b', endpoint })
  const open = (limits?: Partial<S3Limits>) => openS3Blobs(place(), limits)
  const openOverLine = (silenceMs = PATIENCE_MS) => openS3Blobs(place(line.url), { silenceMs })
  const fail = (...faults: Fault[]) => {
    line.faults = faults
  }
  const failAlways = (fault: Fault) => {
    line.faults = [fault]
    line.staysFaulty = true
  }
  /** Each method once, so that none takes a refusal for an answer. */
  const itThrows = async (blobs: BlobStore, message: string | RegExp) => {
    const methods: [string, () => Promise<unknown>][] = [
      ['put', () => blobs.put(ROOT, Buffer.from('x'))],
      ['put of a stream', () => blobs.put(ROOT, chunks('x', 'y'))],
      ['find', () => blobs.find(ROOT)],
      ['findSize', () => blobs.findSize(ROOT)],
      ['findStream', () => blobs.findStream(ROOT)],
      ['remove', () => blobs.remove(ROOT)],
    ]
    for (const [name, method] of methods) await expect(method(), name).rejects.toThrow(message)
  }

  itIsABlobStore((maxBytes) => open(maxBytes === undefined ? {} : { maxBytes }))

  it('lie under bucket, prefix and root', async () => {
    await open().put(ROOT, Buffer.from('found by its key'))
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `A_z0.9-x/.b/ab/cd/${ROOT}` }))
    expect(await Body?.transformToString()).toBe('found by its key')
  })

  it('keep a large stream of many parts, and give it back the same', async () => {
    const part = Buffer.alloc(MIB, 'not the same in each place ')
    const hash = createHash('sha256')
    async function* parts() {
      for (let index = 0; index < 48; index += 1) {
        part.writeUInt32BE(index)
        hash.update(part)
        yield Buffer.from(part)
      }
    }
    const blobs = open()
    await blobs.put(ROOT, parts())
    expect(await blobs.findSize(ROOT)).toBe(48 * MIB)
    const read = createHash('sha256')
    for await (const chunk of (await blobs.findStream(ROOT)) ?? []) read.update(chunk as Buffer)
    expect(read.digest('hex')).toBe(hash.digest('hex'))
  })

  describe('refused', () => {
    it('with another secret, name its variable', async () => {
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another')
      await itThrows(open(), 'AWS_SECRET_ACCESS_KEY: ')
    })

    it('with a key that the server does not know, name its variable', async () => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'NOBODYSKEY')
      await itThrows(open(), 'AWS_ACCESS_KEY_ID: ')
    })

    it('for want of a bucket, name it: no blob is not the answer', async () => {
      await itThrows(openS3Blobs({ ...place(), bucket: 'no-such-bucket' }), 'BLOBS: there is no bucket no-such-bucket')
    })

    it('end a start with the sentence; an address where nothing answers does not', async () => {
      const BLOBS = `s3://${bucket}/some`
      expect(await checkBlobs({ BLOBS, S3_ENDPOINT: server().url })).toBeUndefined()
      expect(await checkBlobs({ BLOBS, S3_ENDPOINT: 'http://127.0.0.1:9' })).toContain('ECONNREFUSED')
      const missing = checkBlobs({ BLOBS: 's3://no-such-bucket', S3_ENDPOINT: server().url })
      await expect(missing).rejects.toBeInstanceOf(BlobPlaceError)
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another')
      await expect(checkBlobs({ BLOBS, S3_ENDPOINT: server().url })).rejects.toBeInstanceOf(BlobPlaceError)
    })

    it('leave nothing behind', async () => {
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another')
      await expect(open().put(ROOT, Buffer.from('x'))).rejects.toThrow()
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', server().environment.AWS_SECRET_ACCESS_KEY)
      expect(await open().findSize(ROOT)).toBeUndefined()
    })
  })

  describe('at an address', () => {
    it('where nothing answers, name the variable', async () => {
      await line.stop()
      await itThrows(openOverLine(), /^S3_ENDPOINT: http:\/\/127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)\.$/)
      line = await startLine(server().url)
    })

    it('of a server of something else, do not take its 404 for an answer', async () => {
      const other = createServer((request, response) => {
        request.resume().once('end', () => response.writeHead(404, { 'content-type': 'text/html' }).end('<p>no</p>'))
      })
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
      await itThrows(openS3Blobs(place(url)), 'S3_ENDPOINT: ')
      other.closeAllConnections()
      other.close()
    })
  })

  describe('over a line', () => {
    it('that is cut once on the way there arrive all the same, from bytes and from a stream', async () => {
      const whole = Buffer.alloc(4 * MIB, 'payload')
      for (const bytes of [whole, chunks(whole.toString())]) {
        fail({ kind: 'cut', from: 'client', after: MIB })
        const blobs = openOverLine()
        await blobs.put(ROOT, bytes)
        expect(Buffer.from((await open().find(ROOT)) ?? []).equals(whole)).toBe(true)
        await open().remove(ROOT)
      }
    })

    it('that is cut before the answer are not written twice', async () => {
      fail({ kind: 'cut', from: 'server', after: 0 })
      await openOverLine().put(ROOT, chunks('taken, ', 'and not said so'))
      expect(Buffer.from((await open().find(ROOT)) ?? []).toString()).toBe('taken, and not said so')
    })

    it('that is always cut leave nothing, and what was there stays', async () => {
      failAlways({ kind: 'cut', from: 'client', after: MIB })
      const whole = Buffer.alloc(2 * MIB, 'payload')
      await expect(openOverLine().put(ROOT, whole)).rejects.toThrow('S3_ENDPOINT: ')
      expect(await open().findSize(ROOT)).toBeUndefined()
      await open().put(ROOT, Buffer.from('before'))
      await expect(openOverLine().put(ROOT, chunks(whole.toString()))).rejects.toThrow('S3_ENDPOINT: ')
      expect(Buffer.from((await open().find(ROOT)) ?? []).toString()).toBe('before')
    })

    it('that is cut on the way back are an error and never a shorter blob', async () => {
      await open().put(ROOT, Buffer.alloc(4 * MIB, 'payload'))
      failAlways({ kind: 'cut', from: 'server', after: MIB })
      await expect(openOverLine().find(ROOT)).rejects.toThrow('S3_ENDPOINT: ')
      const stream = await openOverLine().findStream(ROOT)
      await expect(text(stream ?? Readable.from([]))).rejects.toThrow()
    })

    it('that changes them are refused by the server', async () => {
      for (const bytes of [Buffer.from('precious bytes'), chunks('precious', ' bytes')]) {
        failAlways({ kind: 'spoil', from: 'client', text: 'precious', as: 'tampered' })
        await expect(openOverLine().put(ROOT, bytes)).rejects.toThrow('answers XAmzContentSHA256Mismatch (HTTP 400)')
      }
      expect(await open().find(ROOT)).toBeUndefined()
    })

    it('that falls silent are given up: asking, reading and writing', async () => {
      const whole = Buffer.alloc(4 * MIB, 'payload')
      await open().put(ROOT, whole)
      failAlways({ kind: 'silence', from: 'server', after: 0 })
      const opened = openBlobs({ BLOBS: `s3://${bucket}`, S3_ENDPOINT: line.url }, 'part', { silenceMs: SILENCE_MS })
      await expect(opened.find(ROOT)).rejects.toThrow('silent for too long')
      await itThrows(openOverLine(SILENCE_MS), /^S3_ENDPOINT: .* does not answer \(it was silent for too long\)\.$/)
      failAlways({ kind: 'silence', from: 'server', after: MIB })
      await expect(openOverLine(SILENCE_MS).find(ROOT)).rejects.toThrow('silent for too long')
      const stream = await openOverLine(SILENCE_MS).findStream(ROOT)
      await expect(text(stream ?? Readable.from([]))).rejects.toThrow(`${SILENCE_MS} ms of inactivity`)
      failAlways({ kind: 'silence', from: 'client', after: MIB })
      await expect(openOverLine(SILENCE_MS).put(ROOT, Buffer.alloc(8 * MIB))).rejects.toThrow('S3_ENDPOINT: ')
      expect(await open().findSize(ROOT)).toBe(whole.length)
    })
  })

  it('are there after the server was started again, also for who held a connection to it', async () => {
    const blobs = open()
    await blobs.put(ROOT, Buffer.from('kept'))
    await server().restart()
    expect(Buffer.from((await blobs.find(ROOT)) ?? []).toString()).toBe('kept')
    await blobs.put(ROOT, chunks('kept', ' anew'))
    expect(await blobs.findSize(ROOT)).toBe(9)
  })

  describe('in a bucket with versions', () => {
    const version = (Status: 'Enabled' | 'Suspended') =>
      client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }))

    it('do not count as deleted, however often it is tried', async () => {
      await version('Enabled')
      await open().put(ROOT, Buffer.from('x'))
      await expect(open().remove(ROOT)).rejects.toThrow('keeps versions')
      await expect(open().remove(ROOT)).rejects.toThrow('keeps versions')
    })

    it('do not count as deleted where one is left from before versions were switched off', async () => {
      await version('Enabled')
      await open().put(ROOT, Buffer.from('old'))
      await version('Suspended')
      await expect(open().remove(ROOT)).rejects.toThrow('keeps versions')
    })

    it('are deleted where they came after versions were switched off', async () => {
      await version('Enabled')
      await version('Suspended')
      await open().put(ROOT, Buffer.from('x'))
      expect(await open().remove(ROOT)).toBe(true)
      expect(await open().remove(ROOT)).toBe(false)
    })
  })

  it('of other keys in the bucket are left alone', async () => {
    const neighbour = { Bucket: bucket, Key: `A_z0.9-x/.b/ab/cd/${ROOT}0` }
    await client.send(new PutObjectCommand({ ...neighbour, Body: 'neighbour', ChecksumAlgorithm: 'SHA256' }))
    await open().put(ROOT, Buffer.from('x'))
    expect(await open().remove(ROOT)).toBe(true)
    const { Body } = await client.send(new GetObjectCommand(neighbour))
    expect(await Body?.transformToString()).toBe('neighbour')
  })
}
