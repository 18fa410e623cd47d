import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BlobStore, openDiskBlobs } from './disk'

const ROOT = `0xabcd${'0'.repeat(60)}`
let folder: string
let blobs: BlobStore

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'touchstone-blobs-'))
  blobs = openDiskBlobs(folder)
})
afterEach(() => rm(folder, { recursive: true }))

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part)
}

describe('disk blobs', () => {
  it('keeps bytes and streams under their root, two folders deep', async () => {
    await blobs.put(ROOT, Buffer.from('first'))
    await blobs.put(ROOT, chunks('second', ' half'))
    expect(Buffer.from((await blobs.find(ROOT)) ?? []).toString()).toBe('second half')
    expect(await blobs.findSize(ROOT)).toBe(11)
    expect(await readdir(path.join(folder, 'ab/cd'))).toEqual([ROOT])
  })

  it('streams what it keeps', async () => {
    await blobs.put(ROOT, Buffer.from('payload'))
    const parts: Buffer[] = []
    for await (const part of (await blobs.findStream(ROOT)) ?? []) parts.push(part as Buffer)
    expect(Buffer.concat(parts).toString()).toBe('payload')
  })

  it('answers undefined where there is nothing, also after a removal', async () => {
    expect(await blobs.find(ROOT)).toBeUndefined()
    expect(await blobs.findSize(ROOT)).toBeUndefined()
    expect(await blobs.findStream(ROOT)).toBeUndefined()
    await blobs.put(ROOT, Buffer.from('x'))
    expect(await blobs.remove(ROOT)).toBe(true)
    expect(await blobs.remove(ROOT)).toBe(false)
    expect(await blobs.find(ROOT)).toBeUndefined()
  })

  it('leaves neither a partial blob nor a temporary file when the source breaks', async () => {
    await blobs.put(ROOT, Buffer.from('whole'))
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('source broke')
    }
    await expect(blobs.put(ROOT, broken())).rejects.toThrow('source broke')
    expect(Buffer.from((await blobs.find(ROOT)) ?? []).toString()).toBe('whole')
    expect(await readdir(path.join(folder, 'ab/cd'))).toEqual([ROOT])
  })

  it('refuses every name that is not a root', async () => {
    for (const name of ['', '../../etc/passwd', `0x${'A'.repeat(64)}`, `${ROOT}\n`, `0x${'0'.repeat(63)}/`]) {
      await expect(blobs.put(name, new Uint8Array())).rejects.toThrow('Not a blob')
      await expect(blobs.find(name)).rejects.toThrow('Not a blob')
      await expect(blobs.remove(name)).rejects.toThrow('Not a blob')
    }
  })
})
