/** Shape of a 0G DA blob: 1024 rows of 1024 units of 31 bytes, whatever the payload's size. */

/** Bytes of the payload in one cell; a cell's 32nd byte is zero, so that every cell is a field element. */
export const UNIT_BYTES = 31
/** Bytes of a cell, little-endian. */
export const CELL_BYTES = 32
/** Cells of a row. */
export const COLUMNS = 1024
/** Rows of the payload itself, and of each of the two extensions. */
export const ROWS = 1024
export const ROW_BYTES = COLUMNS * CELL_BYTES
/** Payload bytes in a row. */
export const ROW_PAYLOAD = COLUMNS * UNIT_BYTES
/** Most bytes that a payload can have; its length follows as 32 bits, little-endian. */
export const MAX_DA_PAYLOAD = ROWS * ROW_PAYLOAD - 4
