import { setTimeout as delay } from 'node:timers/promises'
import { STALE_AFTER_MS } from '../health'
import type { Processor } from '../processor'

/** How often a head that stands still is asked about. */
const WATCH_EVERY_MS = 15_000

/** What the SDK takes pushed heads from. */
interface Heads {
  take(): Promise<unknown>
  peek(): unknown
  close(): void
}

/**
 * Lets the processor open a WebSocket anew that has told of no head for too long, as often as it takes. The SDK stops waiting
 * for a head, asks for the next one and fails an assertion, since the first wait goes on: the process would end, where the
 * RPC may only be out of order. The member is private in 1.27.3, which is pinned.
 */
export function outliveSilence(processor: Processor): void {
  // biome-ignore lint/complexity/useLiteralKeys: reaches a private member, which only this form allows.
  const source = processor['getHotDataSource']() as unknown as { subscribeNewHeads(): Heads }
  const subscribe = source.subscribeNewHeads.bind(source)
  source.subscribeNewHeads = () => waitOnce(subscribe())
}

/** One wait at a time, whoever asks. */
function waitOnce(heads: Heads): Heads {
  let waiting: Promise<unknown> | undefined
  return {
    take() {
      waiting ??= heads.take().finally(() => {
        waiting = undefined
      })
      return waiting
    },
    peek: () => heads.peek(),
    close: () => heads.close(),
  }
}

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
