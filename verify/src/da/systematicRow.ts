import { firstNonZero } from './firstNonZero.js'
import { CELL_BYTES, ROW_BYTES, ROW_PAYLOAD, ROWS, UNIT_BYTES } from './geometry.js'

/**
 * Row `index` of the payload's own part of the encoded blob: 32 768 bytes, each cell 31 bytes of the padded payload and
 * a zero. Null for a row that is all zero. The last row ends in the payload's length.
 */
export function systematicRow(payload: Uint8Array, index: number): Uint8Array | null {
  const from = index * ROW_PAYLOAD
  const units = payload.slice(from, from + ROW_PAYLOAD)
  if (index === ROWS - 1) return toCells(withLength(units, payload.length))
  return firstNonZero(units, 0, units.length) < 0 ? null : toCells(units)
}

function withLength(units: Uint8Array, length: number): Uint8Array {
  const padded = new Uint8Array(ROW_PAYLOAD)
  padded.set(units)
  new DataView(padded.buffer).setUint32(ROW_PAYLOAD - 4, length, true)
  return padded
}

// Byte by byte: a view for each of a million cells takes longer.
function toCells(units: Uint8Array): Uint8Array {
  const row = new Uint8Array(ROW_BYTES)
  for (let unit = 0, cell = 0; unit < units.length; unit += UNIT_BYTES, cell += CELL_BYTES) {
    for (let byte = 0; byte < UNIT_BYTES; byte += 1) row[cell + byte] = units[unit + byte] ?? 0
  }
  return row
}
