import { createHash } from 'node:crypto'
import type { MetaCache } from '../network/meta'
import { KeptAnswers } from './kept'
import type { Snapshots } from './snapshots'

/** Documents known to be valid that are remembered. */
const MAX_KNOWN = 1_000

/** One GraphQL operation as a client sent it. */
export interface Operation {
  query: string
  variables: Record<string, unknown> | undefined
  operationName: string | undefined
}

/** What executing an operation gave. */
export interface Executed {
  data?: unknown
  errors?: unknown
}

/** How answers came about: executed, taken from what was kept, or shared with a request that was under way. */
export type AnswerSource = 'executed' | 'kept' | 'shared'

/**
 * Answers to operations, each executed once for as long as it is true. A kept answer is given where the database, asked after
 * the request came, holds exactly the rows that it held before the answer was made, and `meta` is the same reading: it
 * outlives no block, verdict, reorganisation or finality, and is at most as old as `meta` in what no table tells. An answer
 * with an error is never kept. A document that was never answered is executed at once, so that one that is refused asks the
 * database nothing.
 */
export class Answers {
  readonly counts: Record<AnswerSource, number> = { executed: 0, kept: 0, shared: 0 }
  private readonly kept: KeptAnswers
  private readonly known = new Set<string>()
  private readonly running = new Map<string, Promise<string>>()

  /** @param maxBytes of answers that are kept; 0: none is kept or shared. */
  constructor(
    private readonly snapshots: Pick<Snapshots, 'current'>,
    private readonly meta: Pick<MetaCache, 'get'>,
    private readonly maxBytes: number,
  ) {
    this.kept = new KeptAnswers(maxBytes)
  }

  /**
   * The JSON of an operation's answer.
   * @param execute runs the operation; its statements begin after the call.
   */
  async get(operation: Operation, execute: () => Promise<Executed>): Promise<string> {
    if (this.maxBytes === 0) return toText(await this.execute(execute))
    const document = digest(operation.query)
    if (!this.known.has(document)) {
      const result = await this.execute(execute)
      if (!result.errors) this.remember(document)
      return toText(result)
    }
    const state = await this.readState()
    if (state === undefined) return toText(await this.execute(execute))
    const key = `${document} ${digest(JSON.stringify([operation.operationName, operation.variables]))}`
    const kept = this.kept.find(state, key)
    if (kept !== undefined) {
      this.counts.kept += 1
      return kept
    }
    return this.share(state, key, execute)
  }

  /** Joins the same operation where it is being executed in this state: its statements saw no older rows. */
  private share(state: string, key: string, execute: () => Promise<Executed>): Promise<string> {
    const id = `${state} ${key}`
    const running = this.running.get(id)
    if (running) {
      this.counts.shared += 1
      return running
    }
    const started = this.executeAndKeep(state, key, execute).finally(() => this.running.delete(id))
    this.running.set(id, started)
    return started
  }

  private async executeAndKeep(state: string, key: string, execute: () => Promise<Executed>): Promise<string> {
    const result = await this.execute(execute)
    const text = toText(result)
    // Rows that changed meanwhile may be in it; then nobody finds this state again.
    if (!result.errors) this.kept.keep(state, key, text)
    return text
  }

  private async execute(execute: () => Promise<Executed>): Promise<Executed> {
    this.counts.executed += 1
    return execute()
  }

  private async readState(): Promise<string | undefined> {
    const [snapshot, meta] = await Promise.all([this.snapshots.current(), this.meta.get().catch(() => undefined)])
    return snapshot && meta ? `${snapshot} ${meta.readAt.getTime()}` : undefined
  }

  private remember(document: string) {
    this.known.add(document)
    const [oldest] = this.known
    if (this.known.size > MAX_KNOWN && oldest !== undefined) this.known.delete(oldest)
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function toText({ data, errors }: Executed): string {
  return JSON.stringify({ data: data ?? null, errors })
}
