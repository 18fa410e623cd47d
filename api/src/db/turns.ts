import type { QueryResultRow } from 'pg'
import type { Row } from './batch'
import type { Asked, Database, Queryable } from './database'

interface Waiting extends Asked {
  resolve(rows: Row[]): void
  reject(reason: unknown): void
}

/**
 * The statements of one request, turn by turn: what is asked while nothing runs goes to the database at once, what is asked
 * meanwhile waits for the end of that turn. So what depends on lists of equal depth is asked together, whichever of them came
 * first, and the number of statements depends on the document alone.
 */
export class Turns implements Queryable {
  private waiting: Waiting[] = []
  private isBusy = false

  constructor(private readonly database: Pick<Database, 'runAll'>) {}

  query<Found extends QueryResultRow>(sql: string, values: unknown[] = [], planned = false): Promise<Found[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ sql, values, planned, resolve: (rows) => resolve(rows as Found[]), reject })
      if (!this.isBusy) this.begin()
    })
  }

  /** After all that this turn of the event loop still asks for. */
  private begin() {
    this.isBusy = true
    setImmediate(() => {
      const turn = this.waiting
      this.waiting = []
      this.run(turn)
    })
  }

  private async run(turn: Waiting[]) {
    try {
      const results = await this.database.runAll(turn)
      for (const [index, { resolve, reject }] of turn.entries()) {
        const result = results[index]
        if (result?.status === 'fulfilled') resolve(result.value)
        else reject(result?.reason)
      }
    } catch (error) {
      for (const { reject } of turn) reject(error)
    }
    // Who was answered may ask again before the event loop turns.
    if (this.waiting.length > 0) this.begin()
    else this.isBusy = false
  }
}
