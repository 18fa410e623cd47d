/** The tuple `(uint256 length, bytes tags, (bytes32 root, uint256 height)[] nodes)` of the Flow contract, in its ABI's encoding. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { fromHex } from '../hex.js'
import type { Hex } from '../subject.js'
import type { StorageNode } from './submission.js'

const WORD = 32

/** What is submitted to the contract, and again what its `Submit` log says at its end. Hex digits without 0x. */
export function encodeSubmission(size: number, tags: Hex, nodes: readonly StorageNode[]): string {
  const tagBytes = fromHex(tags)
  const padded = new Uint8Array(Math.ceil(tagBytes.length / WORD) * WORD)
  padded.set(tagBytes)
  return [
    word(size),
    // Where the two parts of unknown length begin, from the start of the tuple.
    word(3 * WORD),
    word(4 * WORD + padded.length),
    word(tagBytes.length),
    bytesToHex(padded),
    word(nodes.length),
    ...nodes.flatMap(({ root, height }) => [root.slice(2), word(height)]),
  ].join('')
}

function word(value: number): string {
  return value.toString(16).padStart(2 * WORD, '0')
}
