import { inverse, rootOfUnity } from './field.js'
import { CELL_BYTES, COLUMNS, ROW_BYTES, ROWS } from './geometry.js'
import { createKernel, type Kernel } from './kernel.js'

const CELLS = ROWS * COLUMNS
const CELL_BITS = 20
const MATRIX_BYTES = CELLS * CELL_BYTES

// Memory of the kernel. It keeps the first 64 bytes for itself.
const FIRST = 64
const BASE = 96
const ROW = 4096
const POLYNOMIAL = 65_536
const VALUES = POLYNOMIAL + MATRIX_BYTES
const TWIDDLES = VALUES + MATRIX_BYTES
const MEMORY_BYTES = TWIDDLES + MATRIX_BYTES / 2

/** Stages of the transforms behind one blob, for a figure of progress: one to interpolate, two to evaluate. */
export const STAGES = 3 * CELL_BITS

/** The two extensions of a blob, evaluated one after the other. */
export interface Extension {
  /** Evaluates extension 1 (rows 1024 to 2047) or 2 (rows 2048 to 3071) in place of the one before. */
  evaluate(coset: 1 | 2): void
  /** Row 0 to 1023 of the extension evaluated last, 32 768 bytes, in memory that the next call uses again. */
  readRow(index: number): Uint8Array
}

/**
 * Extends the 1024 rows that `readRow` gives (null for zeros): cell (row i, column j) is the value of a polynomial of
 * degree below 2^20 at w^(1024 j + i), w the root of unity of order 2^20; the extensions are its values at g w^(1024 j + i)
 * with g the root of unity of order 2^21, then of order 2^22. Takes about 81 MiB. `onStage` is called STAGES times.
 */
export function extendRows(readRow: (index: number) => Uint8Array | null, onStage: () => void): Extension {
  const kernel = createKernel(MEMORY_BYTES)
  const root = rootOfUnity(CELL_BITS)
  for (let row = 0; row < ROWS; row += 1) {
    const cells = readRow(row)
    if (cells !== null) kernel.bytes.set(cells, VALUES + row * ROW_BYTES)
  }
  // The matrix holds its points in column order: transposed, they are in the transform's.
  for (let column = 0; column < COLUMNS; column += 1) {
    kernel.gather(POLYNOMIAL + column * ROW_BYTES, VALUES + column * CELL_BYTES, ROWS, ROW_BYTES)
  }
  writeTwiddles(kernel, inverse(root))
  for (let half = CELLS / 2; half >= 1; half /= 2) {
    kernel.stage_frequency(POLYNOMIAL, CELLS, TWIDDLES, half)
    onStage()
  }
  writeTwiddles(kernel, root)

  const evaluate = (coset: 1 | 2): void => {
    // The transform above lacks the division by the number of points.
    kernel.writeFactor(FIRST, inverse(BigInt(CELLS)))
    kernel.writeFactor(BASE, rootOfUnity(CELL_BITS + coset))
    kernel.scale_reversed(VALUES, POLYNOMIAL, CELLS, FIRST, BASE)
    for (let half = 1; half < CELLS; half *= 2) {
      kernel.stage_time(VALUES, CELLS, TWIDDLES, half)
      onStage()
    }
  }
  const readExtension = (index: number): Uint8Array => {
    kernel.gather(ROW, VALUES + index * CELL_BYTES, COLUMNS, ROW_BYTES)
    return kernel.bytes.subarray(ROW, ROW + ROW_BYTES)
  }
  return { evaluate, readRow: readExtension }
}

function writeTwiddles(kernel: Kernel, root: bigint): void {
  kernel.writeFactor(FIRST, 1n)
  kernel.writeFactor(BASE, root)
  kernel.powers(TWIDDLES, CELLS / 2, FIRST, BASE)
}
