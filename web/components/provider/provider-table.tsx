import { formatCount, formatPricePerMillion } from '../../lib/format'
import type { ProviderRowFragment } from '../../lib/generated/graphql'
import { routes } from '../../lib/routes'
import { PassCells, PassHeads } from '../subject/pass-cells'
import { Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'

/** Providers, a row each: claimed beside derived, prices, and what of their bills passed. */
export function ProviderTable({ providers }: { providers: readonly ProviderRowFragment[] }) {
  return (
    <div className="table-frame">
      <table className="rows list">
        <caption className="sr-only">Providers, and the share of their bills that passed each question</caption>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Model</th>
            <th scope="col">Claimed → derived</th>
            <th scope="col" className="num">
              0G, 1 M tokens in / out
            </th>
            <th scope="col" className="num">
              Bills
            </th>
            <PassHeads />
          </tr>
        </thead>
        <tbody>
          {providers.map((provider) => (
            <ProviderRow key={provider.id} provider={provider} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ProviderRow({ provider }: { provider: ProviderRowFragment }) {
  const { service } = provider
  return (
    <tr>
      <td data-label="Provider" className="col-hash">
        <Hash value={provider.address} kind="provider’s address" href={routes.provider(provider.address)} />
      </td>
      <td data-label="Model" className="col-name">
        {service ? <Untrusted text={service.model.text} /> : <span className="muted">no service</span>}
      </td>
      <td data-label="Claimed → derived">
        {service && (
          <>
            <Untrusted text={service.verifiability.text || 'nothing'} /> → <Untrusted text={service.derivedMode} />
          </>
        )}
        {provider.labelFinding && <span className="tag tag-warn">overstated label</span>}
      </td>
      <td data-label="0G, 1 M tokens in / out" className="num">
        {service && `${formatPricePerMillion(service.inputPrice)} / ${formatPricePerMillion(service.outputPrice)}`}
      </td>
      <td data-label="Bills" className="num">
        {formatCount(provider.shares.settlements)}
      </td>
      <PassCells shares={provider.shares} />
    </tr>
  )
}
