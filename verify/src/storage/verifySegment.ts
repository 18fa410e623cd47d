/**
 * Whether a storage node's segment is part of a file. Everything about the shape follows from the file's size and the
 * segment's index; a prover that could choose the shape could prove any bytes (the official SDK accepts a proof of one
 * lemma for every root).
 */
import { fromHex, toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { joinHashes } from './chunkTree.js'
import { findSegment, type SegmentPlace } from './segmentPath.js'
import { hashSegment, type SegmentProof } from './segmentProof.js'

export interface SegmentClaim {
  /** The file's root and size in bytes, both from the chain. */
  root: Hex
  fileSize: number
  /** Which 256 KiB of the file, from zero. */
  index: number
  /** The segment's bytes; the last one cut at the file's end, or filled with zeros to a whole chunk. */
  data: Uint8Array
  proof: SegmentProof
}

export type SegmentResult = { kind: 'match' } | { kind: 'mismatch'; why: string; expected?: string; found?: string }

const HASH = /^0x[0-9a-f]{64}$/

/** Checks a segment and its proof. Never throws on what a node sent. */
export function verifySegment({ root, fileSize, index, data, proof }: SegmentClaim): SegmentResult {
  const expectedRoot = root.toLowerCase()
  if (!HASH.test(expectedRoot)) return mismatch('the root is not 32 bytes of hex', undefined, root)
  const place = findSegment(fileSize, index)
  if (place === undefined) return mismatch(`a file of ${fileSize} bytes has no bytes in segment ${index}`)
  const problem = findDataProblem(data, place) ?? findProofProblem(proof, place)
  if (problem !== undefined) return problem
  const [own = '0x', ...rest] = proof.lemma
  const named = proof.lemma.at(-1)
  if (named !== expectedRoot) return mismatch('the proof leads to another root', expectedRoot, named)
  const climbed = toHex(climb(own, rest.slice(0, -1), place.path))
  if (climbed !== expectedRoot) return mismatch('the proof does not fold to the root', expectedRoot, climbed)
  // Last, because it is the dear one: a wrong proof is refused without hashing the segment.
  const found = toHex(hashSegment(data, place.leaves))
  if (found !== own) return mismatch('the bytes have another segment root', own, found)
  return { kind: 'match' }
}

/**
 * The file root that a segment's bytes lead to along its proof, whatever the file's root is: what a node that served wrong
 * bytes would have us believe. Undefined where the bytes or the proof have not the shape of that segment.
 */
export function foldSegment({ fileSize, index, data, proof }: Omit<SegmentClaim, 'root'>): Hex | undefined {
  const place = findSegment(fileSize, index)
  if (place === undefined || findDataProblem(data, place) || findProofProblem(proof, place)) return undefined
  return toHex(climb(toHex(hashSegment(data, place.leaves)), proof.lemma.slice(1, -1), place.path))
}

function climb(own: Hex, siblings: readonly Hex[], path: readonly boolean[]): Uint8Array {
  return siblings.reduce(
    (hash, sibling, at) => (path[at] ? joinHashes(hash, fromHex(sibling)) : joinHashes(fromHex(sibling), hash)),
    fromHex(own),
  )
}

function findDataProblem(data: Uint8Array, { bytes, chunkBytes }: SegmentPlace): SegmentResult | undefined {
  if (!(data instanceof Uint8Array)) return mismatch('the data is not bytes')
  if (data.length !== bytes && data.length !== chunkBytes)
    return mismatch(
      'the segment has another length',
      bytes === chunkBytes ? `${bytes}` : `${bytes} or ${chunkBytes}`,
      `${data.length}`,
    )
  if (data.subarray(bytes).some((byte) => byte !== 0)) return mismatch('there are bytes after the end of the file')
  return undefined
}

function findProofProblem(proof: SegmentProof, { path }: SegmentPlace): SegmentResult | undefined {
  if (typeof proof !== 'object' || proof === null || !Array.isArray(proof.lemma) || !Array.isArray(proof.path))
    return mismatch('the proof is not a list of hashes and a list of sides')
  const lemmas = path.length === 0 ? 1 : path.length + 2
  if (proof.lemma.length !== lemmas)
    return mismatch('the proof has another number of hashes', `${lemmas}`, `${proof.lemma.length}`)
  if (!proof.lemma.every((hash) => typeof hash === 'string' && HASH.test(hash)))
    return mismatch('a hash of the proof is not 32 bytes of lower-case hex')
  if (proof.path.length !== path.length || path.some((side, at) => proof.path[at] !== side))
    return mismatch('the proof takes another path', describe(path), describe(proof.path))
  return undefined
}

function describe(path: readonly unknown[]): string {
  // A hostile path may have any length.
  const sides = path.slice(0, 64).map((isLeft) => (isLeft === true ? 'left' : isLeft === false ? 'right' : 'neither'))
  return `${path.length}: ${sides.join(' ')}`
}

function mismatch(why: string, expected?: string, found?: string): SegmentResult {
  return {
    kind: 'mismatch',
    why,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
  }
}
