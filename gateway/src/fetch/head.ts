import { setTimeout as pause } from 'node:timers/promises'
import { readNumber } from '../chain/hex.js'
import { FINAL_KEY } from '../disk/keys.js'
import { type Database, put } from '../disk/store.js'
import type { RpcPool } from '../rpc/pool.js'

const FRESH_MS = 1_000
/** Nobody waits longer for a new height where an older one is known. */
const PATIENCE_MS = 2_000

/** The chain's head as the RPCs tell it, and the final height that follows from it. Neither falls during a run. */
export class Head {
  private head = -1
  private final = -1
  private askedAt = Number.NEGATIVE_INFINITY
  private asking: Promise<void> | undefined

  constructor(
    private readonly database: Database,
    private readonly pool: RpcPool,
    private readonly finality: number,
  ) {}

  /** Takes up the final height of an earlier run: it is served while no RPC answers. */
  async load(): Promise<void> {
    const kept = await this.database.get(FINAL_KEY)
    if (kept !== undefined) this.final = Number(kept)
  }

  /** Highest block seen; -1 before the first answer. */
  get height(): number {
    return this.head
  }

  /** Highest final block known; -1 where none is. */
  get finalHeight(): number {
    return this.final
  }

  /** The final height, asked for again when older than a second. Where no RPC answers, the last one known. */
  async refresh(): Promise<number> {
    if (performance.now() - this.askedAt > FRESH_MS) {
      this.asking ??= this.ask().finally(() => {
        this.asking = undefined
      })
      await (this.final < 0 ? this.asking : Promise.race([this.asking, pause(PATIENCE_MS, undefined, { ref: false })]))
    }
    return this.final
  }

  private async ask() {
    const call = { method: 'eth_blockNumber', params: [], read: (answer: unknown) => readNumber(answer, 'the height') }
    const head = await this.pool.ask(call, { attempts: 2 }).catch(() => undefined)
    this.askedAt = performance.now()
    if (head === undefined || head <= this.head) return
    // What an earlier run was told is no longer needed, and may have been wrong.
    const isFirst = this.head < 0
    this.head = head
    const final = Math.max(0, head - this.finality)
    if (final === this.final || (final < this.final && !isFirst)) return
    this.final = final
    await this.database.batch([put(FINAL_KEY, `${final}`)])
  }
}
