import { formatCount, formatShare } from '../../lib/format'
import type { ProviderLooks } from '../../lib/provider-looks'
import { routes } from '../../lib/routes'
import { Amount } from '../value/amount'
import { Hash } from '../value/hash'
import { Time } from '../value/time'

type Clients = NonNullable<ProviderLooks['provider']>['clients']

/** How much of a provider's income comes from whom: the finding first, then the ten largest. */
export function ClientTable({ clients }: { clients: Clients }) {
  const [first] = clients.largest
  if (!first) return <p className="note">Nobody has paid it yet.</p>
  const share = (amount: string) => formatShare(amount, clients.amount)
  return (
    <>
      <p>
        {clients.payers === '1'
          ? 'One payer paid everything'
          : `The largest of ${formatCount(clients.payers)} payers paid ${share(first.amount)}`}{' '}
        of the {formatCount(clients.settlements)} settlements counted
        {clients.since && (
          <>
            , since <Time iso={clients.since} /> UTC
          </>
        )}
        . A payer can have many addresses.
      </p>
      <div className="table-frame">
        <table className="rows">
          <caption className="sr-only">Who paid most</caption>
          <thead>
            <tr>
              <th scope="col">Payer</th>
              <th scope="col" className="num">
                Settlements
              </th>
              <th scope="col" className="num">
                Paid
              </th>
              <th scope="col" className="num">
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            {clients.largest.map(({ payer, settlements, amount }) => (
              <tr key={payer}>
                <td data-label="Payer" className="col-hash">
                  <Hash value={payer} kind="payer’s address" href={routes.address(payer)} />
                </td>
                <td data-label="Settlements" className="num">
                  {formatCount(settlements)}
                </td>
                <td data-label="Paid" className="num">
                  <Amount neuron={amount} />
                </td>
                <td data-label="Share" className="num">
                  {share(amount)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
