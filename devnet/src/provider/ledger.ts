import type { Row } from './row.js'

const TTL_MS = 20 * 60 * 1000

/** What the broker holds in memory: rows not yet billed, by the payer's address as written, and recent signatures. */
export class Ledger {
  private rows = new Map<string, Row[]>()
  private readonly signatures = new Map<string, { json: object; until: number }>()

  add(row: Row, signature: object): void {
    const user = row.billed.userAddress
    this.rows.set(user, [...(this.rows.get(user) ?? []), row])
    this.forgetOld()
    this.signatures.set(row.resKey, { json: signature, until: Date.now() + TTL_MS })
  }

  /** Signature JSON of a response, for 20 minutes after it. */
  findSignature(resKey: string): object | undefined {
    const found = this.signatures.get(resKey)
    return found !== undefined && found.until > Date.now() ? found.json : undefined
  }

  /** Neuron served and not yet billed. */
  unsettledFee(user: string): bigint {
    return (this.rows.get(user) ?? []).reduce((sum, row) => sum + BigInt(row.billed.fee), 0n)
  }

  /** Takes out all rows of all payers, in the order of their creation. */
  take(): Map<string, Row[]> {
    const taken = this.rows
    this.rows = new Map()
    for (const rows of taken.values()) rows.sort((one, other) => one.createdAt - other.createdAt)
    return taken
  }

  /** Gives rows back that could not be billed now. */
  putBack(user: string, rows: readonly Row[]): void {
    this.rows.set(user, [...rows, ...(this.rows.get(user) ?? [])])
  }

  // In order of insertion, which is the order of expiry.
  private forgetOld(): void {
    for (const [key, { until }] of this.signatures) {
      if (until > Date.now()) return
      this.signatures.delete(key)
    }
  }
}
