import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { inverse, MODULUS, power, rootOfUnity } from './field.js'
import { createKernel, DaTransformUnavailable } from './kernel.js'

const A = 1024
const B = 1056
const RESULT = 1088
const FIRST = 64
const BASE = 96
const DATA = 4096
const TWIDDLES = 8192
const SCALED = 12_288
const R = (1n << 256n) % MODULUS
const edges = [0n, 1n, 2n, MODULUS - 1n, MODULUS - 2n, (MODULUS - 1n) / 2n, 0xffffffffn, 1n << 253n, (1n << 248n) - 1n]
const element = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 0n, max: MODULUS - 1n }))

const kernel = createKernel(65_536)

describe('the transform', () => {
  it('adds, subtracts and multiplies as integers modulo r do', () => {
    const inverseR = inverse(R)
    fc.assert(
      fc.property(element, element, (a, b) => {
        kernel.write(A, a)
        kernel.write(B, b)
        kernel.add(RESULT, A, B)
        expect(kernel.read(RESULT)).toBe((a + b) % MODULUS)
        kernel.sub(RESULT, A, B)
        expect(kernel.read(RESULT)).toBe((a - b + MODULUS) % MODULUS)
        kernel.mul(RESULT, A, B)
        expect(kernel.read(RESULT)).toBe((a * b * inverseR) % MODULUS)
        // The result may stand where a factor stood.
        kernel.mul(A, A, B)
        expect(kernel.read(A)).toBe(kernel.read(RESULT))
      }),
      { numRuns: 500 },
    )
  })

  it('meets every pair of edge values', () => {
    for (const a of edges) {
      for (const b of edges) {
        kernel.write(A, a)
        kernel.writeFactor(B, b)
        kernel.mul(RESULT, A, B)
        expect(kernel.read(RESULT)).toBe((a * b) % MODULUS)
      }
    }
  })

  it('interpolates and evaluates on a coset as the definition of both says', () => {
    const anyBlock = fc
      .integer({ min: 1, max: 4 })
      .chain((bits) =>
        fc.tuple(fc.constant(bits), fc.array(element, { minLength: 2 ** bits, maxLength: 2 ** bits }), element),
      )
    fc.assert(
      fc.property(anyBlock, ([bits, values, shift]) => {
        const root = rootOfUnity(bits)
        const evaluated = transform(values, root, shift)
        const coefficients = values.map((_, m) => {
          const sum = values.reduce((total, value, k) => total + value * power(inverse(root), BigInt(m * k)), 0n)
          return (sum * inverse(BigInt(values.length))) % MODULUS
        })
        const expected = values.map((_, k) => {
          const point = (shift * power(root, BigInt(k))) % MODULUS
          return coefficients.reduceRight((total, coefficient) => (total * point + coefficient) % MODULUS, 0n)
        })
        expect(evaluated).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })

  it('gathers a column', () => {
    for (let at = 0; at < 6; at += 1) kernel.write(DATA + 32 * at, BigInt(at + 1))
    kernel.gather(SCALED, DATA + 32, 3, 64)
    expect([0, 32, 64].map((at) => kernel.read(SCALED + at))).toEqual([2n, 4n, 6n])
  })
})

describe('createKernel', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('says by its error that WebAssembly is missing, or forbidden', () => {
    vi.stubGlobal('WebAssembly', undefined)
    expect(() => createKernel(1)).toThrow(DaTransformUnavailable)
    const forbid = () => {
      throw new EvalError('Refused to compile')
    }
    vi.stubGlobal('WebAssembly', {
      Module: class {
        constructor() {
          forbid()
        }
      },
    })
    expect(() => createKernel(1)).toThrow(DaTransformUnavailable)
  })

  it('says so where the memory is not to be had', () => {
    expect(() => createKernel(2 ** 33)).toThrow(DaTransformUnavailable)
  })
})

function transform(values: bigint[], root: bigint, shift: bigint): bigint[] {
  const count = values.length
  const twiddles = (base: bigint) => {
    kernel.writeFactor(FIRST, 1n)
    kernel.writeFactor(BASE, base)
    kernel.powers(TWIDDLES, count / 2, FIRST, BASE)
  }
  for (const [at, value] of values.entries()) kernel.write(DATA + 32 * at, value)
  twiddles(inverse(root))
  for (let half = count / 2; half >= 1; half /= 2) kernel.stage_frequency(DATA, count, TWIDDLES, half)
  twiddles(root)
  kernel.writeFactor(FIRST, inverse(BigInt(count)))
  kernel.writeFactor(BASE, shift)
  kernel.scale_reversed(SCALED, DATA, count, FIRST, BASE)
  for (let half = 1; half < count; half *= 2) kernel.stage_time(SCALED, count, TWIDDLES, half)
  return values.map((_, at) => kernel.read(SCALED + 32 * at))
}
