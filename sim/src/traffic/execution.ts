import type { Interface } from 'ethers'
import type { CallDraft, LogDraft, TransactionDraft } from '../chain/draft.js'
import type { Journal } from '../truth/journal.js'
import type { Place, Truth } from '../truth/truth.js'

/** What a log, or a call without one, means for the facts; told once its block is sealed. */
export type Meaning = (truth: Truth, place: Place) => void

/** Thrown by a simulated contract: everything since the call began is taken back. */
export class Revert extends Error {
  override name = 'Revert'
}

/** One transaction while it is executed: calls, logs, and what the logs mean. */
export class Execution {
  readonly meanings: { log: LogDraft | null; tell: Meaning; mover?: { contract: string; provider: string } }[] = []
  readonly root: CallDraft
  private current: CallDraft

  constructor(
    private readonly journal: Journal,
    readonly from: string,
    to: string,
    input: string,
    value = 0n,
    private readonly nonce?: number,
  ) {
    this.root = { from, to, input, value, steps: [] }
    this.current = this.root
  }

  /** Whether the call in hand is the transaction's own. */
  isDirect(): boolean {
    return this.current === this.root
  }

  emit(address: string, abi: Interface, event: string, args: readonly unknown[], tell?: Meaning): void {
    const { topics, data } = abi.encodeEventLog(event, args)
    this.log({ address, topics, data }, tell)
  }

  log(log: LogDraft, tell?: Meaning): void {
    this.current.steps.push(log)
    if (tell) this.meanings.push({ log, tell })
  }

  /** What the call in hand means beyond its logs. */
  note(tell: Meaning): void {
    this.meanings.push({ log: null, tell })
  }

  /** A call by the contract in hand. @returns whether it succeeded: a `Revert` within takes back what it did. */
  call(to: string, input: string, body: (caller: string) => void, value = 0n): boolean {
    const outer = this.current
    const from = outer.to ?? this.from
    const frame: CallDraft = { from, to, input, value, steps: [] }
    outer.steps.push(frame)
    this.current = frame
    const [mark, told] = [this.journal.mark(), this.meanings.length]
    try {
      body(from)
      return true
    } catch (error) {
      if (!(error instanceof Revert)) throw error
      frame.error = 'execution reverted'
      this.journal.undoTo(mark)
      this.meanings.length = told
      return false
    } finally {
      this.current = outer
    }
  }

  /** Notes that the log just emitted moved an account of this provider. */
  noteMover(contract: string, provider: string): void {
    const last = this.meanings.at(-1)
    if (last) last.mover = { contract, provider }
  }

  /** Whom the logs alone name as the caller of an item that moved nothing, where the calldata cannot be read. */
  guessCaller(contract: string): string {
    const named = this.meanings.find(({ mover }) => mover?.contract === contract)
    return named?.mover?.provider ?? this.root.to ?? this.from
  }

  /** The transaction as a whole failed. */
  fail(): void {
    this.root.error = 'execution reverted'
    this.meanings.length = 0
  }

  draft(): TransactionDraft {
    return this.nonce === undefined ? { call: this.root } : { call: this.root, nonce: this.nonce }
  }
}
