import { createHash } from 'node:crypto'

/** An answer as it came, and when. Milliseconds. */
interface Kept {
  body: Buffer
  at: number
}

/** What the web server keeps of past answers, and the largest one that it keeps. Bytes. */
const MAX_KEPT = 32 * 1024 * 1024
const MAX_ANSWER = 2 * 1024 * 1024
/** What an entry costs beside its bytes. */
const OVERHEAD = 200

/**
 * The newest answer to each question, for the time when the source is down. The one that was asked longest ago goes
 * first when there is no room; an answer that was kept and is too large now leaves nothing, rather than an older one.
 */
export class KeptAnswers {
  readonly #answers = new Map<string, Kept>()
  readonly #limit: number
  #size = 0

  /** @param limit bytes for all answers together. */
  constructor(limit = MAX_KEPT) {
    this.#limit = limit
  }

  /** Bytes held, with what the entries cost. */
  get size(): number {
    return this.#size
  }

  keep(key: string, body: Buffer, at = Date.now()): void {
    this.#drop(key)
    if (body.byteLength > Math.min(MAX_ANSWER, this.#limit - OVERHEAD)) return
    this.#answers.set(key, { body, at })
    this.#size += body.byteLength + OVERHEAD
    for (const oldest of this.#answers.keys()) {
      if (this.#size <= this.#limit) break
      this.#drop(oldest)
    }
  }

  find(key: string): Kept | undefined {
    return this.#answers.get(key)
  }

  #drop(key: string): void {
    const kept = this.#answers.get(key)
    if (!kept) return
    this.#answers.delete(key)
    this.#size -= kept.body.byteLength + OVERHEAD
  }
}

/** Those of this server. In memory alone: after a restart nothing is known until the API answers. */
export const keptAnswers = new KeptAnswers()

/** The name of a question: what is asked, with which values. */
export function nameKept(what: string, values: string): string {
  return createHash('sha256').update(`${what.length} ${what}${values}`).digest('base64')
}
