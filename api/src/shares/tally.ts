import { QUESTIONS, type QuestionId, STATUSES, type Status } from '@touchstone/verify'
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

interface Sum {
  settlements: bigint
  amount: bigint
}

/** Adds up cells. */
export class Tally {
  private readonly sums = new Map<string, Sum>()

  /** @param sign -1n takes the row away again. */
  add({ question, status, settlements, amount }: CellRow, sign: 1n | -1n): void {
    const key = `${question} ${status}`
    const sum = this.sums.get(key) ?? { settlements: 0n, amount: 0n }
    sum.settlements += sign * BigInt(settlements)
    sum.amount += sign * BigInt(amount)
    this.sums.set(key, sum)
  }

  toShares(): Shares {
    const base = this.sums.get('null null') ?? { settlements: 0n, amount: 0n }
    const cells = this.listCells()
    // Every verdict has exactly one status of each question, so those of the first are all that was judged.
    const judged = cells.filter((cell) => cell.question === QUESTIONS[0])
    const total = (field: 'settlements' | 'amount') => judged.reduce((sum, cell) => sum + BigInt(cell[field]), 0n)
    return {
      settlements: String(base.settlements),
      amount: String(base.amount),
      judged: String(total('settlements')),
      judgedAmount: String(total('amount')),
      cells,
    }
  }

  private listCells(): ShareCell[] {
    return QUESTIONS.flatMap((question) =>
      STATUSES.flatMap((status) => {
        const sum = this.sums.get(`${question} ${status}`)
        if (!sum || sum.settlements === 0n) return []
        return [{ question, status, settlements: String(sum.settlements), amount: String(sum.amount) }]
      }),
    )
  }
}
