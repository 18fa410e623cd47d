/** The WebAssembly kernel of wasm/kernel.mjs: keccak-256, and trees of 256-byte chunks two hashes at a time. */
import { fromBase64 } from '../base64.js'
import { KERNEL_BASE64, LAYOUT } from './generated/keccakKernel.js'
import type { RunningDigest } from './runningDigest.js'

const RATE = 136
const CHUNK = 256
const HASH = 32

/** Chunks in the largest tree that `chunkTreeRoot` takes: a segment of 0G Storage. */
export const MAX_TREE_CHUNKS = LAYOUT.inputBytes / CHUNK

export interface KeccakKernel {
  /** keccak256 of bytes, 32 bytes. */
  keccak256(bytes: Uint8Array): Uint8Array
  /** The same for bytes that come in pieces. */
  createKeccak256(): RunningDigest
  /** Root of a perfect Merkle tree over 256-byte chunks; their number is a power of two up to MAX_TREE_CHUNKS. */
  chunkTreeRoot(chunks: Uint8Array): Uint8Array
}

/** The kernel; undefined where WebAssembly, its SIMD, or leave to compile it is missing. */
export function loadKernel(): KeccakKernel | undefined {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fromBase64(KERNEL_BASE64)))
    return wrap(exports as unknown as Exports)
  } catch {
    // Old browsers, and pages whose policy forbids WebAssembly: the reference computes the same.
    return undefined
  }
}

/** Number of chunks in the bytes. @throws RangeError where they are no tree for `chunkTreeRoot`. */
export function countTreeChunks(chunks: Uint8Array): number {
  const count = chunks.length / CHUNK
  if (count >= 1 && count <= MAX_TREE_CHUNKS && Number.isInteger(Math.log2(count))) return count
  throw new RangeError(`A tree has 1, 2, 4, … ${MAX_TREE_CHUNKS} chunks of ${CHUNK} bytes, got ${chunks.length} bytes.`)
}

interface Exports {
  memory: { readonly buffer: ArrayBuffer }
  absorb(blocks: number): void
  tree(chunks: number): void
}

// Every call writes its input, computes and copies its result out before it returns, so one memory serves all callers.
function wrap({ memory, absorb, tree }: Exports): KeccakKernel {
  const bytes = new Uint8Array(memory.buffer)
  const input = bytes.subarray(LAYOUT.input, LAYOUT.input + LAYOUT.inputBytes)
  const state = bytes.subarray(LAYOUT.single, LAYOUT.single + 200)
  const blocksAtOnce = Math.floor(LAYOUT.inputBytes / RATE)

  const absorbBlocks = (message: Uint8Array): void => {
    let at = 0
    for (let blocks = message.length / RATE; blocks > 0; blocks -= blocksAtOnce) {
      const taken = Math.min(blocks, blocksAtOnce)
      input.set(message.subarray(at, at + taken * RATE))
      absorb(taken)
      at += taken * RATE
    }
  }
  /** Absorbs what is left, less than a block, and gives the hash. */
  const squeeze = (rest: Uint8Array): Uint8Array => {
    input.fill(0, 0, RATE)
    input.set(rest)
    input[rest.length] = 0x01
    input[RATE - 1] = (input[RATE - 1] ?? 0) | 0x80
    absorb(1)
    return state.slice(0, HASH)
  }
  const keccak256 = (message: Uint8Array): Uint8Array => {
    const whole = message.length - (message.length % RATE)
    state.fill(0)
    absorbBlocks(message.subarray(0, whole))
    return squeeze(message.subarray(whole))
  }
  const createKeccak256 = (): RunningDigest => startRunning(state, absorbBlocks, squeeze)
  const chunkTreeRoot = (chunks: Uint8Array): Uint8Array => {
    const count = countTreeChunks(chunks)
    input.set(chunks)
    tree(count)
    return bytes.slice(LAYOUT.hashes, LAYOUT.hashes + HASH)
  }
  return { keccak256, createKeccak256, chunkTreeRoot }
}

/** Others use the memory between two pieces: the state is kept here meanwhile. */
function startRunning(
  state: Uint8Array,
  absorbBlocks: (blocks: Uint8Array) => void,
  squeeze: (rest: Uint8Array) => Uint8Array,
): RunningDigest {
  let own = new Uint8Array(state.length)
  const rest = new Uint8Array(RATE)
  let filled = 0
  const take = (blocks: Uint8Array): void => {
    state.set(own)
    absorbBlocks(blocks)
    own = state.slice()
  }
  return {
    update: (bytes) => {
      const missing = RATE - filled
      if (bytes.length < missing) {
        rest.set(bytes, filled)
        filled += bytes.length
        return
      }
      rest.set(bytes.subarray(0, missing), filled)
      take(rest)
      const whole = bytes.length - ((bytes.length - missing) % RATE)
      if (whole > missing) take(bytes.subarray(missing, whole))
      rest.set(bytes.subarray(whole))
      filled = bytes.length - whole
    },
    digest: () => {
      state.set(own)
      return squeeze(rest.subarray(0, filled))
    },
  }
}
