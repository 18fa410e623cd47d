import { formatPricePerMillion } from '../../lib/format'
import type { ModelDetails } from '../../lib/model-api'
import { routes } from '../../lib/routes'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** Who offers the model now: what each claims beside what is derived. */
export function Offers({ revisions }: { revisions: ModelDetails['revisions'] }) {
  const offers = revisions.filter(({ toBlock }) => toBlock === null)
  if (offers.length === 0) return <p className="note">Nobody offers it now. Earlier offers stand in the price table.</p>
  return (
    <div className="table-frame">
      <table className="rows">
        <caption className="sr-only">Services in force that offer this model</caption>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Since, UTC</th>
            <th scope="col">Claimed</th>
            <th scope="col">Derived</th>
            <th scope="col" className="num">
              0G, 1 M tokens in / out
            </th>
          </tr>
        </thead>
        <tbody>
          {offers.map((offer) => (
            <tr key={offer.id}>
              <td data-label="Provider" className="col-hash">
                <Hash value={offer.provider} kind="provider’s address" href={routes.provider(offer.provider)} />
              </td>
              <td data-label="Since, UTC">
                <Time iso={offer.fromTime} />
              </td>
              <td data-label="Claimed">
                <Untrusted text={offer.verifiability.text || 'nothing'} />
              </td>
              <td data-label="Derived">
                <Untrusted text={offer.derivedMode} />
              </td>
              <td data-label="0G, 1 M tokens in / out" className="num">
                {formatPricePerMillion(offer.inputPrice)} / {formatPricePerMillion(offer.outputPrice)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
