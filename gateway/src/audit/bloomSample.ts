import { covers, logsBloom } from '@touchstone/verify/chain/bloom'
import { readData, readObject } from '../chain/hex.js'
import type { LogFilter } from '../query/logFilter.js'

const BLOOM_BYTES = 256

/** Whether a block's bloom allows a log that one of the filters matches. A bloom that allows it proves nothing. */
export function mayHoldLogs(header: unknown, filters: readonly LogFilter[]): boolean {
  const told = readData(readObject(header, 'the block').logsBloom, 'block.logsBloom', BLOOM_BYTES)
  const bloom = new Uint8Array(Buffer.from(told.slice(2), 'hex'))
  const has = (value: string) =>
    covers(bloom, logsBloom([{ address: new Uint8Array(Buffer.from(value.slice(2), 'hex')), topics: [] }]))
  return filters.some(
    ({ address, topics }) =>
      (address === null || address.some(has)) && topics.every((wanted) => wanted === null || wanted.some(has)),
  )
}

/** Up to `count` different blocks of [from, to], by the given source of numbers in [0, 1). */
export function chooseBlocks(from: number, to: number, count: number, random: () => number): number[] {
  const chosen = new Set<number>()
  const width = to - from + 1
  for (let n = 0; n < Math.min(count, width); n++) chosen.add(from + Math.floor(random() * width))
  return [...chosen]
}
