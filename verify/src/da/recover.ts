import { inverse, MODULUS, power, rootOfUnity } from './field.js'
import { CELL_BYTES, COLUMNS, ROW_BYTES, ROWS } from './geometry.js'
import { createKernel, type Kernel } from './kernel.js'
import { type DaRefusal, refuse } from './refusal.js'

export type RecoveredRows = { kind: 'rows'; rows: Uint8Array[] } | DaRefusal

/** Rows of a blob with both extensions. */
export const ENCODED_ROWS = 3 * ROWS

const CELL_BITS = 20

// Memory of the kernel. It keeps the first 64 bytes for itself.
const FIRST = 64
const BASE = 96
const PRODUCT = 128
const FORWARD = 4096
const BACKWARD = FORWARD + ROW_BYTES / 2
const ROW = BACKWARD + ROW_BYTES / 2
const COEFFICIENTS = ROW + ROW_BYTES
const SUMS = COEFFICIENTS + ROW_BYTES

/**
 * The payload's own rows 0 to 1023, where some are missing, from any 1024 of the 3072 rows of the blob, 32 768 bytes each.
 * Row n holds the values of one polynomial of degree below 2^20 at s h^j, j from 0 to 1023, h of order 1024 and s the row's
 * own shift: within a row only the power s^1024 differs, so that the row's 1024 coefficients are values at s^1024 of 1024
 * polynomials of degree below 1024, which any 1024 rows determine. Takes one to two seconds and a tenth a missing row.
 *
 * Rows carry no proof: a wrong one makes all recovered ones wrong, which only the data root tells.
 * @throws DaTransformUnavailable where WebAssembly cannot run.
 */
export function recoverRows(known: ReadonlyMap<number, Uint8Array>): RecoveredRows {
  const missing = Array.from({ length: ROWS }, (_, row) => row).filter((row) => !known.has(row))
  const used = [...known.keys()].sort((a, b) => a - b).slice(0, ROWS)
  if (used.length < ROWS) return refuse('rows', `${ROWS} rows`, `${used.length} rows`)
  for (const row of used) {
    const wrong = findFault(row, known.get(row))
    if (wrong !== undefined) return wrong
  }
  if (missing.length > 0) {
    const kernel = createKernel(SUMS + missing.length * ROW_BYTES)
    writeTwiddles(kernel, FORWARD, H)
    writeTwiddles(kernel, BACKWARD, inverse(H))
    const weigh = toWeights(used.map(pointOf), missing.map(pointOf))
    for (const [at, row] of used.entries()) {
      readCoefficients(kernel, known.get(row) as Uint8Array, shiftOf(row))
      for (const to of missing.keys()) addScaled(kernel, SUMS + to * ROW_BYTES, weigh(to, at))
    }
    const found = new Map(known)
    for (const [to, row] of missing.entries()) found.set(row, evaluate(kernel, SUMS + to * ROW_BYTES, shiftOf(row)))
    return toRows(found)
  }
  return toRows(known)
}

const W = rootOfUnity(CELL_BITS)
const H = power(W, BigInt(COLUMNS))

/** The first point of a row: those behind it are this one times powers of h. */
function shiftOf(row: number): bigint {
  const coset = Math.floor(row / ROWS)
  const base = coset === 0 ? 1n : rootOfUnity(CELL_BITS + coset)
  return (base * power(W, BigInt(row % ROWS))) % MODULUS
}

function pointOf(row: number): bigint {
  return power(shiftOf(row), BigInt(COLUMNS))
}

function toRows(rows: ReadonlyMap<number, Uint8Array>): RecoveredRows {
  return { kind: 'rows', rows: Array.from({ length: ROWS }, (_, row) => rows.get(row) ?? new Uint8Array(ROW_BYTES)) }
}

/** A cell must be a number below the modulus: the transform's arithmetic holds for no other. */
function findFault(row: number, cells: Uint8Array | undefined): DaRefusal | undefined {
  if (!(row >= 0 && row < ENCODED_ROWS)) return refuse('row', `0 to ${ENCODED_ROWS - 1}`, row)
  if (cells?.length !== ROW_BYTES) return refuse(`rows[${row}]`, `${ROW_BYTES} bytes`, `${cells?.length} bytes`)
  for (let column = 0; column < COLUMNS; column += 1) {
    const cell = cells.subarray(column * CELL_BYTES, (column + 1) * CELL_BYTES)
    if ((cell[CELL_BYTES - 1] ?? 0) >= TOP_BYTE && toNumber(cell) >= MODULUS)
      return refuse(`rows[${row}].cells[${column}]`, 'a number below the modulus', toNumber(cell))
  }
  return undefined
}

const TOP_BYTE = Number(MODULUS >> 248n)

function toNumber(cell: Uint8Array): bigint {
  return cell.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

/** Lagrange's weights: how much of a row at a point stands in the value at another one. */
function toWeights(points: readonly bigint[], targets: readonly bigint[]): (target: number, point: number) => bigint {
  const own = invertAll(points.map((point, at) => productOf(point, points, at)))
  const rows = targets.map((target) => {
    const all = productOf(target, points, -1)
    const differences = invertAll(points.map((point) => modulo(target - point)))
    return differences.map((difference, at) => (((all * difference) % MODULUS) * (own[at] ?? 0n)) % MODULUS)
  })
  return (target, point) => rows[target]?.[point] ?? 0n
}

function productOf(value: bigint, points: readonly bigint[], except: number): bigint {
  let product = 1n
  for (const [at, point] of points.entries()) if (at !== except) product = (product * modulo(value - point)) % MODULUS
  return product
}

/** Inverses of numbers that are not 0, with one inversion for all. */
function invertAll(values: readonly bigint[]): bigint[] {
  const before: bigint[] = []
  let product = 1n
  for (const value of values) {
    before.push(product)
    product = (product * value) % MODULUS
  }
  let rest = inverse(product)
  const inverses = new Array<bigint>(values.length)
  for (let at = values.length - 1; at >= 0; at -= 1) {
    inverses[at] = (rest * (before[at] ?? 1n)) % MODULUS
    rest = (rest * (values[at] ?? 1n)) % MODULUS
  }
  return inverses
}

function modulo(value: bigint): bigint {
  return value < 0n ? value + MODULUS : value
}

/** The row's coefficients, in bit-reversed order. */
function readCoefficients(kernel: Kernel, cells: Uint8Array, shift: bigint): void {
  kernel.bytes.set(cells, ROW)
  for (let half = COLUMNS / 2; half >= 1; half /= 2) kernel.stage_frequency(ROW, COLUMNS, BACKWARD, half)
  // The transform lacks the division by the number of points.
  kernel.writeFactor(FIRST, inverse(BigInt(COLUMNS)))
  kernel.writeFactor(BASE, inverse(shift))
  kernel.scale_reversed(COEFFICIENTS, ROW, COLUMNS, FIRST, BASE)
}

function addScaled(kernel: Kernel, sums: number, weight: bigint): void {
  kernel.writeFactor(FIRST, weight)
  for (let at = 0; at < ROW_BYTES; at += CELL_BYTES) {
    kernel.mul(PRODUCT, COEFFICIENTS + at, FIRST)
    kernel.add(sums + at, sums + at, PRODUCT)
  }
}

/** The row whose coefficients these are. */
function evaluate(kernel: Kernel, sums: number, shift: bigint): Uint8Array {
  kernel.writeFactor(FIRST, 1n)
  kernel.writeFactor(BASE, shift)
  kernel.scale_reversed(ROW, sums, COLUMNS, FIRST, BASE)
  for (let half = 1; half < COLUMNS; half *= 2) kernel.stage_time(ROW, COLUMNS, FORWARD, half)
  return kernel.bytes.slice(ROW, ROW + ROW_BYTES)
}

function writeTwiddles(kernel: Kernel, to: number, root: bigint): void {
  kernel.writeFactor(FIRST, 1n)
  kernel.writeFactor(BASE, root)
  kernel.powers(to, COLUMNS / 2, FIRST, BASE)
}
