import { type Hex, startOf } from '@touchstone/verify'
import type { HeldBytes } from '../../files/heldBytes.js'
import type { RootHash } from './rootHash.js'

const CHUNK = 256
const OPENING_BRACE = 0x7b

export type RootMatch =
  | { outcome: 'match'; bytes: HeldBytes; sha256: string }
  | { outcome: 'mismatch' | 'size-mismatch'; foundRoot: Hex | undefined; detail: string; sha256: string }

/**
 * Decides what a source's bytes are. The root is taken over everything that was served, padding included, before
 * anything is cut: bytes after the file's end count, and a wrong size in somebody's anchor does not accuse the source.
 * @param served all bytes of the answer, whole 256-byte chunks as a node sends them or the exact file.
 * @param size length that the anchor names.
 */
export async function matchRoot(served: HeldBytes, root: Hex, size: number, hash: RootHash): Promise<RootMatch> {
  const { root: found, sha256, end } = await hash(served)
  const foundRoot = found ?? undefined
  if (foundRoot === root) return { outcome: 'match', bytes: cutToFile(served, end, size), sha256 }
  const wrong = { foundRoot, sha256 }
  if (served.length < size)
    return { outcome: 'size-mismatch', detail: `${served.length} of ${size} bytes served`, ...wrong }
  if (end > size)
    return { outcome: 'size-mismatch', detail: `bytes other than zero after the end at ${size}`, ...wrong }
  return { outcome: 'mismatch', detail: 'the bytes recompute to another root', ...wrong }
}

/**
 * The file within its last chunk. A root does not fix the length there: a stranger can anchor the same root with a
 * longer size, so that padding would follow the file and spoil its last line. A trail in the clear starts with a brace
 * and cannot end in NUL, so its end is its last byte other than NUL; for anything else the anchor's size counts.
 */
function cutToFile(served: HeldBytes, end: number, size: number): HeldBytes {
  const chunks = Math.ceil(served.length / CHUNK)
  const keepsRoot = Math.ceil(end / CHUNK) === chunks
  if (startOf(served, 1)[0] === OPENING_BRACE && keepsRoot) return cut(served, end)
  return end <= size ? cut(served, size) : served
}

function cut(bytes: HeldBytes, length: number): HeldBytes {
  if (length >= bytes.length) return bytes
  return bytes instanceof Uint8Array ? bytes.subarray(0, length) : bytes.cut(length)
}
