import type { Database } from '../db/database'

/** Channel on which the auditor hears what somebody has open. */
const CHANNEL = 'touchstone_looked'
/** One look at a subject says as much as a hundred. */
const AGAIN_AFTER_MS = 60_000
/** Subjects remembered; with more of them the oldest is forgotten, and may be said again. */
const MAX_REMEMBERED = 10_000
const TURN_MS = 1_000

/**
 * Tells the auditor what somebody opened, so that it is judged first: once a minute for each subject, so many a second
 * for all readers together, and one statement a second. Writes no table, and no answer waits for it.
 */
export class Looks {
  /** When each subject was last said, oldest first. */
  private readonly said = new Map<string, number>()
  private readonly waiting: string[] = []
  private timer: NodeJS.Timeout | undefined

  /** @param perSecond subjects that are said a second; what is above is forgotten. 0: nothing is said. */
  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly perSecond: number,
  ) {}

  /** Somebody opened a settlement or an agent that exists. */
  look(kind: 'settlement' | 'agent', id: string): void {
    const subject = `${kind}:${id}`
    const now = performance.now()
    if (this.waiting.length >= this.perSecond || now - (this.said.get(subject) ?? -AGAIN_AFTER_MS) < AGAIN_AFTER_MS)
      return
    this.remember(subject, now)
    this.waiting.push(subject)
    this.timer ??= setTimeout(() => this.say(), TURN_MS).unref()
  }

  /** Forgets what waits. */
  stop(): void {
    clearTimeout(this.timer)
    this.waiting.length = 0
  }

  private remember(subject: string, now: number) {
    this.said.delete(subject)
    this.said.set(subject, now)
    const [oldest] = this.said.keys()
    if (this.said.size > MAX_REMEMBERED && oldest !== undefined) this.said.delete(oldest)
  }

  private say() {
    this.timer = undefined
    const subjects = this.waiting.splice(0)
    // A look that is lost costs nobody an answer.
    this.database.query(SQL, [CHANNEL, subjects]).catch(() => undefined)
  }
}

const SQL = '/* background */ select pg_notify($1, subject) from unnest($2::text[]) subject'
