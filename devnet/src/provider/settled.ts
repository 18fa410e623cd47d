import type { Bill } from './outbox.js'

/** A bill that the contract accepted and whose trail is anchored. */
export interface Published {
  /** Id of the settlement. */
  settlement: string
  bill: Bill
  /** The anchored root. */
  root: string
  /** When the anchor was mined. Milliseconds. */
  at: number
}

const KEPT = 12

/** The newest bills of a provider since the process began: where they stand on chain, and what was published of them. */
export class Settled {
  private accepted: { bill: Bill; settlement: string }[] = []
  private readonly published: Published[] = []

  add(bill: Bill, settlement: string): void {
    this.accepted = [...this.accepted, { bill, settlement }].slice(-KEPT)
  }

  /** The trail of a bill is anchored. A bill that an earlier process sent is not known here and left out. */
  publish({ user, nonce }: Bill, root: string): void {
    const found = this.accepted.find(({ bill }) => bill.user === user && bill.nonce === nonce)
    if (found === undefined) return
    this.published.unshift({ ...found, root, at: Date.now() })
    this.published.splice(KEPT)
  }

  /** Newest first. */
  listPublished(): readonly Published[] {
    return this.published
  }
}
