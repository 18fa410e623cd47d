import type { CallFrame } from '../decode/chain'
import type { Capability } from '../digest/digestRows'

/** A block whose transactions are asked about. */
export interface FramesBlock {
  height: number
  hash: string
}

/** Where the calls within transactions are read. */
export interface FrameSource {
  /**
   * `none`: nothing is asked. `frames`: the calls of a transaction that is known. `frames+calls`: called contracts can be
   * searched too, so that calls which log nothing are found.
   */
  capability: Capability
  /**
   * The calls of these transactions of one block, in their order, each in the order of execution.
   * @throws FramesError where no answer came for now; ConfigError where there will never be one.
   */
  read(block: FramesBlock, transactions: readonly string[]): Promise<CallFrame[][]>
  close(): void
}

/** No answer for now: the batch stops, and is tried again after a restart. */
export class FramesError extends Error {
  override name = 'FramesError'
}

/** What is read where the RPC has no trace API: nothing is ever asked of it. */
export const NO_FRAMES: FrameSource = {
  capability: 'none',
  read: async () => [],
  close: () => undefined,
}
