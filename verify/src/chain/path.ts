/** Paths of a Merkle-Patricia trie: half-bytes, and their hex-prefix form (Yellow Paper, appendix C). */
import { RlpError } from './rlp.js'

/** The half-bytes of a key, high one first. */
export function toNibbles(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15])
}

/** Hex-prefix form of a path that ends in a leaf or goes on. */
export function encodePath(nibbles: readonly number[], isLeaf: boolean): Uint8Array {
  const flag = (isLeaf ? 2 : 0) + (nibbles.length % 2)
  const padded = nibbles.length % 2 === 1 ? [flag, ...nibbles] : [flag, 0, ...nibbles]
  return Uint8Array.from(
    { length: padded.length / 2 },
    (_, at) => ((padded[2 * at] ?? 0) << 4) | (padded[2 * at + 1] ?? 0),
  )
}

/** Reads the hex-prefix form. @throws RlpError for a flag that is not known or padding that is not zero. */
export function decodePath(bytes: Uint8Array): { nibbles: number[]; isLeaf: boolean } {
  const [flag, second, ...rest] = toNibbles(bytes)
  if (flag === undefined || second === undefined) throw new RlpError('a path of a trie node is empty')
  if (flag > 3) throw new RlpError(`a path of a trie node has the unknown flag ${flag}`)
  if (flag % 2 === 0 && second !== 0) throw new RlpError('a path of a trie node is not padded with zero')
  return { nibbles: flag % 2 === 1 ? [second, ...rest] : rest, isLeaf: flag >= 2 }
}
