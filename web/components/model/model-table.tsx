import { formatCount, formatPricePerMillion } from '../../lib/format'
import type { ModelsQuery } from '../../lib/generated/graphql'
import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { Untrusted } from '../value/untrusted'

type Model = ModelsQuery['models']['nodes'][number]

/** Models, a row each: who offers them, in which derived mode, for how much, and what is known of them. */
export function ModelTable({ models }: { models: readonly Model[] }) {
  return (
    <div className="table-frame">
      <table className="rows list">
        <caption className="sr-only">Models by name</caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" className="num">
              Services in force
            </th>
            <th scope="col">Derived modes</th>
            <th scope="col">Weights</th>
            <th scope="col">Licence</th>
            <th scope="col" className="num">
              0G, 1 M output tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <ModelRow key={model.name.text} model={model} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ModelRow({ model: { name, services, known, revisions } }: { model: Model }) {
  const offers = revisions.filter(({ toBlock }) => toBlock === null)
  const modes = [...new Set(offers.map(({ derivedMode }) => derivedMode))].sort()
  return (
    <tr>
      <td data-label="Model" className="col-name">
        {name.text === '' ? (
          <span className="muted">without a name</span>
        ) : (
          <PageLink href={routes.model(name.text)}>
            <Untrusted text={name.text} />
          </PageLink>
        )}
      </td>
      <td data-label="Services in force" className="num">
        {formatCount(services)}
      </td>
      <td data-label="Derived modes">
        {modes.length > 0 ? <Untrusted text={modes.join(', ')} /> : <span className="muted">none</span>}
      </td>
      <td data-label="Weights">
        {known ? known.openWeights ? 'open' : 'closed' : <span className="muted">not known</span>}
      </td>
      <td data-label="Licence">
        {known ? <Untrusted text={known.licence} /> : <span className="muted">not known</span>}
      </td>
      <td data-label="0G, 1 M output tokens" className="num">
        {describeRange(offers)}
      </td>
    </tr>
  )
}

function describeRange(offers: Model['revisions']): string {
  const prices = offers.map(({ outputPrice }) => BigInt(outputPrice)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const [low, high] = [prices[0], prices.at(-1)]
  if (low === undefined || high === undefined) return '–'
  const show = (price: bigint) => formatPricePerMillion(String(price))
  return low === high ? show(low) : `${show(low)} – ${show(high)}`
}
