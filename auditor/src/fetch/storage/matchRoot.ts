import type { Hex } from '@touchstone/verify'
import type { RootHash } from './rootHash.js'

const CHUNK = 256
const OPENING_BRACE = 0x7b

export type RootMatch =
  | { outcome: 'match'; bytes: Uint8Array }
  | { outcome: 'mismatch' | 'size-mismatch'; foundRoot: Hex | undefined; detail: string }

/**
 * Decides what a source's bytes are. The root is taken over everything that was served, padding included, before
 * anything is cut: bytes after the file's end count, and a wrong size in somebody's anchor does not accuse the source.
 * @param served all bytes of the answer, whole 256-byte chunks as a node sends them or the exact file.
 * @param size length that the anchor names.
 */
export async function matchRoot(served: Uint8Array, root: Hex, size: number, hash: RootHash): Promise<RootMatch> {
  const foundRoot = (await hash(served)) ?? undefined
  if (foundRoot === root) return { outcome: 'match', bytes: cutToFile(served, size) }
  if (served.length < size)
    return { outcome: 'size-mismatch', foundRoot, detail: `${served.length} of ${size} bytes served` }
  if (served.subarray(size).some((byte) => byte !== 0))
    return { outcome: 'size-mismatch', foundRoot, detail: `bytes other than zero after the end at ${size}` }
  return { outcome: 'mismatch', foundRoot, detail: 'the bytes recompute to another root' }
}

/**
 * The file within its last chunk. A root does not fix the length there: a stranger can anchor the same root with a
 * longer size, so that padding would follow the file and spoil its last line. A trail in the clear starts with a brace
 * and cannot end in NUL, so its end is its last byte other than NUL; for anything else the anchor's size counts.
 */
function cutToFile(served: Uint8Array, size: number): Uint8Array {
  const chunks = Math.ceil(served.length / CHUNK)
  let end = served.length
  while (end > 0 && served[end - 1] === 0) end -= 1
  const keepsRoot = Math.ceil(end / CHUNK) === chunks
  if (served[0] === OPENING_BRACE && keepsRoot) return served.subarray(0, end)
  return end <= size ? served.subarray(0, size) : served
}
