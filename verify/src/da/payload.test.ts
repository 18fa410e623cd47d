import { describe, expect, it } from 'vitest'
import { daPayload } from '../../testing/da.js'
import { MAX_DA_PAYLOAD, ROW_BYTES, ROWS } from './geometry.js'
import { payloadFromRows, rowFromSlice } from './payload.js'
import { systematicRow } from './systematicRow.js'

describe('payloadFromRows', () => {
  it.each([0, 1, 31, 32, 31_744, 31_745, MAX_DA_PAYLOAD])('reads back %i bytes', (length) => {
    const payload = daPayload(length)
    const result = payloadFromRows(rowsOf(payload))
    if (result.kind !== 'payload') throw new Error(`refused: ${result.field}`)
    expect(Buffer.compare(result.bytes, payload)).toBe(0)
  })

  it.each([0, 1023, 1025])('refuses %i rows', (count) => {
    const rows = Array.from({ length: count }, () => new Uint8Array(ROW_BYTES))
    expect(payloadFromRows(rows)).toMatchObject({ kind: 'refused', field: 'rows', found: `${count} rows` })
  })

  it.each([ROW_BYTES - 1, ROW_BYTES + 1, 0])('refuses a row of %i bytes', (size) => {
    const rows = rowsOf(daPayload(40))
    rows[512] = new Uint8Array(size)
    expect(payloadFromRows(rows)).toMatchObject({ kind: 'refused', field: 'rows[512]' })
  })

  it.each([
    [0, 0],
    [3, 1023],
    [1023, 1023],
  ])('refuses a cell of row %i, column %i whose last byte is not zero', (row, column) => {
    const rows = rowsOf(daPayload(200_000))
    rows[row]?.set([1], 32 * column + 31)
    expect(payloadFromRows(rows)).toMatchObject({ kind: 'refused', field: `rows[${row}].cells[${column}]`, found: '1' })
  })

  it.each([MAX_DA_PAYLOAD + 1, 0xffffffff])('refuses a length of %i', (length) => {
    const rows = rowsOf(daPayload(40))
    const last = rows[1023] ?? new Uint8Array(ROW_BYTES)
    new DataView(last.buffer).setUint32(ROW_BYTES - 5, length, true)
    expect(payloadFromRows(rows)).toMatchObject({ kind: 'refused', field: 'length', found: `${length}` })
  })

  it('refuses anything but zeros after the payload, right after it and in the last place', () => {
    const after = rowsOf(daPayload(40))
    after[0]?.set([9], 32 + 9)
    expect(payloadFromRows(after)).toMatchObject({ kind: 'refused', field: 'padding', found: '9 at byte 40' })
    const last = rowsOf(daPayload(40))
    last[1023]?.set([9], ROW_BYTES - 6)
    expect(payloadFromRows(last)).toMatchObject({ field: 'padding', found: `9 at byte ${MAX_DA_PAYLOAD - 1}` })
  })

  it('refuses rows whose length says less than there is', () => {
    const rows = rowsOf(daPayload(40))
    rows[1023]?.set([39], ROW_BYTES - 5)
    expect(payloadFromRows(rows)).toMatchObject({ kind: 'refused', field: 'padding' })
  })
})

describe('rowFromSlice', () => {
  const cells = systematicRow(daPayload(31_744), 0) ?? new Uint8Array(0)

  it('takes the cells after their number, wherever the slice lies in its memory', () => {
    const memory = new Uint8Array(3 + 8 + ROW_BYTES)
    memory.set(sliceOf(cells), 3)
    const result = rowFromSlice(memory.subarray(3))
    expect(result.kind === 'row' && Buffer.compare(result.cells, cells)).toBe(0)
  })

  it.each([
    ['slice', sliceOf(cells).slice(1)],
    ['slice', new Uint8Array([...sliceOf(cells), 0])],
    ['slice', new Uint8Array(0)],
    ['slice.cells', sliceOf(cells, 1023n)],
    ['slice.cells', sliceOf(cells, 1024n + 2n ** 32n)],
    ['slice.cells', sliceOf(cells, 2n ** 64n - 1n)],
  ])('refuses a wrong %s', (field, slice) => {
    expect(rowFromSlice(slice)).toMatchObject({ kind: 'refused', field })
  })
})

// One for all of them: tests write into rows of the payload and into the last one only.
const ZEROS = new Uint8Array(ROW_BYTES)

function rowsOf(payload: Uint8Array): Uint8Array[] {
  return Array.from({ length: ROWS }, (_, index) => systematicRow(payload, index) ?? ZEROS)
}

function sliceOf(cells: Uint8Array, count = 1024n): Uint8Array {
  const slice = new Uint8Array(8 + cells.length)
  new DataView(slice.buffer).setBigUint64(0, count, true)
  slice.set(cells, 8)
  return slice
}
