import { formatCount, formatShare } from '../../lib/format'
import type { UsedFieldsFragment } from '../../lib/generated/graphql'
import { routes, type View } from '../../lib/routes'
import { tallyUsed, type Used } from '../../lib/used'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { Amount } from '../value/amount'
import { Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'

type Tally = ReturnType<typeof tallyUsed>

/** Where the money went: models by name, which are the providers' words, and providers. */
export function UsedTables(props: { used: UsedFieldsFragment; toHref: (view: View) => string }) {
  const { used, toHref } = props
  const [models, providers] = [tallyUsed(used, 'model'), tallyUsed(used, 'provider')]
  const base = models.isAll
    ? `all ${formatCount(models.base)} payments`
    : `the newest ${formatCount(models.base)} payments`
  if (models.base === 0) return null
  return (
    <Section id="used" title="Models and providers" aside={`Of ${base}`}>
      <div className="two">
        <UsedTable
          caption="Models, as the providers name them"
          head="Model"
          tally={models}
          toName={({ name }) =>
            name ? (
              <PageLink href={`${toHref({ model: name })}#history`}>
                <Untrusted text={name} />
              </PageLink>
            ) : (
              <span className="muted">not known</span>
            )
          }
        />
        <UsedTable
          caption="Providers"
          head="Provider"
          tally={providers}
          toName={({ name }) => <Hash value={name} kind="provider’s address" href={routes.provider(name)} />}
        />
      </div>
    </Section>
  )
}

function UsedTable(props: { caption: string; head: string; tally: Tally; toName: (used: Used) => React.ReactNode }) {
  const { tally } = props
  return (
    <div className="table-frame">
      <table className="rows">
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{props.head}</th>
            <th scope="col">Derived mode</th>
            <th scope="col" className="num">
              Payments
            </th>
            <th scope="col" className="num">
              Spent
            </th>
          </tr>
        </thead>
        <tbody>
          {tally.rows.map((row) => (
            <tr key={row.name}>
              <td data-label={props.head} className="col-hash">
                {props.toName(row)}
              </td>
              <td data-label="Derived mode">
                <Untrusted text={row.modes.join(', ')} />
              </td>
              <td data-label="Payments" className="num">
                {formatCount(row.settlements)}
              </td>
              <td data-label="Spent" className="num">
                {formatShare(String(row.amount), String(tally.amount))} <Amount neuron={String(row.amount)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
