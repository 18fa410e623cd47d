import { formatCount, formatShare } from '../../lib/format'
import type { SharesFieldsFragment } from '../../lib/generated/graphql'
import { QUESTION_LOOK, QUESTIONS } from '../../lib/questions'
import { splitQuestion } from '../../lib/shares'
import { Icon } from '../value/icon'

/** Heads of the six columns of shares. */
export function PassHeads() {
  return QUESTIONS.map((id) => (
    <th key={id} scope="col" className="num" title={QUESTION_LOOK[id].asked}>
      {QUESTION_LOOK[id].name}
    </th>
  ))
}

/** The share of payments that passed each question, and how many failed. The base is the column of payments. */
export function PassCells({ shares }: { shares: SharesFieldsFragment }) {
  return QUESTIONS.map((id) => {
    const { pass, fail } = splitQuestion(shares, id)
    const failed = String(fail.settlements)
    return (
      <td key={id} className="num col-pass" data-label={QUESTION_LOOK[id].name}>
        {formatShare(String(pass.settlements), shares.settlements)}
        {fail.settlements > 0n && (
          <span className="failed-count ink-failed">
            <Icon name="fail" /> {formatCount(failed)}
            <span className="sr-only"> failed</span>
          </span>
        )}
      </td>
    )
  })
}
