import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { type BlobStore, capped, MAX_BLOB_BYTES, pathOf } from './blobStore'

/**
 * A blob store in a folder. Every method throws BlobNameError for a name that is not a root.
 */
export function openDiskBlobs(folder: string, maxBytes = MAX_BLOB_BYTES): BlobStore {
  const fileOf = (root: string) => path.join(folder, pathOf(root))
  return {
    put: async (root, bytes) => writeAtomically(fileOf(root), capped(bytes, maxBytes)),
    find: async (root) => orUndefined(readFile(fileOf(root))),
    findSize: async (root) => (await orUndefined(stat(fileOf(root))))?.size,
    findStream: async (root) => {
      const file = fileOf(root)
      // Opened here, so that a file removed meanwhile is an answer and not an error event of the stream.
      const handle = await orUndefined(open(file, 'r'))
      return handle && createReadStream(file, { fd: handle })
    },
    findHandle: async (root) => orUndefined(open(fileOf(root), 'r')),
    remove: async (root) => (await orUndefined(rm(fileOf(root)).then(() => true))) ?? false,
  }
}

async function writeAtomically(file: string, bytes: AsyncIterable<Uint8Array>) {
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

async function writeAll(handle: FileHandle, bytes: AsyncIterable<Uint8Array>) {
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
