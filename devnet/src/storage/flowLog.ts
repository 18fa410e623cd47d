import type { Hex } from '@touchstone/verify'
import { foldNodes, type StorageNode } from '@touchstone/verify'
import { Interface, type JsonRpcProvider } from 'ethers'

const FLOW = new Interface([
  'event Submit(address indexed sender, bytes32 indexed identity, uint256 submissionIndex, uint256 startPos, uint256 length, (uint256 length, bytes tags, (bytes32 root, uint256 height)[] nodes) submission)',
])
const SUBMIT_TOPIC = FLOW.getEvent('Submit')?.topicHash ?? ''

/** One submission to the Flow contract: what a storage node calls a transaction. */
export interface FlowTx {
  /** 0-based, dense. */
  seq: number
  root: Hex
  nodes: StorageNode[]
  /** First sector of 256 bytes in the flow. */
  startEntryIndex: number
  /** Bytes. */
  size: number
}

/** The submissions that storage nodes know of, followed from the chain and rebuilt from it at every start. */
export class FlowLog {
  readonly #bySeq: FlowTx[] = []
  readonly #byRoot = new Map<Hex, FlowTx[]>()
  #syncedBlock: number
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(
    private readonly provider: Pick<JsonRpcProvider, 'getBlockNumber' | 'getLogs'>,
    private readonly flow: Hex,
    deployBlock: number,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#syncedBlock = deployBlock - 1
  }

  /** Highest block whose submissions are known. */
  get syncedBlock(): number {
    return this.#syncedBlock
  }

  get nextSeq(): number {
    return this.#bySeq.length
  }

  findBySeq(seq: number): FlowTx | undefined {
    return this.#bySeq[seq]
  }

  listByRoot(root: Hex): readonly FlowTx[] {
    return this.#byRoot.get(root) ?? []
  }

  /** Follows the chain every `pollMs` until `stop`, behind which whoever ends the provider breaks off what is still asked. */
  async start(pollMs: number): Promise<void> {
    await this.#sync()
    const again = async () => {
      await this.#sync().catch((error) => {
        if (!this.#stopped) this.onError(error)
      })
      if (!this.#stopped) this.#timer = setTimeout(again, pollMs)
    }
    this.#timer = setTimeout(again, pollMs)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #sync(): Promise<void> {
    const head = await this.provider.getBlockNumber()
    // The page size that 0G's own node uses.
    while (this.#syncedBlock < head && !this.#stopped) {
      const fromBlock = this.#syncedBlock + 1
      const toBlock = Math.min(head, fromBlock + 998)
      const logs = await this.provider.getLogs({ address: this.flow, topics: [SUBMIT_TOPIC], fromBlock, toBlock })
      for (const log of logs) this.#add(log)
      this.#syncedBlock = toBlock
    }
  }

  #add(log: { topics: readonly string[]; data: string }): void {
    const args = FLOW.parseLog(log)?.args
    if (!args) return
    // By position: `args.length` would be the number of arguments, not the field of that name.
    const [, , submissionIndex, startPos] = args
    const [size, , nodes] = args[5] as [bigint, string, [Hex, bigint][]]
    const tx: FlowTx = {
      seq: Number(submissionIndex),
      nodes: nodes.map(([root, height]) => ({ root, height: Number(height) })),
      root: foldNodes(nodes.map(([root]) => ({ root }))),
      startEntryIndex: Number(startPos),
      size: Number(size),
    }
    // A reorganisation repeats submission numbers: the chain's newest word holds.
    const before = this.#bySeq[tx.seq]
    if (before)
      this.#byRoot.set(
        before.root,
        this.listByRoot(before.root).filter((other) => other.seq !== tx.seq),
      )
    this.#bySeq[tx.seq] = tx
    this.#byRoot.set(tx.root, [...this.listByRoot(tx.root), tx])
  }
}
