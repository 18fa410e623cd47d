import { firstNonZero } from './firstNonZero.js'
import { CELL_BYTES, COLUMNS, MAX_DA_PAYLOAD, ROW_BYTES, ROW_PAYLOAD, ROWS, UNIT_BYTES } from './geometry.js'
import { type DaRefusal, refuse } from './refusal.js'

export type DaPayload = { kind: 'payload'; bytes: Uint8Array } | DaRefusal
export type DaRow = { kind: 'row'; cells: Uint8Array } | DaRefusal

const HEADER_BYTES = 8

/** The row in a slice as a DA node serves it: the number of cells as 64 bits, little-endian, then the cells. */
export function rowFromSlice(slice: Uint8Array): DaRow {
  if (slice.length !== HEADER_BYTES + ROW_BYTES) {
    return refuse('slice', `${HEADER_BYTES + ROW_BYTES} bytes`, `${slice.length} bytes`)
  }
  const cells = new DataView(slice.buffer, slice.byteOffset).getBigUint64(0, true)
  if (cells !== BigInt(COLUMNS)) return refuse('slice.cells', `${COLUMNS}`, cells)
  return { kind: 'row', cells: slice.subarray(HEADER_BYTES) }
}

/**
 * The payload in the systematic rows 0 to 1023 of a blob, 32 768 bytes each, in order. A cell's last byte must be zero,
 * the length field must fit, and what follows the payload must be zero: otherwise the rows are not those of a payload.
 * Rows of several nodes can still be a false payload: only the data root tells.
 */
export function payloadFromRows(rows: readonly Uint8Array[]): DaPayload {
  if (rows.length !== ROWS) return refuse('rows', `${ROWS} rows`, `${rows.length} rows`)
  const missized = rows.findIndex((row) => row.length !== ROW_BYTES)
  if (missized >= 0) return refuse(`rows[${missized}]`, `${ROW_BYTES} bytes`, `${rows[missized]?.length} bytes`)
  const padded = new Uint8Array(ROWS * ROW_PAYLOAD)
  for (const [index, row] of rows.entries()) {
    const column = copyUnits(row, padded.subarray(index * ROW_PAYLOAD, (index + 1) * ROW_PAYLOAD))
    if (column < COLUMNS) {
      const last = row[column * CELL_BYTES + UNIT_BYTES] ?? 0
      return refuse(`rows[${index}].cells[${column}]`, 'a last byte of 0', last)
    }
  }
  const length = new DataView(padded.buffer).getUint32(MAX_DA_PAYLOAD, true)
  if (length > MAX_DA_PAYLOAD) return refuse('length', `at most ${MAX_DA_PAYLOAD}`, length)
  const stray = firstNonZero(padded, length, MAX_DA_PAYLOAD)
  if (stray >= 0) return refuse('padding', 'zeros after the payload', `${padded[stray]} at byte ${stray}`)
  return { kind: 'payload', bytes: padded.subarray(0, length) }
}

// Returns the column of the first cell whose last byte is not zero, COLUMNS where there is none.
function copyUnits(row: Uint8Array, units: Uint8Array): number {
  for (let column = 0; column < COLUMNS; column += 1) {
    const cell = column * CELL_BYTES
    if (row[cell + UNIT_BYTES] !== 0) return column
    const unit = column * UNIT_BYTES
    for (let byte = 0; byte < UNIT_BYTES; byte += 1) units[unit + byte] = row[cell + byte] ?? 0
  }
  return COLUMNS
}
