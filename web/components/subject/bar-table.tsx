import { formatCount, formatTime } from '../../lib/format'
import type { Bar, Measure } from '../../lib/shares'
import type { CellStatus } from '../../lib/status'
import type { PartWords } from './share-chart'

/** Best first, as a reader of a row expects it. */
const COLUMNS: readonly CellStatus[] = ['pass', 'fail', 'unavailable', 'absent', 'waiting']

/** The chart as numbers. */
export function BarTable({ bars, by, words }: { bars: readonly Bar[]; by: Measure; words: PartWords }) {
  return (
    <div className="table-frame">
      <table className="bars">
        <caption className="sr-only">The chart as a table, {by === 'count' ? 'in payments' : 'in 0G'}</caption>
        <thead>
          <tr>
            <th scope="col">From (UTC)</th>
            {COLUMNS.map((status) => (
              <th key={status} scope="col" className="num">
                {words[status]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.from}>
              <th scope="row">
                {formatTime(new Date(bar.from).toISOString())}
                {bar.gap && ' (not indexed yet)'}
              </th>
              {COLUMNS.map((status) => (
                <td key={status} className="num">
                  {bar.gap ? '?' : by === 'count' ? formatCount(bar[status]) : formatDrawn(bar[status])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A drawn amount of 0G to four digits; never 0 for what is there. */
function formatDrawn(amount: number): string {
  if (amount === 0) return '0'
  if (amount < 0.000000001) return '< 0.000000001'
  // Written out: the shortest form of a small number has an exponent.
  return Number(amount.toPrecision(4))
    .toFixed(13)
    .replace(/\.?0+$/, '')
}
