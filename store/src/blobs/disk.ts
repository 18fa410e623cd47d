import { randomUUID } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

const ROOT = /^0x[0-9a-f]{64}$/

/** The name is not a root: 0x and 64 lower-case hex digits. */
export class BlobNameError extends Error {
  override name = 'BlobNameError'
  constructor(root: string) {
    super(`Not a blob's root: ${JSON.stringify(root.slice(0, 80))}. Expected 0x and 64 lower-case hex digits.`)
  }
}

/** Payloads on disk, keyed by the root that their bytes recompute to. The caller has checked the bytes. */
export interface BlobStore {
  /** Keeps the bytes under the root, replacing what lay there; whole or not at all, also across a crash. */
  put(root: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>
  /** The bytes, or undefined where there are none. */
  find(root: string): Promise<Uint8Array | undefined>
  /** Size in bytes, or undefined where there are none. */
  findSize(root: string): Promise<number | undefined>
  /** A stream of the bytes, or undefined where there are none. */
  findStream(root: string): Promise<ReadStream | undefined>
  /** Deletes the bytes; true where there were some. */
  remove(root: string): Promise<boolean>
}

/**
 * A blob store in a folder, fanned out in two levels of 256 so that no folder grows large: `ab/cd/0xabcd…`.
 * Every method throws BlobNameError for a name that is not a root, so that no name leaves the folder.
 */
export function openDiskBlobs(folder: string): BlobStore {
  const fileOf = (root: string) => {
    if (!ROOT.test(root)) throw new BlobNameError(root)
    return path.join(folder, root.slice(2, 4), root.slice(4, 6), root)
  }
  return {
    put: async (root, bytes) => writeAtomically(fileOf(root), bytes),
    find: async (root) => orUndefined(readFile(fileOf(root))),
    findSize: async (root) => (await orUndefined(stat(fileOf(root))))?.size,
    findStream: async (root) => {
      const file = fileOf(root)
      // Opened here, so that a file removed meanwhile is an answer and not an error event of the stream.
      const handle = await orUndefined(open(file, 'r'))
      return handle && createReadStream(file, { fd: handle })
    },
    remove: async (root) => (await orUndefined(rm(fileOf(root)).then(() => true))) ?? false,
  }
}

async function writeAtomically(file: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) {
  const folder = path.dirname(file)
  await mkdir(folder, { recursive: true })
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    const handle = await open(temporary, 'wx')
    try {
      await writeAll(handle, bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(folder)
}

async function writeAll(handle: FileHandle, bytes: Uint8Array | AsyncIterable<Uint8Array>) {
  if (bytes instanceof Uint8Array) return handle.writeFile(bytes)
  for await (const chunk of bytes) await handle.writeFile(chunk)
}

/** Without it a crash can lose the rename although the file's bytes are on disk. */
async function syncFolder(folder: string) {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function orUndefined<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
