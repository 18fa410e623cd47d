import { keccak256 } from '@touchstone/verify'
import { EMPTY_BODY, encodeHeader } from './header.js'
import { toHex } from './hex.js'

/** Where the parent's hash lies in an encoded header: behind the list's prefix and the item's own. */
const PARENT_AT = 4
/** Where the height lies: behind the fields up to the difficulty, whose sizes are fixed, and the item's prefix. */
const NUMBER_AT = 450
/** Below, a height needs another prefix. */
const LEAST_NUMBER = 256

/**
 * Hashes headers of blocks without transactions by changing a few bytes of the last one: three times faster than encoding
 * each. `extraData` is empty.
 */
export class EmptyHeaders {
  private template: Buffer = Buffer.alloc(0)
  private numberSize = 0
  private timeSize = 0

  /** Hash of the empty block at that height, 32 bytes. `parent` is the hash below it, `timestamp` in seconds. */
  hash(parent: Uint8Array, number: number, timestamp: number): Uint8Array {
    const [numberSize, timeSize] = [sizeOf(number), sizeOf(timestamp)]
    if (number < LEAST_NUMBER || numberSize !== this.numberSize || timeSize !== this.timeSize) {
      this.template = Buffer.from(
        encodeHeader({ ...EMPTY_BODY, parentHash: toHex(parent), number, timestamp, extraData: '0x' }),
      )
      this.numberSize = numberSize
      this.timeSize = timeSize
      return keccak256(this.template)
    }
    this.template.set(parent, PARENT_AT)
    this.template.writeUIntBE(number, NUMBER_AT, numberSize)
    // Behind the gas limit (5 bytes), the gas used (1) and the item's own prefix.
    this.template.writeUIntBE(timestamp, NUMBER_AT + numberSize + 7, timeSize)
    return keccak256(this.template)
  }
}

function sizeOf(value: number): number {
  return value < 2 ** 8 ? 1 : value < 2 ** 16 ? 2 : value < 2 ** 24 ? 3 : value < 2 ** 32 ? 4 : 5
}
