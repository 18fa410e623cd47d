import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DiskFile } from './diskFile.js'

/** The files that are in the making take all of the space that they may. */
export class SpoolFull extends Error {
  override name = 'SpoolFull'
  constructor(maxBytes: number) {
    super(`The files of this process that are in the making would take more than ${maxBytes} bytes of disk.`)
  }
}

/** A file in the making, without a name. */
export interface SpoolFile {
  /** Bytes that it may have. */
  readonly size: number
  write(bytes: Uint8Array, at: number): Promise<void>
  /** What was written, as far as `length`. */
  read(length: number): DiskFile
  /** Lets it go before the work ends. */
  close(): Promise<void>
}

/** The files of one piece of work: all of them are gone when it ends. */
export interface Scratch {
  /** @throws SpoolFull, or the disk's error. */
  create(size: number): Promise<SpoolFile>
  /** Has an open file closed with the others. */
  adopt(handle: FileHandle): void
}

export interface Spool {
  /** Gives work its files, and takes them back when it has ended, whatever came of it. */
  during<T>(work: (scratch: Scratch) => Promise<T>): Promise<T>
  /** Bytes that the files in the making may take now. */
  readonly usedBytes: number
}

/**
 * Files in the making, in a folder that any number of processes share. Each loses its name as soon as it is open, so that the
 * system frees it when the process ends, however it ends; names are random. What a process left that was killed in between is
 * removed by the next one: no file here is ever found by its name again.
 */
export function openSpool(folder: string, maxBytes: number): Spool {
  let used = 0
  let cleaned: Promise<void> | undefined
  const create = async (size: number, held: Set<() => Promise<void>>): Promise<SpoolFile> => {
    if (used + size > maxBytes) throw new SpoolFull(maxBytes)
    used += size
    let handle: FileHandle | undefined
    const close = async () => {
      if (!held.delete(close)) return
      used -= size
      await handle?.close()
    }
    held.add(close)
    cleaned ??= clean(folder).catch((error: Error) => {
      cleaned = undefined
      throw error
    })
    await cleaned
    handle = await openUnnamed(folder)
    const { fd } = handle
    return {
      size,
      close,
      write: (bytes, at) => writeAll(handle, bytes, at, size),
      read: (length) => new DiskFile({ fd, length: Math.min(length, size), digests: [] }),
    }
  }
  return {
    get usedBytes() {
      return used
    },
    during: async (work) => {
      const held = new Set<() => Promise<void>>()
      try {
        return await work({
          create: (size) => create(size, held),
          adopt: (handle) => held.add(() => handle.close()),
        })
      } finally {
        await Promise.all([...held].map((close) => close()))
      }
    },
  }
}

async function clean(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await Promise.all((await readdir(folder)).map((name) => rm(join(folder, name), { force: true, recursive: true })))
}

async function openUnnamed(folder: string): Promise<FileHandle> {
  const name = join(folder, randomUUID())
  const handle = await open(name, 'wx+', 0o600)
  // Another process that starts may have removed it first.
  await rm(name, { force: true })
  return handle
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number, size: number): Promise<void> {
  if (at + bytes.length > size) throw new RangeError(`${at + bytes.length} bytes for a file of ${size}.`)
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, at + written)
    written += bytesWritten
  }
}
