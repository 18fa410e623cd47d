'use client'

import { formatCount, formatShare } from '../../lib/format'
import type { SharesFieldsFragment } from '../../lib/generated/graphql'
import { QUESTION_LOOK, QUESTIONS } from '../../lib/questions'
import { type Part, splitQuestion } from '../../lib/shares'
import { CELL_STATUSES, type CellStatus, STATUS_LOOK } from '../../lib/status'
import { Amount } from '../value/amount'
import { Swatch } from './swatch'

/** Best first, as a reader of a row expects it. */
const COLUMNS: readonly CellStatus[] = ['pass', 'fail', 'unavailable', 'absent', 'waiting']

/** For each question the share of payments and of money in each status, with the counts. Also the legend of the chart. */
export function ShareTable({ shares }: { shares: SharesFieldsFragment }) {
  return (
    <div className="table-frame">
      <table className="shares">
        <caption>
          Share of {formatCount(shares.settlements)} payments, and below it of <Amount neuron={shares.amount} />
        </caption>
        <thead>
          <tr>
            <th scope="col">Question</th>
            {COLUMNS.map((status) => (
              <th key={status} scope="col" className="num">
                <Swatch status={status} /> {STATUS_LOOK[status].word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {QUESTIONS.map((id) => {
            const parts = splitQuestion(shares, id)
            return (
              <tr key={id}>
                <th scope="row">
                  {QUESTION_LOOK[id].asked}
                  <ShareBar parts={parts} />
                </th>
                {COLUMNS.map((status) => (
                  <td key={status} className="num" data-label={STATUS_LOOK[status].word}>
                    <ShareOf part={parts[status]} shares={shares} />
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function ShareOf({ part, shares }: { part: Part; shares: SharesFieldsFragment }) {
  if (part.settlements === 0n) return <span className="muted share-none">{formatShare('0', '1')}</span>
  return (
    <>
      <span className="share-count">
        {formatShare(String(part.settlements), shares.settlements)}{' '}
        <span className="muted">{formatCount(String(part.settlements))}</span>
      </span>
      <span className="share-money">
        {formatShare(String(part.amount), shares.amount)} <Amount neuron={String(part.amount)} />
      </span>
    </>
  )
}

/** The row as one bar, by payments. Decoration: the numbers stand beside it. */
function ShareBar({ parts }: { parts: Readonly<Record<CellStatus, Part>> }) {
  const total = CELL_STATUSES.reduce((sum, status) => sum + parts[status].settlements, 0n)
  let at = 0
  const width = (part: Part) => (total === 0n ? 0 : Number((part.settlements * 10_000n) / total) / 100)
  return (
    <svg className="share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      {COLUMNS.map((status) => {
        const x = at
        at += width(parts[status])
        return <rect key={status} x={x} y="0" width={width(parts[status])} height="4" className={`fill-${status}`} />
      })}
    </svg>
  )
}
