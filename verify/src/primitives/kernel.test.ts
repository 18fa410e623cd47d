import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { toHex } from '../hex.js'
import { type KeccakKernel, loadKernel } from './kernel.js'
import { referenceKernel } from './reference.js'

function load(): KeccakKernel {
  const kernel = loadKernel()
  if (kernel === undefined) throw new Error('this Node has no WebAssembly SIMD')
  return kernel
}
function pattern(size: number, seed = 7): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed) % 256)
}

describe('keccak kernel', () => {
  const kernel = load()

  it('runs here', () => {
    expect(loadKernel()?.keccak256(pattern(9))).toEqual(referenceKernel.keccak256(pattern(9)))
  })

  it('hashes the known messages', () => {
    expect(toHex(kernel.keccak256(new Uint8Array()))).toBe(
      '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    )
    expect(toHex(kernel.chunkTreeRoot(new Uint8Array(256)))).toBe(
      '0xd397b3b043d87fcd6fad1291ff0bfd16401c274896d8c63a923727f077b8e0b5',
    )
  })

  it('equals the reference for every length up to three blocks', () => {
    for (let size = 0; size <= 3 * 136 + 1; size += 1) {
      const bytes = pattern(size, size)
      expect(kernel.keccak256(bytes), `length ${size}`).toEqual(referenceKernel.keccak256(bytes))
    }
  })

  it.each([262_071, 262_072, 262_073, 262_143, 262_144, 262_145, 524_144, 524_145, 600_000])(
    'equals the reference for %i bytes, around what fits its memory',
    (size) => {
      const bytes = pattern(size)
      expect(kernel.keccak256(bytes)).toEqual(referenceKernel.keccak256(bytes))
    },
  )

  it('takes a message in any pieces, while other messages are hashed', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(0, 1, 135, 136, 137, 272, 262_144, 300_000).map((size) => pattern(size)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), fc.uint8Array(), (pieces, other) => {
        const digests = [kernel, referenceKernel].map((one) => {
          const running = one.createKeccak256()
          for (const bytes of pieces) {
            running.update(bytes)
            one.keccak256(other)
            one.chunkTreeRoot(pattern(256))
          }
          return running.digest()
        })
        const whole = referenceKernel.keccak256(Uint8Array.from(pieces.flatMap((bytes) => [...bytes])))
        expect(digests).toEqual([whole, whole])
      }),
      { numRuns: 40 },
    )
  })

  it('equals the reference on any bytes, whatever was hashed before', () => {
    const around = [0, 1, 135, 136, 137, 271, 272, 273, 4096]
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 1000 }),
      fc.constantFrom(...around).chain((size) => fc.uint8Array({ minLength: size, maxLength: size })),
    )
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 4 }), (messages) => {
        for (const message of messages) {
          expect(kernel.keccak256(message)).toEqual(referenceKernel.keccak256(message))
        }
      }),
    )
  })

  it.each([1, 2, 4, 8, 16, 64, 128, 1024])('equals the reference for the tree over %i chunks', (count) => {
    const chunks = new Uint8Array(
      createHash('shake256', { outputLength: 256 * count })
        .update(`${count}`)
        .digest(),
    )
    const root = kernel.chunkTreeRoot(chunks)
    expect(root).toEqual(referenceKernel.chunkTreeRoot(chunks))
    for (const at of [0, 255, 256 * count - 1])
      expect(kernel.chunkTreeRoot(chunks.with(at, (chunks[at] ?? 0) ^ 1)), `byte ${at}`).not.toEqual(root)
  })

  it('reads a view from where it starts, and hands out bytes of its own', () => {
    const whole = pattern(2000)
    const first = kernel.keccak256(whole.subarray(3, 1003))
    const kept = first.slice()
    expect(first).toEqual(referenceKernel.keccak256(whole.slice(3, 1003)))
    expect(first.buffer.byteLength).toBe(32)
    kernel.keccak256(pattern(9))
    kernel.chunkTreeRoot(pattern(512))
    expect(first).toEqual(kept)
    expect(whole).toEqual(pattern(2000))
  })

  it.each([0, 1, 255, 257, 768, 1280, 262_144 + 256, 524_288])('refuses %i bytes as a tree', (size) => {
    for (const { chunkTreeRoot } of [kernel, referenceKernel])
      expect(() => chunkTreeRoot(new Uint8Array(size))).toThrow('A tree has 1, 2, 4')
  })
})

describe('where the kernel cannot run', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })
  const refuse = () => {
    throw new EvalError('forbidden by the policy of the page')
  }
  it.each<[string, unknown]>([
    ['without WebAssembly', undefined],
    ['where a policy forbids it', { Module: refuse }],
  ])('the reference hashes, %s', async (_, webAssembly) => {
    vi.stubGlobal('WebAssembly', webAssembly)
    expect(loadKernel()).toBeUndefined()
    const { keccak256, chunkTreeRoot } = await import('./keccak.js')
    expect(keccak256(pattern(300))).toEqual(referenceKernel.keccak256(pattern(300)))
    expect(chunkTreeRoot(pattern(512))).toEqual(referenceKernel.chunkTreeRoot(pattern(512)))
    expect(() => chunkTreeRoot(new Uint8Array(524_288))).toThrow('A tree has 1, 2, 4, … 1024 chunks of 256 bytes')
  })
})
