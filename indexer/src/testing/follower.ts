import type { Network } from '@touchstone/networks'
import type { ChainView } from '@touchstone/sim/view'
import type { DataSource } from 'typeorm'
import type { FactContext } from '../apply/state'
import type { FactsDatabase } from '../database'
import { decodeBlock } from '../decode/block'
import type { ChainBlock, WatchedContracts } from '../decode/chain'
import type { Capability } from '../digest/digestRows'
import { fillFrames } from '../frames/fillFrames'
import { buildProcessor } from '../processor'
import { resetFacts } from '../start/continuity'
import { seedNetwork } from '../start/seed'
import { toContext, toWatched } from '../watched'
import { writeBatch } from '../write'
import { framesOf } from './simulatedFrames'

interface Head {
  height: number
  hash: string
}

/** Blocks of one final batch; small, so that there are several. */
const FINAL_BATCH = 7
/** So few that most batches are written in several parts. */
const PART_EVENTS = 4
/** The squid's processor hands over at most this many hot blocks at once. */
const HOT_BATCH = 10

/**
 * Brings a database to a simulated chain in process: what the squid's runner does between an RPC and the handler, without
 * the RPC. Everything it knows lies in the database, so that a new one goes on where another was cut off.
 */
export class Follower {
  private readonly watched: WatchedContracts
  private readonly context: FactContext
  private readonly questions: ReturnType<typeof listQuestions>
  private isConnected = false

  constructor(
    private readonly network: Network,
    private readonly database: FactsDatabase,
    private readonly source: DataSource,
    private readonly capability: Capability,
  ) {
    this.watched = toWatched(network)
    this.context = { ...toContext(network), capability }
    this.questions = listQuestions(network, capability)
  }

  /** Indexes up to the view's head; begins anew where the last final block is no longer on the chain. */
  async follow(view: ChainView): Promise<void> {
    if (!this.isConnected) {
      // Each start writes down what the network's file says: a reset that was cut off may have left it out.
      await seedNetwork(this.source, this.network)
      await this.database.connect()
    }
    this.isConnected = true
    let state = await this.readState()
    if (state.height >= 0 && view.header(state.height)?.hash !== state.hash) {
      await this.stop()
      await this.reset()
      await this.database.connect()
      this.isConnected = true
      state = await this.readState()
    }
    const final = await this.followFinal(view, state)
    await this.followHot(view, final, final.height === state.height ? state.top : [])
  }

  /** Ends the connection, as the end of a process would; `follow` opens another. */
  async stop(): Promise<void> {
    this.isConnected = false
    await this.database.disconnect()
  }

  /** Drops all facts, as a start does that finds another chain. */
  async reset(): Promise<void> {
    await resetFacts(this.source)
    await seedNetwork(this.source, this.network)
  }

  private async readState(): Promise<Head & { top: Head[] }> {
    const rows: Head[] = await this.source.query('select height, hash from squid_processor.status where id = 0')
    const top: Head[] = await this.source.query('select height, hash from squid_processor.hot_block order by height')
    return { height: -1, hash: '0x', ...rows[0], top }
  }

  private async followFinal(view: ChainView, from: Head): Promise<Head> {
    let at: Head = { height: from.height, hash: from.hash }
    // Hot blocks become final by what the head brings; only what lies far behind is read in final batches.
    while (view.finalized - at.height > HOT_BATCH || at.height < 0) {
      const next = headAt(view, Math.min(at.height + FINAL_BATCH, view.finalized))
      const prevHead = at
      await this.database.transact({ prevHead, nextHead: next }, async (store) => {
        await writeBatch(store, await this.decode(view, prevHead.height + 1, next.height), this.context, {
          partEvents: PART_EVENTS,
        })
      })
      at = next
    }
    return at
  }

  private async followHot(view: ChainView, final: Head, top: readonly Head[]): Promise<void> {
    const known = [final, ...top]
    let base = known.findLast((block) => view.header(block.height)?.hash === block.hash) ?? final
    do {
      const to = Math.min(base.height + HOT_BATCH, view.head)
      const newBlocks = listHeads(view, base.height + 1, to)
      const finalizedHead = headAt(view, Math.max(Math.min(view.finalized, to), final.height))
      const first = base.height + 1
      await this.database.transactHot2({ baseHead: base, finalizedHead, newBlocks }, async (store, begin, end) => {
        await writeBatch(store, await this.decode(view, first + begin, first + end - 1), this.context, {
          partEvents: PART_EVENTS,
        })
      })
      base = newBlocks.at(-1) ?? base
    } while (base.height < view.head)
  }

  private async decode(view: ChainView, from: number, to: number) {
    const blocks = listHeads(view, from, to).map(({ height }) => this.toBlock(view, height))
    await fillFrames(blocks, framesOf(view, this.capability), this.watched)
    return blocks.map((block) => decodeBlock(block, this.watched))
  }

  /** The block as the squid would hand it over: logs that were asked for, with their transactions, and calls that were. */
  private toBlock(view: ChainView, height: number): ChainBlock {
    const block = view.block(height)
    if (!block) throw new RangeError(`The chain has no block ${height}.`)
    const transactions = block.transactions.map((tx) => {
      const { from, to, input, value = 0n } = tx.draft.call
      const logs = tx.logs.map((log, n) => ({ ...log, logIndex: tx.firstLogIndex + n }))
      return { hash: tx.hash, from, to, input, value, logs: logs.filter((log) => this.isAsked(log)), frames: null }
    })
    const { hash, timestamp } = block.header
    return {
      height,
      hash,
      timestamp: timestamp * 1000,
      transactions: transactions.filter((tx) => tx.logs.length > 0 || this.isCallAsked(tx)),
    }
  }

  private isAsked({ address, topics }: { address: string; topics: string[] }): boolean {
    return this.questions.logs.some(
      (question) =>
        question.address?.includes(address) &&
        (question.topic0?.includes(topics[0] ?? '') ?? true) &&
        (question.topic2?.includes(topics[2] ?? '') ?? true),
    )
  }

  private isCallAsked({ to, input }: { to: string | null; input: string }): boolean {
    return this.questions.calls.some(
      (question) => question.to?.includes(to ?? '') && question.sighash?.includes(input.slice(0, 10)),
    )
  }
}

interface CallQuestion {
  to?: string[]
  sighash?: string[]
}

interface LogQuestion {
  address?: string[]
  topic0?: string[]
  topic2?: string[]
}

/** What the indexer really asks for, as its processor holds it. */
function listQuestions(network: Network, capability: Capability): { logs: LogQuestion[]; calls: CallQuestion[] } {
  const processor = buildProcessor(network, 'http://127.0.0.1:1', { capability })
  // biome-ignore lint/complexity/useLiteralKeys: reaches a private member, which only this form allows.
  const requests = processor['requests'] as { request: { logs?: LogQuestion[]; transactions?: CallQuestion[] } }[]
  return {
    logs: requests.flatMap(({ request }) => request.logs ?? []),
    calls: requests.flatMap(({ request }) => request.transactions ?? []),
  }
}

function headAt(view: ChainView, height: number): Head {
  const header = view.header(height)
  if (!header) throw new RangeError(`The chain has no block ${height}.`)
  return { height, hash: header.hash }
}

function listHeads(view: ChainView, from: number, to: number): Head[] {
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, n) => headAt(view, from + n))
}
