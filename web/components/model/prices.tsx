import { formatCount, formatPricePerMillion, shortenHash } from '../../lib/format'
import type { ModelDetails } from '../../lib/model-api'
import { describePrices, MAX_LINES, toLines, toPoints } from '../../lib/prices'
import { routes } from '../../lib/routes'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { PriceFigure } from './price-figure'

/** What a million tokens cost over time, at each of its providers. */
export function Prices({ revisions, now }: { revisions: ModelDetails['revisions']; now: number }) {
  const lines = toLines(revisions, 'outputPrice', now)
  const drawn = lines.slice(0, MAX_LINES)
  const others = lines.length - drawn.length
  const note = `0G for a million output tokens as listed, a line a provider; no line: no offer whose time is known.${
    others > 0 ? ` ${formatCount(others)} more providers stand in the table alone.` : ''
  }`
  return (
    <PriceFigure
      finding={describePrices(revisions, 'outputPrice')}
      note={note}
      points={toPoints(drawn)}
      names={drawn.map(({ provider }) => shortenHash(provider))}
    >
      <div className="table-frame">
        <table className="rows">
          <caption className="sr-only">Prices of every offer, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Since, UTC</th>
              <th scope="col">Until block</th>
              <th scope="col">Provider</th>
              <th scope="col" className="num">
                Input, 1 M tokens
              </th>
              <th scope="col" className="num">
                Output, 1 M tokens
              </th>
            </tr>
          </thead>
          <tbody>
            {[...revisions]
              .sort((a, b) => b.fromBlock - a.fromBlock)
              .map((revision) => (
                <tr key={revision.id}>
                  <td data-label="Since, UTC">
                    <Time iso={revision.fromTime} />
                  </td>
                  <td data-label="Until block">
                    {revision.toBlock === null ? 'in force' : formatCount(revision.toBlock)}
                  </td>
                  <td data-label="Provider" className="col-hash">
                    <Hash
                      value={revision.provider}
                      kind="provider’s address"
                      href={routes.provider(revision.provider)}
                    />
                  </td>
                  <td data-label="Input, 1 M tokens" className="num">
                    {formatPricePerMillion(revision.inputPrice)} 0G
                  </td>
                  <td data-label="Output, 1 M tokens" className="num">
                    {formatPricePerMillion(revision.outputPrice)} 0G
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </PriceFigure>
  )
}
