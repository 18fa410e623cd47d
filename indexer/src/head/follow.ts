import { setTimeout as delay } from 'node:timers/promises'
import { STALE_AFTER_MS } from '../health'
import type { Processor } from '../processor'

/** How often a head that stands still is asked about. */
const WATCH_EVERY_MS = 15_000

/** What following the head needs to know of the world around it. */
export interface HeadWatch {
  /** Why the indexed final block is not the chain's, or undefined where it is. */
  findBreak(): Promise<string | undefined>
  /** Ends the work for good; never returns. */
  halt(why: string): Promise<never>
  /** Milliseconds since the last batch; undefined before the first. */
  lastBatchAge(): number | undefined
}

/**
 * Makes the processor stop for good, with a reason, where the chain no longer has the last final block. By itself the SDK
 * either fails an assertion and would do so again after each restart, or, where the new chain is the shorter one, ignores
 * it in silence. The member is private in 1.27.3, which is pinned.
 */
export function haltOnBrokenChain(processor: Processor, watch: HeadWatch): void {
  // biome-ignore lint/complexity/useLiteralKeys: reaches a private member, which only this form allows.
  const source: { processHotBlocks(...args: unknown[]): Promise<void> } = processor['getHotDataSource']()
  const follow = source.processHotBlocks.bind(source)
  source.processHotBlocks = async (...args) => {
    try {
      await follow(...args)
    } catch (error) {
      await haltIfBroken(watch)
      throw error
    }
  }
  void watchStandstill(watch)
}

async function watchStandstill(watch: HeadWatch) {
  for (;;) {
    await delay(WATCH_EVERY_MS, undefined, { ref: false })
    const age = watch.lastBatchAge()
    if (age !== undefined && age > STALE_AFTER_MS) await haltIfBroken(watch)
  }
}

/** An RPC that does not answer says nothing about the chain. */
async function haltIfBroken({ findBreak, halt }: HeadWatch) {
  const why = await findBreak().catch(() => undefined)
  if (why !== undefined) await halt(why)
}
