/**
 * The root that 0G Storage gives a file, and its place in a `Submit` log.
 * Rules: docs/trail.md "Root", equal to the official SDK's tree on every size that the tests try.
 */
import { keccak256 } from '#primitives'
import { fromHexSized, toHex } from '../hex.js'
import type { Hex } from '../subject.js'

const CHUNK = 256

/** A perfect subtree of 2^height chunks, as the Flow contract's `Submit` log lists them. */
export interface StorageNode {
  height: number
  root: Hex
}

export interface StorageRoot {
  /** Null for an empty file, which has no root and which the Flow contract refuses. */
  root: Hex | null
  /** Number of 256-byte chunks after padding. */
  paddedChunks: number
  /** Descending heights: the binary decomposition of `paddedChunks`. */
  nodes: StorageNode[]
}

/** Hashes a file piece by piece; holds one chunk and at most one subtree for each height. */
export interface StorageRootHasher {
  update(bytes: Uint8Array): void
  finish(): StorageRoot
}

interface Subtree {
  height: number
  hash: Uint8Array
}

/** Root, padded size and submission nodes of a file held in memory. */
export function storageRoot(bytes: Uint8Array): StorageRoot {
  const hasher = createStorageRootHasher()
  hasher.update(bytes)
  return hasher.finish()
}

/** The same for bytes that arrive in pieces of any size. */
export function createStorageRootHasher(): StorageRootHasher {
  const stack: Subtree[] = []
  const pair = new Uint8Array(64)
  const partial = new Uint8Array(CHUNK)
  let filled = 0
  let chunks = 0

  const join = (left: Uint8Array, right: Uint8Array): Uint8Array => {
    pair.set(left, 0)
    pair.set(right, 32)
    return keccak256(pair)
  }
  const push = (subtree: Subtree): void => {
    let top = subtree
    for (let below = stack.at(-1); below?.height === top.height; below = stack.at(-1)) {
      stack.pop()
      top = { height: top.height + 1, hash: join(below.hash, top.hash) }
    }
    stack.push(top)
  }
  const pushChunk = (chunk: Uint8Array): void => {
    push({ height: 0, hash: keccak256(chunk) })
    chunks += 1
  }
  const update = (bytes: Uint8Array): void => {
    let at = 0
    while (at < bytes.length) {
      if (filled === 0 && bytes.length - at >= CHUNK) {
        pushChunk(bytes.subarray(at, at + CHUNK))
        at += CHUNK
        continue
      }
      const taken = Math.min(CHUNK - filled, bytes.length - at)
      partial.set(bytes.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled === CHUNK) {
        pushChunk(partial)
        filled = 0
      }
    }
  }
  const finish = (): StorageRoot => {
    if (filled > 0) pushChunk(partial.fill(0, filled))
    filled = 0
    if (chunks === 0) return { root: null, paddedChunks: 0, nodes: [] }
    const paddedChunks = paddedChunkCount(chunks)
    const zeros = [keccak256(new Uint8Array(CHUNK))]
    while (chunks < paddedChunks) {
      const height = largestStep(chunks, paddedChunks - chunks)
      push({ height, hash: zeroSubtree(zeros, height, join) })
      chunks += 2 ** height
    }
    const nodes = stack.map(({ height, hash }) => ({ height, root: toHex(hash) }))
    return { root: rootFromNodes(nodes), paddedChunks, nodes }
  }
  return { update, finish }
}

/** Root of a file from the nodes of its `Submit` log, first node leftmost. @throws RangeError without nodes. */
export function rootFromNodes(nodes: readonly { root: Hex }[]): Hex {
  const roots = nodeRoots(nodes)
  const folded = roots.reduceRight((right, left) => keccak256(concat(left, right)))
  return toHex(folded)
}

/** `identity` of a `Submit` log: keccak256 of the node roots one after the other. It is not the file's root. */
export function identityFromNodes(nodes: readonly { root: Hex }[]): Hex {
  return toHex(keccak256(concat(...nodeRoots(nodes))))
}

/** Chunks after zero padding: to a multiple of a sixteenth of the next power of two. */
export function paddedChunkCount(chunks: number): number {
  const power = 2 ** Math.ceil(Math.log2(chunks))
  if (power === chunks) return chunks
  const unit = power >= 16 ? power / 16 : 1
  return Math.ceil(chunks / unit) * unit
}

/** Height of the largest subtree that is aligned at `position` and not larger than `remaining`. */
function largestStep(position: number, remaining: number): number {
  let height = 0
  while (position % 2 ** (height + 1) === 0 && 2 ** (height + 1) <= remaining) height += 1
  return height
}

function zeroSubtree(zeros: Uint8Array[], height: number, join: (l: Uint8Array, r: Uint8Array) => Uint8Array) {
  for (let next = zeros.length; next <= height; next += 1) {
    const below = zeros[next - 1] as Uint8Array
    zeros.push(join(below, below))
  }
  return zeros[height] as Uint8Array
}

function nodeRoots(nodes: readonly { root: Hex }[]): Uint8Array[] {
  if (nodes.length === 0) throw new RangeError('A submission has at least one node; an empty file has no root.')
  return nodes.map((node) => fromHexSized(node.root, 32, 'node root'))
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
