/**
 * The root that 0G Storage gives a file, and its place in a `Submit` log.
 * Rules: docs/trail.md "Root", equal to the official SDK's tree on every size that the tests try.
 */
import type { FileBytes, PiecewiseFile } from '../fileBytes.js'
import { toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { createChunkTree, foldHashes, paddedChunkCount, SEGMENT_BYTES } from './chunkTree.js'
import type { StorageNode } from './submission.js'

export interface StorageRoot {
  /** Null for an empty file, which has no root and which the Flow contract refuses. */
  root: Hex | null
  /** Number of 256-byte chunks after padding. */
  paddedChunks: number
  /** Descending heights: the binary decomposition of `paddedChunks`. */
  nodes: StorageNode[]
}

/** Hashes a file piece by piece; holds one segment of 256 KiB and one subtree for each height. */
export interface StorageRootHasher {
  update(bytes: Uint8Array): void
  /** Ends the file. @throws Error when called twice, as `update` does after it. */
  finish(): StorageRoot
}

/** Root, padded size and submission nodes of a file: at once from memory, or piece by piece from where it lies or a stream. */
export function storageRoot(file: FileBytes): StorageRoot
export function storageRoot(pieces: AsyncIterable<Uint8Array>): Promise<StorageRoot>
export function storageRoot(file: FileBytes | AsyncIterable<Uint8Array>): StorageRoot | Promise<StorageRoot>
export function storageRoot(file: FileBytes | AsyncIterable<Uint8Array>): StorageRoot | Promise<StorageRoot> {
  if (ArrayBuffer.isView(file)) return rootOfBytes(file)
  return 'pieces' in file ? rootOfFile(file) : rootOfPieces(file)
}

function rootOfBytes(bytes: Uint8Array): StorageRoot {
  const tree = createChunkTree()
  let at = 0
  for (; bytes.length - at >= SEGMENT_BYTES; at += SEGMENT_BYTES)
    tree.pushSegment(bytes.subarray(at, at + SEGMENT_BYTES))
  tree.pushTail(bytes.subarray(at))
  return finishTree(tree)
}

function rootOfFile(file: PiecewiseFile): StorageRoot {
  const hasher = createStorageRootHasher()
  for (const piece of file.pieces()) hasher.update(piece)
  return hasher.finish()
}

async function rootOfPieces(pieces: AsyncIterable<Uint8Array>): Promise<StorageRoot> {
  const hasher = createStorageRootHasher()
  for await (const piece of pieces) hasher.update(piece)
  return hasher.finish()
}

/** The same for bytes that arrive in pieces of any size. */
export function createStorageRootHasher(): StorageRootHasher {
  const tree = createChunkTree()
  let buffer: Uint8Array | undefined
  let filled = 0
  let isFinished = false

  const update = (bytes: Uint8Array): void => {
    if (isFinished) throw new Error('The file has ended: its root is known.')
    if (!(bytes instanceof Uint8Array)) throw new TypeError(`A piece of a file is a Uint8Array, got ${typeof bytes}.`)
    let at = 0
    while (at < bytes.length) {
      if (filled === 0 && bytes.length - at >= SEGMENT_BYTES) {
        tree.pushSegment(bytes.subarray(at, at + SEGMENT_BYTES))
        at += SEGMENT_BYTES
        continue
      }
      buffer ??= new Uint8Array(SEGMENT_BYTES)
      const taken = Math.min(SEGMENT_BYTES - filled, bytes.length - at)
      buffer.set(bytes.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled === SEGMENT_BYTES) {
        tree.pushSegment(buffer)
        filled = 0
      }
    }
  }
  const finish = (): StorageRoot => {
    if (isFinished) throw new Error('The file has ended: its root is known.')
    isFinished = true
    if (buffer !== undefined) tree.pushTail(buffer.subarray(0, filled))
    return finishTree(tree)
  }
  return { update, finish }
}

function finishTree(tree: ReturnType<typeof createChunkTree>): StorageRoot {
  if (tree.chunks === 0) return { root: null, paddedChunks: 0, nodes: [] }
  const paddedChunks = paddedChunkCount(tree.chunks)
  tree.padTo(paddedChunks)
  const nodes = tree.subtrees.map(({ height, hash }) => ({ height, root: toHex(hash) }))
  return { root: toHex(foldHashes(tree.subtrees.map(({ hash }) => hash))), paddedChunks, nodes }
}
