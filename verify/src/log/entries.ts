/** Bundles of entries of c2sp.org/tlog-tiles: each entry behind its length in two bytes, the higher first. */

/** Longest entry. */
export const MAX_ENTRY_BYTES = 0xffff

/** A bundle is torn. */
export class EntryBundleError extends Error {
  override name = 'EntryBundleError'
}

/** @throws RangeError for an entry that is too long. */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, { length }) => sum + 2 + length, 0))
  let at = 0
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES)
      throw new RangeError(`An entry has at most ${MAX_ENTRY_BYTES} bytes, not ${entry.length}.`)
    bytes.set([entry.length >> 8, entry.length & 0xff], at)
    bytes.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bytes
}

/** @throws EntryBundleError where the last entry is shorter than its length says. */
export function decodeEntries(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const [high, low] = bytes.subarray(at, at + 2)
    const end = at + 2 + (high ?? 0) * 256 + (low ?? 0)
    if (low === undefined || end > bytes.length)
      throw new EntryBundleError(`The bundle ends within entry ${entries.length}.`)
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}
