import { mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from '@touchstone/verify'

const UNIT = 31
const CELL = 32
const COLUMNS = 1024
/** Rows of the payload itself. Rows behind them are computed for the root and kept by nobody here. */
export const SYSTEMATIC_ROWS = 1024
const ROW_PAYLOAD = UNIT * COLUMNS

/** Payloads by their data root, on disk. */
export class BlobStore {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true })
  }

  async put(root: Hex, bytes: Uint8Array): Promise<void> {
    const file = this.fileOf(root)
    await writeFile(`${file}.part`, bytes)
    await rename(`${file}.part`, file)
  }

  async find(root: Hex): Promise<Buffer | undefined> {
    return readFile(this.fileOf(root)).catch(() => undefined)
  }

  private fileOf(root: Hex): string {
    if (!/^0x[0-9a-f]{64}$/.test(root)) throw new RangeError('Not a data root.')
    return join(this.folder, `${root}.blob`)
  }
}

/** Slice of row 0 to 1023: the number of cells, then each cell's 31 bytes of the padded payload and a zero. */
export function sliceOf(payload: Uint8Array, row: number): Buffer {
  const units = Buffer.alloc(ROW_PAYLOAD)
  units.set(payload.subarray(row * ROW_PAYLOAD, (row + 1) * ROW_PAYLOAD))
  if (row === SYSTEMATIC_ROWS - 1) units.writeUInt32LE(payload.length, ROW_PAYLOAD - 4)
  const slice = Buffer.alloc(8 + COLUMNS * CELL)
  slice.writeBigUInt64LE(BigInt(COLUMNS))
  for (let cell = 0; cell < COLUMNS; cell += 1) units.copy(slice, 8 + cell * CELL, cell * UNIT, (cell + 1) * UNIT)
  return slice
}
