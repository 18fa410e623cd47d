import { setTimeout as pause } from 'node:timers/promises'
import { hashOf } from '../chain/header.js'
import type { Record } from '../chain/record.js'
import { decodeItems, type Items } from '../disk/items.js'
import type { Keeper } from '../disk/keeper.js'
import { ALL_BLOCKS, blockOfKey, headerKey, itemKey, itemKindOf } from '../disk/keys.js'
import type { RpcPool } from '../rpc/pool.js'
import { RpcError } from '../rpc/rpcError.js'
import type { GatewayLog } from '../settings.js'
import { chooseBlocks, mayHoldLogs } from './bloomSample.js'
import { findHeaderDifference, findTransactionDifference } from './compareBlock.js'
import { findLogDifference } from './compareLogs.js'
import { proveBlock, type ToldBlock } from './proof.js'
import { askBlock, askBlocks, type BlockQuestion, getHeader } from './toldBlock.js'

/** Blocks that are looked at before the height is noted. */
const STEP = 50
/** Blocks that are asked for in one request: enough that a slow RPC does not hold up the audit, few enough for memory. */
const AT_ONCE = 25
/** Blocks without kept logs that are looked at beside them. */
const SAMPLES = 5
/** RPCs take turns: so many answers are tried before a block counts as one that does not add up. */
const ATTEMPTS = 4
/** Pause after a failure, and while there is nothing to look at. */
const RETRY_MS = 5_000
const REST_MS = 1_000

/** What is kept of a block. */
interface KeptBlock {
  block: number
  header: Record | undefined
  logs: Items
  transactions: Items
}

export interface AuditCounts {
  proven: number
  sampled: number
}

/**
 * The trailing audit: recomputes the receipts of every block that logs are served from, and the transactions that are served
 * with them, and looks at blooms of others. It
 * goes on while clients are silent, so that no sync is slowed, and halts the gateway at a block that does not add up.
 */
export class Audit {
  readonly counts: AuditCounts = { proven: 0, sampled: 0 }
  /** The block that the audited height waits for: no RPC tells what recomputes to its hash. */
  unproven: { block: number; why: string } | undefined

  constructor(
    private readonly keeper: Keeper,
    private readonly pool: RpcPool,
    private readonly log: GatewayLog,
    private readonly random: () => number = Math.random,
  ) {}

  /** Runs until the signal; `idle` resolves when the RPCs may be asked. */
  async run(idle: () => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.keeper.halted === undefined) {
      await idle()
      if (signal.aborted) return
      let rest = REST_MS
      try {
        if (await this.step()) continue
      } catch (error) {
        if (!(error instanceof RpcError)) throw error
        this.log.warn({ error: error.message }, 'the audit waits for an RPC')
        rest = RETRY_MS
      }
      await pause(rest, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  /** Looks at the next blocks. @returns whether there was anything to look at. @throws RpcError where no RPC tells. */
  async step(): Promise<boolean> {
    const { audited, turn } = this.keeper
    const { end, blocks } = await this.findNext(audited)
    if (end <= audited) return false
    this.unproven = undefined
    const stopped = await this.auditBlocks(await this.readKept(blocks))
    if (stopped !== undefined) {
      if (this.keeper.halted === undefined) await this.keeper.noteAudited(stopped - 1, turn)
      return false
    }
    await this.sample(audited + 1, end)
    if (this.keeper.halted === undefined) await this.keeper.noteAudited(end, turn)
    return true
  }

  /** The next blocks with logs, and the last of them, or the last kept block where no more logs follow. */
  private async findNext(audited: number): Promise<{ end: number; blocks: number[] }> {
    const { database } = this.keeper
    const blocks: number[] = []
    for await (const key of database.keys({ ...ALL_BLOCKS, gte: headerKey(audited + 1) })) {
      if (itemKindOf(key) !== 'l') continue
      if (blocks.length === STEP) return { end: blocks.at(-1) ?? audited, blocks }
      blocks.push(blockOfKey(key))
    }
    const [last] = await database.keys({ ...ALL_BLOCKS, reverse: true, limit: 1 }).all()
    return { end: last === undefined ? audited : Math.max(audited, blockOfKey(last)), blocks }
  }

  private async readKept(blocks: readonly number[]): Promise<KeptBlock[]> {
    const keys = blocks.flatMap((block) => [headerKey(block), itemKey('l', block), itemKey('t', block)])
    const values = await this.keeper.database.getMany(keys)
    return blocks.map((block, n) => {
      const [header, logs, transactions] = values.slice(3 * n, 3 * n + 3)
      return {
        block,
        header: header?.toString('latin1'),
        logs: logs === undefined ? new Map() : decodeItems('l', logs),
        transactions: transactions === undefined ? new Map() : decodeItems('t', transactions),
      }
    })
  }

  /** @returns the first block that is not proven: the audit goes no further. */
  private async auditBlocks(blocks: readonly KeptBlock[]): Promise<number | undefined> {
    for (let at = 0; at < blocks.length; at += AT_ONCE) {
      const part = blocks.slice(at, at + AT_ONCE)
      const told = await askBlocks(this.pool, part.map(toQuestion))
      for (const [n, kept] of part.entries()) {
        await this.auditBlock(kept, told[n])
        if (this.unproven !== undefined || this.keeper.halted !== undefined) return kept.block
      }
    }
    return undefined
  }

  /** Only what recomputes may accuse what is kept; what does not recompute is asked again elsewhere. */
  private async auditBlock(kept: KeptBlock, first: ToldBlock | undefined): Promise<void> {
    const { block, header } = kept
    let [why, isWrong] = ['its header is not kept', true]
    for (let attempt = 0; header !== undefined && attempt < ATTEMPTS; attempt++) {
      const told = attempt === 0 && first ? first : await askBlock(this.pool, toQuestion(kept))
      const proof = proveBlock(told, hashOf(header))
      if (proof.kind !== 'proven') {
        why = proof.why
        isWrong = proof.kind === 'wrong'
        continue
      }
      const difference =
        findHeaderDifference(header, told.header, block) ??
        findTransactionDifference(kept.transactions, told.transactions ?? []) ??
        findLogDifference(told.receipts, kept.logs, this.keeper.logs.filtersAt(block))
      if (difference !== undefined) return this.halt(block, difference)
      this.counts.proven += 1
      return
    }
    if (isWrong) await this.halt(block, why)
    else this.unproven = { block, why }
  }

  private async sample(from: number, to: number): Promise<void> {
    for (const block of chooseBlocks(from, to, SAMPLES, this.random)) {
      const filters = this.keeper.logs.filtersAt(block)
      if (filters.length === 0) continue
      this.counts.sampled += 1
      const header = await this.pool.ask(getHeader(block, false))
      if (!mayHoldLogs(header, filters)) continue
      const kept = await this.readKept([block])
      if (kept.some(({ logs }) => logs.size > 0)) continue
      const told = await askBlock(this.pool, { block, isWhole: false })
      const hash = String((header as { hash?: unknown }).hash)
      if (proveBlock(told, hash).kind !== 'proven') continue
      const difference = findLogDifference(told.receipts, new Map(), filters)
      if (difference !== undefined) await this.halt(block, difference)
    }
  }

  private async halt(block: number, why: string): Promise<void> {
    this.log.warn({ block, why }, 'a block does not add up: nothing from it on is served any more')
    await this.keeper.halt(block, why)
  }
}

/** Transactions are asked for where some are kept: they are most of a block's bytes. */
function toQuestion({ block, transactions }: KeptBlock): BlockQuestion {
  return { block, isWhole: transactions.size > 0 }
}
