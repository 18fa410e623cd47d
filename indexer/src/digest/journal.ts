import { createHash } from 'node:crypto'
import { encodeRow } from './encodeRow'

/** The running digest as it is kept. */
export interface RunningDigest {
  /** Last height that moved it, or the last multiple of the interval behind which nothing did. */
  height: number
  /** 0x and 64 digits. */
  digest: string
  events: bigint
}

/** The digest at a multiple of the interval. */
export type DigestMark = RunningDigest

/** Told of every event, and of every row that the events put, in the order of application. */
export interface Journal {
  /** The next rows belong to an event of this block. */
  enter(block: { blockNumber: number; blockHash: string }): void
  row(row: { id: string }): void
}

/** Lines are hashed in pieces of this many characters: one call into the hash a row would cost more than the hash. */
const PIECE = 16_384

/** A block with events, and its rows as they stand: by entity and id, both in the order of their first put. */
interface OpenBlock {
  height: number
  blockHash: string
  rows: Map<unknown, Map<string, Row>>
}

type Row = { id: string }

/**
 * Digests block by block: next = sha256(previous ‖ height ‖ block hash ‖ rows after the block), as text, one a line. A
 * function of the blocks that have events and of nothing else: batches, and blocks without events, leave no trace in it.
 */
export class DigestJournal implements Journal {
  private readonly marks: DigestMark[] = []
  private open: OpenBlock | undefined
  /** Events of the open block so far. */
  private entered = 0

  constructor(
    private running: RunningDigest,
    private readonly interval: number,
  ) {}

  enter({ blockNumber, blockHash }: { blockNumber: number; blockHash: string }): void {
    if (this.open?.blockHash !== blockHash) {
      this.close()
      this.markUpTo(blockNumber - 1)
      this.open = { height: blockNumber, blockHash, rows: new Map() }
    }
    this.entered += 1
  }

  row(row: Row): void {
    if (!this.open) throw new Error(`Row ${row.id} was put outside of any event.`)
    const { rows } = this.open
    const ofEntity = rows.get(row.constructor)
    if (ofEntity) ofEntity.set(row.id, row)
    else rows.set(row.constructor, new Map([[row.id, row]]))
  }

  /** Ends the batch. @returns the running digest and the marks that it passed. */
  finish(): { running: RunningDigest; marks: DigestMark[] } {
    this.close()
    return { running: this.running, marks: this.marks }
  }

  private close(): void {
    if (!this.open) return
    const { height } = this.open
    const { digest, events } = this.running
    this.running = { height, digest: digestBlock(digest, this.open), events: events + BigInt(this.entered) }
    this.open = undefined
    this.entered = 0
    if (height % this.interval === 0) this.marks.push(this.running)
  }

  private markUpTo(height: number): void {
    const passed = listMarks(this.running, height, this.interval)
    this.marks.push(...passed)
    this.running = passed.at(-1) ?? this.running
  }
}

function digestBlock(previous: string, { height, blockHash, rows }: OpenBlock): string {
  const hash = createHash('sha256')
  let pending = `${previous}\n${height} ${blockHash}\n`
  for (const ofEntity of rows.values())
    for (const row of ofEntity.values()) {
      pending += encodeRow(row)
      if (pending.length < PIECE) continue
      hash.update(pending)
      pending = ''
    }
  return `0x${hash.update(pending).digest('hex')}`
}

/** The marks behind `running` up to a height, where no block between them has events. */
export function listMarks(running: RunningDigest, height: number, interval: number): DigestMark[] {
  const marks: DigestMark[] = []
  for (let at = nextMark(running.height, interval); at <= height; at += interval) marks.push({ ...running, height: at })
  return marks
}

/** The first multiple of the interval above a height. */
export function nextMark(height: number, interval: number): number {
  return (Math.floor(height / interval) + 1) * interval
}
