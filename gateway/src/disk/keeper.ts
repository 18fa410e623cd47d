import type { LogFilter } from '../query/logFilter.js'
import { Coverage } from './coverage.js'
import { mergeItems } from './items.js'
import { AUDITED_KEY, HALTED_KEY, itemKindOf } from './keys.js'
import { type Database, put, putBytes, type Write } from './store.js'

/** What was asked in a range of blocks, and answered. */
export interface Asked {
  logs: readonly LogFilter[]
  calls: readonly LogFilter[]
  from: number
  to: number
}

/** A block that does not add up: nothing from it on is served. */
export interface Halted {
  block: number
  why: string
}

/**
 * The store's writer. What was found and the note that it was asked for are one batch, one after another, so that a process
 * killed at any point has kept either both or neither.
 */
export class Keeper {
  readonly logs = new Coverage('l')
  readonly calls = new Coverage('t')
  /** Last block up to which what is kept was recomputed; -1 where nothing was. */
  audited = -1
  /** Grows with each write: what was recomputed meanwhile may lack what was written. */
  turn = 0
  halted: Halted | undefined
  private last: Promise<unknown> = Promise.resolve()

  constructor(readonly database: Database) {}

  async load(): Promise<void> {
    await Promise.all([this.logs.load(this.database), this.calls.load(this.database)])
    const [audited, halted] = await this.database.getMany([AUDITED_KEY, HALTED_KEY])
    if (audited !== undefined) this.audited = Number(audited)
    if (halted !== undefined) this.halted = JSON.parse(String(halted)) as Halted
  }

  /** Keeps the writes and, where given, that they are all there is in a range. */
  keep(writes: readonly Write[], asked?: Asked): Promise<void> {
    const write = async () => {
      const notes = asked
        ? [this.logs.add(asked.logs, asked.from, asked.to), this.calls.add(asked.calls, asked.from, asked.to)]
        : []
      // What was asked now below the audited height was not recomputed.
      const audited = asked ? Math.min(this.audited, asked.from - 1) : this.audited
      const lowered = audited < this.audited ? [put(AUDITED_KEY, `${audited}`)] : []
      await this.database.batch([...(await this.unite(writes)), ...notes.flatMap((note) => note.writes), ...lowered])
      for (const note of notes) note.commit()
      this.turn += 1
      this.audited = audited
    }
    return this.inTurn(write)
  }

  /** A value holds all items of a block: where some are kept already, the new ones are added to them. */
  private async unite(writes: readonly Write[]): Promise<Write[]> {
    const values = new Map<string, Buffer>()
    const keys = writes.map(({ key }) => key).filter((key) => itemKindOf(key) !== undefined)
    const kept = keys.length === 0 ? [] : await this.database.getMany(keys)
    for (const [n, key] of keys.entries()) {
      const value = kept[n]
      if (value !== undefined) values.set(key, value)
    }
    for (const { key, value } of writes) {
      const kind = itemKindOf(key)
      const older = values.get(key)
      values.set(key, kind === undefined || older === undefined ? value : mergeItems(kind, older, value))
    }
    return [...values].map(([key, value]) => putBytes(key, value))
  }

  /** Notes that everything up to `block` was recomputed, unless something was written since `turn`. */
  noteAudited(block: number, turn: number): Promise<void> {
    return this.inTurn(async () => {
      if (turn !== this.turn) return
      await this.database.batch([put(AUDITED_KEY, `${block}`)])
      this.audited = block
    })
  }

  /** From now on nothing from that block on is served, also after a restart. */
  halt(block: number, why: string): Promise<void> {
    return this.inTurn(async () => {
      if (this.halted !== undefined && this.halted.block <= block) return
      const halted = { block, why }
      await this.database.batch([put(HALTED_KEY, JSON.stringify(halted))])
      this.halted = halted
    })
  }

  private inTurn(write: () => Promise<void>): Promise<void> {
    const next = this.last.then(write)
    this.last = next.catch(() => undefined)
    return next
  }

  /** Last block up to which everything from `from` on was asked for. */
  endOfCovered(logs: readonly LogFilter[], calls: readonly LogFilter[], from: number): number {
    return Math.min(this.logs.endOfCovered(logs, from), this.calls.endOfCovered(calls, from))
  }
}
