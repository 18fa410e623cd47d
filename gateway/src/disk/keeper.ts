import type { LogFilter } from '../query/logFilter.js'
import { Coverage } from './coverage.js'
import type { Database, Write } from './store.js'

/** What was asked in a range of blocks, and answered. */
export interface Asked {
  logs: readonly LogFilter[]
  calls: readonly LogFilter[]
  from: number
  to: number
}

/**
 * The store's writer. What was found and the note that it was asked for are one batch, one after another, so that a process
 * killed at any point has kept either both or neither.
 */
export class Keeper {
  readonly logs = new Coverage('l')
  readonly calls = new Coverage('t')
  private last: Promise<unknown> = Promise.resolve()

  constructor(readonly database: Database) {}

  async load(): Promise<void> {
    await Promise.all([this.logs.load(this.database), this.calls.load(this.database)])
  }

  /** Keeps the writes and, where given, that they are all there is in a range. */
  keep(writes: readonly Write[], asked?: Asked): Promise<void> {
    const write = async () => {
      const notes = asked
        ? [this.logs.add(asked.logs, asked.from, asked.to), this.calls.add(asked.calls, asked.from, asked.to)]
        : []
      await this.database.batch([...writes, ...notes.flatMap((note) => note.writes)])
      for (const note of notes) note.commit()
    }
    const next = this.last.then(write)
    this.last = next.catch(() => undefined)
    return next
  }

  /** Last block up to which everything from `from` on was asked for. */
  endOfCovered(logs: readonly LogFilter[], calls: readonly LogFilter[], from: number): number {
    return Math.min(this.logs.endOfCovered(logs, from), this.calls.endOfCovered(calls, from))
  }
}
