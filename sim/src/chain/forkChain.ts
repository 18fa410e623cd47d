import type { TransactionDraft } from './draft.js'
import { EMPTY_BODY, rootsOf, sealHeader, ZERO_HASH } from './header.js'
import { sealTransactions } from './transaction.js'
import type { Block, ChainView } from './view.js'

export interface ForkChainOptions {
  chainId: number
  /** Blocks below the head after which a block counts as final. */
  finality: number
  /** Timestamp of the first block, seconds. */
  genesisTime?: number
  blockTime?: number
  /** A chain that everything here is built on: its blocks are never forked away. */
  base?: ChainView
}

const GENESIS_TIME = 1_760_000_000

interface Place {
  block: Block
  index: number
}

/** A chain in memory that grows block by block and can be forked at any depth above its base. */
export class ForkChain {
  readonly chainId: number
  private readonly byHash = new Map<string, Block>()
  /** Every block, of any fork, that holds a transaction. */
  private readonly places = new Map<string, Place[]>()
  private canonical: Block[] = []
  private readonly listeners = new Set<() => void>()
  private sealed = 0
  private readonly first: number
  private view: ChainView

  constructor(private readonly options: ForkChainOptions) {
    this.chainId = options.chainId
    this.first = options.base ? options.base.head + 1 : 0
    this.view = this.buildView()
    if (!options.base) this.mine([])
  }

  /** The chain as it stands now: a later block or fork does not change it. */
  snapshot(): ChainView {
    return this.view
  }

  /** Adds a block of these transactions on the head. */
  mine(drafts: readonly TransactionDraft[]): Block {
    const [block] = this.fork(0, [drafts])
    if (!block) throw new RangeError('A fork of one block has one block.')
    return block
  }

  /**
   * Drops the newest `depth` blocks and adds these in their place, as one step for whoever watches. The chain may become
   * shorter.
   * @param onSealed called after each block and before the next is taken from `blocks`.
   * @throws RangeError where the depth goes below the base or takes the first block.
   */
  fork(
    depth: number,
    blocks: Iterable<readonly TransactionDraft[]>,
    onSealed: (block: Block) => void = () => undefined,
  ): Block[] {
    const kept = this.canonical.length - depth
    if (kept < 0 || (depth > 0 && kept === 0 && !this.options.base))
      throw new RangeError(`A fork of ${depth} blocks would take the chain's beginning.`)
    const next = this.canonical.slice(0, kept)
    const added: Block[] = []
    for (const drafts of blocks) {
      const block = this.seal(next.at(-1), drafts)
      this.byHash.set(block.header.hash, block)
      for (const [index, { hash }] of block.transactions.entries())
        this.places.set(hash, [...(this.places.get(hash) ?? []), { block, index }])
      next.push(block)
      added.push(block)
      onSealed(block)
    }
    this.canonical = next
    this.view = this.buildView()
    for (const listener of this.listeners) listener()
    return added
  }

  /** Calls back after each change of the head. @returns what ends it. */
  onHead(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private seal(parent: Block | undefined, drafts: readonly TransactionDraft[]): Block {
    const { base, chainId, genesisTime = GENESIS_TIME, blockTime = 1 } = this.options
    const below = parent?.header ?? base?.header(base.head)
    const number = below ? below.number + 1 : 0
    const transactions = sealTransactions(chainId, number, drafts)
    const header = sealHeader({
      ...(drafts.length > 0 ? rootsOf(transactions) : EMPTY_BODY),
      number,
      parentHash: below?.hash ?? ZERO_HASH,
      timestamp: below ? below.timestamp + blockTime : genesisTime,
      // Counts all blocks ever sealed, so that no fork's block equals another's.
      extraData: `0x${(this.sealed++).toString(16).padStart(8, '0')}`,
    })
    return { header, transactions }
  }

  private buildView(): ChainView {
    const { base, chainId, finality } = this.options
    const { canonical, byHash, first, places } = this
    const at = (number: number) => canonical[number - first]
    const head = first + canonical.length - 1
    let logged: number[] | undefined
    const isHere = ({ block }: Place) => at(block.header.number) === block
    return {
      chainId,
      head,
      finalized: Math.max(head - finality, 0),
      header: (number) => (number < first ? base?.header(number) : at(number)?.header),
      block: (number) => (number < first ? base?.block(number) : at(number)),
      blockByHash: (hash) => byHash.get(hash) ?? base?.blockByHash(hash),
      transactions: (number) => (number < first ? base?.transactions(number) : at(number)?.transactions) ?? [],
      findTransaction: (hash) => places.get(hash)?.find(isHere) ?? base?.findTransaction(hash),
      *loggedHeights(from, to) {
        if (base && from < first) yield* base.loggedHeights(from, Math.min(to, first - 1))
        logged ??= canonical.filter(hasLogs).map(({ header }) => header.number)
        for (const number of logged) if (number >= from && number <= to) yield number
      },
    }
  }
}

function hasLogs({ transactions }: Block): boolean {
  return transactions.some((tx) => tx.logs.length > 0)
}
