import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chunks, itIsABlobStore, ROOT } from '../../testing/blobStoreCases'
import { openDiskBlobs } from './disk'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'touchstone-blobs-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('disk blobs', () => {
  itIsABlobStore((maxBytes) => openDiskBlobs(folder, maxBytes))

  it('lie two folders deep, without temporary files beside them', async () => {
    const blobs = openDiskBlobs(folder, 5)
    await blobs.put(ROOT, Buffer.from('whole'))
    await expect(blobs.put(ROOT, chunks('abc', 'def'))).rejects.toThrow()
    expect(await readdir(path.join(folder, 'ab/cd'))).toEqual([ROOT])
  })
})
