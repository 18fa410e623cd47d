import { QUESTIONS, type QuestionId, STATUSES, type Status } from '@touchstone/verify'
import type { StatusColumns } from '../settlement/types'
import type { ShareCell, Shares } from './types'

/** A sum as PostgreSQL gives it. Without question it is the base: all settlements, judged or not. */
export interface CellRow {
  scope: number
  bucket: number
  question: QuestionId | null
  status: Status | null
  settlements: string
  amount: string
}

/** Where a cell stands in a tally; the base comes behind all cells. */
const PLACES = new Map(
  QUESTIONS.map((question, row) => [
    question,
    new Map(STATUSES.map((status, column) => [status, row * STATUSES.length + column])),
  ]),
)
const BASE = QUESTIONS.length * STATUSES.length

/** Adds up cells. */
export class Tally {
  private readonly counts: number[] = new Array(BASE + 1).fill(0)
  private readonly amounts: bigint[] = new Array(BASE + 1).fill(0n)

  /** @param sign -1 takes the row away again. */
  add({ question, status, settlements, amount }: CellRow, sign: 1 | -1): void {
    const place = question === null || status === null ? BASE : placeOf(question, status)
    this.put(place, sign * Number(settlements), sign === 1 ? BigInt(amount) : -BigInt(amount))
  }

  /** Adds one settlement; without statuses it waits for a verdict, and is in the base alone. */
  addSettlement(amount: string, statuses: StatusColumns | null): void {
    const moved = BigInt(amount)
    this.put(BASE, 1, moved)
    if (statuses !== null) for (const question of QUESTIONS) this.put(placeOf(question, statuses[question]), 1, moved)
  }

  /** Adds all that another one holds. */
  addAll(other: Tally): void {
    for (let place = 0; place <= BASE; place += 1) {
      const [count, amount] = [other.counts[place] ?? 0, other.amounts[place] ?? 0n]
      if (count !== 0 || amount !== 0n) this.put(place, count, amount)
    }
  }

  toShares(): Shares {
    const cells = this.listCells()
    // Every verdict has exactly one status of each question, so those of the first are all that was judged.
    const judged = cells.filter((cell) => cell.question === QUESTIONS[0])
    return {
      settlements: String(this.counts[BASE]),
      amount: String(this.amounts[BASE]),
      judged: String(judged.reduce((sum, cell) => sum + Number(cell.settlements), 0)),
      judgedAmount: String(judged.reduce((sum, cell) => sum + BigInt(cell.amount), 0n)),
      cells,
    }
  }

  private put(place: number, count: number, amount: bigint): void {
    this.counts[place] = (this.counts[place] ?? 0) + count
    this.amounts[place] = (this.amounts[place] ?? 0n) + amount
  }

  private listCells(): ShareCell[] {
    const cells: ShareCell[] = []
    for (let place = 0; place < BASE; place += 1) {
      const count = this.counts[place]
      if (!count) continue
      const question = QUESTIONS[Math.floor(place / STATUSES.length)] as QuestionId
      const status = STATUSES[place % STATUSES.length] as Status
      cells.push({ question, status, settlements: String(count), amount: String(this.amounts[place]) })
    }
    return cells
  }
}

/** @throws Error for words that no verdict has: a row of ours is wrong. */
function placeOf(question: QuestionId, status: Status): number {
  const place = PLACES.get(question)?.get(status)
  if (place === undefined) throw new Error(`No status ${status} of ${question}`)
  return place
}
