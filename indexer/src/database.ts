import { type HotTxInfo, TypeormDatabase } from '@subsquid/typeorm-store'
import { buildFactsSource } from '@touchstone/store'
import type { DataSource } from 'typeorm'
import { DIGEST_INTERVAL, passMarks } from './digest/digestRows'

/** What a committed batch says about the index's progress. */
export interface Commit {
  /** Height of the newest block. */
  head: number
  finalized: number
  /** Blocks rolled back by this batch. */
  reorgDepth: number
  /** Milliseconds from begin to commit, the handler included. */
  elapsed: number
}

/**
 * The squid's database with our connection instead of the SDK's own variables, progress for the metrics, and a stop
 * between batches. A batch that is cut off rolls back as a whole, so that stopping is about tidiness, not safety.
 */
export class FactsDatabase extends TypeormDatabase {
  private inFlight: Promise<unknown> = Promise.resolve()
  private isStopping = false
  private head: { height: number; hash: string } | undefined

  constructor(
    private readonly databaseUrl: string,
    private readonly onCommit: (commit: Commit) => void,
    private readonly digestInterval = DIGEST_INTERVAL,
    /** A connection that is open already: it is taken over, and closed with this. */
    private opened?: DataSource,
  ) {
    super({ supportHotBlocks: true })
  }

  /** Notes the head that is there, so that a reorg across a restart counts as one. */
  override async connect(): Promise<Awaited<ReturnType<TypeormDatabase['connect']>>> {
    const state = await super.connect()
    this.head = state.top.at(-1) ?? state
    return state
  }

  protected override initializeDataSource(): Promise<DataSource> {
    const { opened } = this
    this.opened = undefined
    return opened ? Promise.resolve(opened) : buildFactsSource(this.databaseUrl).initialize()
  }

  override transact(...args: Parameters<TypeormDatabase['transact']>): Promise<void> {
    const [info, write] = args
    const { prevHead, nextHead } = info
    const withMarks: typeof write = async (store) => {
      const written = await write(store)
      await passMarks(store, prevHead.height, nextHead.height, this.digestInterval)
      return written
    }
    const update = { head: nextHead, finalized: nextHead.height, reorgDepth: 0 }
    return this.track(() => super.transact(info, withMarks), update)
  }

  override transactHot2(...args: Parameters<TypeormDatabase['transactHot2']>): Promise<void> {
    const [info, write] = args
    const withMarks: typeof write = async (store, begin, end) => {
      const written = await write(store, begin, end)
      const [first, last] = [info.newBlocks[begin], info.newBlocks[end - 1]]
      if (first && last) await passMarks(store, first.height - 1, last.height, this.digestInterval)
      return written
    }
    const head = info.newBlocks.at(-1) ?? info.baseHead
    const update = { head, finalized: info.finalizedHead.height, reorgDepth: this.reorgDepth(info) }
    return this.track(() => super.transactHot2(info, withMarks), update)
  }

  /** Waits for the batch in flight, lets no other begin, and closes the connection. */
  async stop(): Promise<void> {
    this.isStopping = true
    await this.inFlight.catch(() => undefined)
    await this.disconnect()
  }

  private reorgDepth(info: HotTxInfo): number {
    if (!this.head || this.head.hash === info.baseHead.hash) return 0
    return Math.max(this.head.height - info.baseHead.height, 0)
  }

  private track(
    submit: () => Promise<void>,
    update: { head: { height: number; hash: string }; finalized: number; reorgDepth: number },
  ): Promise<void> {
    // A promise that never settles: the process exits once the batch before it is in.
    if (this.isStopping) return new Promise(() => undefined)
    const began = performance.now()
    this.inFlight = submit().then(() => {
      this.head = update.head
      this.onCommit({ ...update, head: update.head.height, elapsed: performance.now() - began })
    })
    return this.inFlight as Promise<void>
  }
}
