import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeJson } from '../state.js'
import type { Row } from './row.js'

/** A bill that was sent, with what its trail will show. */
export interface Bill {
  user: string
  nonce: bigint
  rows: Row[]
}

type StoredRow = Omit<Row, 'request' | 'response'> & { request: string; response: string }

/** Bills on disk from before they are sent until their trail is anchored, so that a restart publishes what is due. */
export class Outbox {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true })
  }

  put(bill: Bill): void {
    const rows = bill.rows.map((row) => ({ ...row, request: toText(row.request), response: toText(row.response) }))
    writeJson(this.fileOf(bill), { user: bill.user, nonce: bill.nonce.toString(), rows })
  }

  remove(bill: Bill): void {
    rmSync(this.fileOf(bill), { force: true })
  }

  /** Oldest first. A file that a crash cut off is left out. */
  list(): Bill[] {
    if (!existsSync(this.folder)) return []
    const files = readdirSync(this.folder).filter((name) => name.endsWith('.json'))
    return files.sort().flatMap((name) => this.find(join(this.folder, name)) ?? [])
  }

  private find(file: string): Bill | undefined {
    try {
      const stored = JSON.parse(readFileSync(file, 'utf8')) as { user: string; nonce: string; rows: StoredRow[] }
      const rows = stored.rows.map((row) => ({
        ...row,
        request: Buffer.from(row.request, 'base64'),
        response: Buffer.from(row.response, 'base64'),
      }))
      return { user: stored.user, nonce: BigInt(stored.nonce), rows }
    } catch {
      return undefined
    }
  }

  private fileOf({ user, nonce }: Bill): string {
    return join(this.folder, `${nonce}-${user}.json`)
  }
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
