import { type Journal, JournaledMap } from './journal.js'

/** A value as a column holds it: amounts are bigint, times are milliseconds. */
export type Cell = string | number | bigint | boolean | null

/** The columns of one row that the model knows, by their names in the database. */
export type Row = Readonly<Record<string, Cell>>

/** Where what only calldata carries was read. */
export type Calldata = 'transaction' | 'trace' | 'unavailable'

/** Where a log stands once its block is sealed. */
export interface Place {
  chainId: number
  blockNumber: number
  blockHash: string
  /** Milliseconds. */
  blockTime: number
  txHash: string
  txFrom: string
  txTo: string | null
  /** -1 for a call that logs nothing. */
  logIndex: number
  /** Whether an index that asks for logs is given this transaction. */
  isMatched: boolean
  /** Ordinal of the transaction's next item of that kind; each call counts. */
  next(kind: 'result' | 'movement' | 'acknowledgement'): number
}

/** What the facts must be: tables by name, rows by id. Written by the traffic as it happens, never read from logs. */
export class Truth {
  private readonly tables = new Map<string, JournaledMap<Row>>()

  /** Id of the row whose interval is open, by table and subject. */
  readonly open: JournaledMap<string>

  constructor(private readonly journal: Journal) {
    this.open = new JournaledMap(journal)
  }

  table(name: string): JournaledMap<Row> {
    const known = this.tables.get(name)
    if (known) return known
    const made = new JournaledMap<Row>(this.journal)
    this.tables.set(name, made)
    return made
  }

  put(name: string, id: string, row: Row): void {
    this.table(name).set(id, { ...(this.table(name).get(id) ?? {}), ...row })
  }

  find(name: string, id: string): Row | undefined {
    return this.table(name).get(id)
  }

  /** The row of that table and subject whose interval is open. */
  findOpen(name: string, subject: string): { id: string; row: Row } | undefined {
    const id = this.open.get(`${name} ${subject}`)
    const row = id === undefined ? undefined : this.find(name, id)
    return id !== undefined && row ? { id, row } : undefined
  }

  /** Begins an interval of a subject; one that is open must have been ended. */
  begin(name: string, subject: string, id: string, row: Row): void {
    this.put(name, id, row)
    this.open.set(`${name} ${subject}`, id)
  }

  /** Ends the open interval of a subject, if there is one. */
  end(name: string, subject: string, closing: Row): void {
    const found = this.findOpen(name, subject)
    if (!found) return
    this.put(name, found.id, closing)
    this.open.delete(`${name} ${subject}`)
  }

  /** Names of the tables that the model knows, with their rows. */
  rows(): [string, [string, Row][]][] {
    return [...this.tables].map(([name, rows]) => [name, rows.entries()])
  }
}

/** The columns that open an interval at a log. */
export function openedAt({ blockNumber, logIndex, txHash }: Place) {
  return { from_block: blockNumber, from_log_index: logIndex, to_block: null, to_log_index: null, tx_hash: txHash }
}

/** The columns that end an interval at a log, exclusively. */
export function closedAt({ blockNumber, logIndex }: Place) {
  return { to_block: blockNumber, to_log_index: logIndex }
}

/** The columns that say where a row of one call comes from. */
export function calledAt({ blockNumber, blockTime, txHash }: Place) {
  return { block_number: blockNumber, block_time: blockTime, tx_hash: txHash }
}

/** The columns that say where a row of one log comes from. */
export function loggedAt(place: Place) {
  return { ...calledAt(place), log_index: place.logIndex }
}
