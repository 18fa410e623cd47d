/** The outer shape of a bundle: a zip file with few, small, flat entries. Everything in it is hostile until read. */
import { type UnzipFileInfo, unzipSync, zipSync } from 'fflate'
import { BundleError } from './bundleError.js'

/** Entries of one bundle, and bytes of one and of all of them. A trail alone may have 256 MiB. */
export const MAX_ENTRIES = 2_000
export const MAX_ENTRY_BYTES = 256 * 1024 * 1024
export const MAX_BUNDLE_BYTES = 512 * 1024 * 1024
/** Deflate cannot do better: who declares more lies about the size. */
const MAX_RATIO = 1_032
/** Names of entries. */
export const ENTRY_NAME = /^[a-z]+(?:\/[0-9a-zx]+)?\.(?:json|jsonl|bin|tlog-proof)$/

/** Packs entries. The same entries give the same bytes. */
export function packArchive(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  // A fixed date, so that the same evidence makes the same file. Zip keeps local time, so this is local time too.
  return zipSync(Object.fromEntries(sorted), { level: 6, mtime: '2000-01-01T12:00:00' })
}

/**
 * Unpacks entries. What an entry declares bounds what is allocated, and what it declares is bounded by its compressed size.
 * @throws BundleError
 */
export function unpackArchive(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length > MAX_BUNDLE_BYTES)
    throw new BundleError(`The bundle has ${bytes.length} bytes, at most ${MAX_BUNDLE_BYTES} are read.`)
  const admit = createAdmission(bytes.length)
  let unpacked: Record<string, Uint8Array>
  try {
    unpacked = unzipSync(bytes, { filter: admit })
  } catch (cause) {
    if (cause instanceof BundleError) throw cause
    throw new BundleError(`The bundle is not a zip file: ${(cause as Error).message}`, { cause })
  }
  return new Map(Object.entries(unpacked))
}

function createAdmission(fileBytes: number): (info: UnzipFileInfo) => boolean {
  const names = new Set<string>()
  let total = 0
  return ({ name, size, originalSize, compression }) => {
    const shown = name.slice(0, 80)
    if (!ENTRY_NAME.test(name)) throw new BundleError(`The bundle has an entry "${shown}", which no bundle has.`)
    if (names.has(name)) throw new BundleError(`The bundle has two entries "${shown}".`)
    if (names.size >= MAX_ENTRIES) throw new BundleError(`The bundle has more than ${MAX_ENTRIES} entries.`)
    if (compression !== 0 && compression !== 8)
      throw new BundleError(`Entry "${shown}" is compressed by method ${compression}, expected 0 or 8.`)
    if (originalSize > MAX_ENTRY_BYTES || size > fileBytes || originalSize > (size + 1) * MAX_RATIO)
      throw new BundleError(`Entry "${shown}" declares ${originalSize} bytes, which it cannot have.`)
    total += originalSize
    if (total > MAX_BUNDLE_BYTES)
      throw new BundleError(`The bundle unpacks to more than ${MAX_BUNDLE_BYTES} bytes, the limit.`)
    names.add(name)
    return true
  }
}
