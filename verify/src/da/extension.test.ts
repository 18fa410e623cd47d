import { beforeAll, describe, expect, it } from 'vitest'
import { daPayload } from '../../testing/da.js'
import { toHex } from '../hex.js'
import { createStorageRootHasher } from '../storage/storageRoot.js'
import { type Extension, extendRows, STAGES } from './extension.js'
import { inverse, MODULUS, power } from './field.js'
import { ROW_BYTES } from './geometry.js'
import { foldRoots } from './root.js'
import { rowsRoot } from './rowsRoot.js'
import { systematicRow } from './systematicRow.js'

const SIZE = 1n << 20n
// Written out, not taken from field.ts: 5^((r - 1) / 2^28).
const W28 = 19103219067921713944291392827692070036145651957329286315305642004821462161904n
const W = power(W28, 1n << 8n)
const SHIFTS = { 1: power(W28, 1n << 7n), 2: power(W28, 1n << 6n) }
const PAYLOAD = daPayload(1000)
const CELLS = [0, 1, 2, 1023, 1024, 500_000, 524_287, 524_288, 1_047_552, 1_048_575, 77_777, 999_999]

describe('the extensions of a payload of 1000 bytes', () => {
  let extension: Extension
  let stages = 0
  beforeAll(() => {
    extension = extendRows(
      (index) => systematicRow(PAYLOAD, index),
      () => {
        stages += 1
      },
    )
  })

  it.each([2, 1] as const)(
    'have the values of the polynomial through the payload, by the barycentric formula (%i)',
    (coset) => {
      extension.evaluate(coset)
      for (const cell of CELLS) {
        const row = extension.readRow(cell >> 10)
        const column = cell & 1023
        expect(readNumber(row.subarray(32 * column, 32 * column + 32))).toBe(evaluate(coset, cell >> 10, column))
      }
    },
  )

  it('tell every stage', () => {
    expect(stages).toBe(STAGES)
  })

  it('make up, with the payload, a file of 96 MiB whose storage root is the data root', () => {
    const hasher = createStorageRootHasher()
    const hashing = (readRow: (index: number) => Uint8Array | null) =>
      rowsRoot((index) => {
        const row = readRow(index)
        hasher.update(row ?? new Uint8Array(ROW_BYTES))
        return row
      })
    const r0 = hashing((index) => systematicRow(PAYLOAD, index))
    extension.evaluate(1)
    const r1 = hashing(extension.readRow)
    extension.evaluate(2)
    const r2 = hashing(extension.readRow)
    expect(toHex(foldRoots(r0, r1, r2))).toBe(hasher.finish().root)
  })
})

/** f(x) = (x^N - 1) / N * sum of c_k w^k / (x - w^k), at the cell's point; no transform anywhere. */
function evaluate(coset: 1 | 2, row: number, column: number): bigint {
  const point = (SHIFTS[coset] * power(W, BigInt(1024 * column + row))) % MODULUS
  const sum = nonZeroUnits().reduce((total, { index, value }) => {
    const node = power(W, BigInt(1024 * (index % 1024) + Math.floor(index / 1024)))
    const distance = (point - node + MODULUS) % MODULUS
    return total + ((value * node) % MODULUS) * inverse(distance)
  }, 0n)
  const scale = (power(point, SIZE) - 1n + MODULUS) * inverse(SIZE)
  return ((scale % MODULUS) * (sum % MODULUS)) % MODULUS
}

/** Units of 31 bytes of the padded payload that are not zero: those of the payload, and the last with the length. */
function nonZeroUnits(): { index: number; value: bigint }[] {
  const units = Array.from({ length: Math.ceil(PAYLOAD.length / 31) }, (_, index) => ({
    index,
    value: readNumber(PAYLOAD.subarray(31 * index, 31 * index + 31)),
  }))
  // The length stands in bytes 27 to 30 of the last unit.
  return [...units, { index: 2 ** 20 - 1, value: BigInt(PAYLOAD.length) << (8n * 27n) }]
}

function readNumber(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
