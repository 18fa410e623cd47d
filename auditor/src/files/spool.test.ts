import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { lastByteEnd, storageRoot, wholeOf } from '@touchstone/verify'
import { describe, expect, it } from 'vitest'
import { openTestSpool } from '../../testing/spool.js'
import { DiskFile, FileChanged, PIECE_BYTES } from './diskFile.js'
import { scanFile } from './scan.js'
import type { Scratch, SpoolFile } from './spool.js'

const BYTES = randomBytes(2 * PIECE_BYTES + 700)

async function fill(scratch: Scratch, bytes: Uint8Array = BYTES): Promise<SpoolFile> {
  const file = await scratch.create(bytes.length)
  // Segments come in any order.
  await file.write(bytes.subarray(PIECE_BYTES), PIECE_BYTES)
  await file.write(bytes.subarray(0, PIECE_BYTES), 0)
  return file
}

const withFile = <T>(use: (file: SpoolFile) => Promise<T> | T) =>
  openTestSpool().spool.during(async (scratch) => use(await fill(scratch)))

describe('a file on disk', () => {
  it('has the bytes that were written, by pieces and as a stream, and is cut without a second look', async () => {
    await withFile(async (made) => {
      const file = made.read(BYTES.length)
      expect(BYTES.equals(wholeOf(file))).toBe(true)
      const pieces: Uint8Array[] = []
      for await (const piece of file.stream()) pieces.push(piece)
      expect(BYTES.equals(Buffer.concat(pieces))).toBe(true)
      for (const length of [BYTES.length - 1, 2 * PIECE_BYTES + 1, 2 * PIECE_BYTES, PIECE_BYTES, 1])
        expect(BYTES.subarray(0, length).equals(wholeOf(file.cut(length)))).toBe(true)
      const { root, sha256, end } = scanFile(file.ref)
      expect([root, end]).toEqual([storageRoot(BYTES).root, lastByteEnd(BYTES)])
      expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    })
  })

  it.each([0, PIECE_BYTES, 2 * PIECE_BYTES + 699])(
    'that changes between two readings is never read on: byte %i',
    async (at) => {
      await withFile(async (made) => {
        const file = made.read(BYTES.length)
        const { digests } = scanFile(file.ref)
        file.trust(digests)
        await made.write(Uint8Array.of((BYTES[at] ?? 0) ^ 1), at)
        expect(() => wholeOf(file)).toThrow(FileChanged)
        expect(() => scanFile(file.ref)).toThrow(FileChanged)
        expect(() => wholeOf(new DiskFile(file.ref))).toThrow(FileChanged)
        if (at > 2 * PIECE_BYTES) expect(() => file.cut(BYTES.length - 1)).toThrow(FileChanged)
      })
    },
  )

  it('that is cut short is never read to its end, also where nobody read it before', async () => {
    const { folder } = openTestSpool()
    mkdirSync(folder)
    const path = join(folder, 'blob')
    writeFileSync(path, BYTES)
    const handle = await open(path, 'r+')
    try {
      const file = new DiskFile({ fd: handle.fd, length: BYTES.length, digests: [] })
      await handle.truncate(BYTES.length - 1)
      expect(() => wholeOf(file)).toThrow(FileChanged)
      await handle.truncate(0)
      expect(() => scanFile(file.ref)).toThrow(FileChanged)
    } finally {
      await handle.close()
    }
  })
})

describe('the spool', () => {
  it('shows no name while a file is in the making, and lets everything go with the work, whatever came of it', async () => {
    const { spool, folder } = openTestSpool()
    const made: SpoolFile[] = []
    const work = spool.during(async (scratch) => {
      made.push(await fill(scratch))
      expect(readdirSync(folder)).toEqual([])
      expect(spool.usedBytes).toBe(BYTES.length)
      throw new Error('a bug')
    })
    await expect(work).rejects.toThrow('a bug')
    expect(spool.usedBytes).toBe(0)
    await expect(made[0]?.write(Uint8Array.of(1), 0)).rejects.toThrow()
  })

  it('takes no more of the disk than it may, all work together, and has room again afterwards', async () => {
    const { spool } = openTestSpool(2 * BYTES.length)
    await spool.during(async (scratch) => {
      const first = await fill(scratch)
      await spool.during(async (other) => {
        await fill(other)
        await expect(scratch.create(1)).rejects.toMatchObject({ name: 'SpoolFull' })
      })
      await fill(scratch)
      await first.close()
      await first.close()
      expect(spool.usedBytes).toBe(BYTES.length)
      await expect(first.write(Uint8Array.of(1), BYTES.length)).rejects.toThrow(RangeError)
    })
    expect(spool.usedBytes).toBe(0)
  })

  it('removes what a killed process left, and takes nothing from one that is at work', async () => {
    const { spool, folder } = openTestSpool()
    mkdirSync(folder)
    writeFileSync(join(folder, 'left'), 'x')
    await spool.during(async (scratch) => {
      const file = await fill(scratch)
      expect(readdirSync(folder)).toEqual([])
      expect(BYTES.equals(wholeOf(file.read(BYTES.length)))).toBe(true)
    })
  })
})
