import { formatCount } from '../../lib/format'
import type { ModelDetails } from '../../lib/model-api'
import { routes } from '../../lib/routes'
import { type Fact, Facts } from '../frame/facts'
import { Limits } from '../frame/limits'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { Pager } from '../frame/pager'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { SettlementTable } from '../subject/settlement-table'
import { SubjectHeader } from '../subject/subject-header'
import { Untrusted } from '../value/untrusted'
import { Offers } from './offers'
import { Prices } from './prices'

const LIMITS = [
  'That two services of one name run the same weights: a name is what whoever registers a service writes.',
  'That the weights are the ones of that name: only a report whose code names them shows it, and only for its key.',
]

/** The page of a model: who offers it, what is known of it, what it costs, what was paid for it. */
export function ModelPage({ model, now, after }: { model: ModelDetails; now: number; after: string | undefined }) {
  const name = model.name.text
  const { nodes, pageInfo } = model.settlements
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null
  return (
    <PageBody>
      <SubjectHeader
        kind="Model"
        title={<Untrusted text={name} />}
        id="A name that providers give; nothing proves that two of one name are the same."
        facts={listFacts(model)}
      >
        {null}
      </SubjectHeader>
      <Section id="known" title="Licence and weights">
        <Known known={model.known} />
      </Section>
      <Section id="offers" title="Who serves it" aside="Claimed by the provider, derived by us">
        <Offers revisions={model.revisions} />
      </Section>
      <Section id="prices" title="Price">
        {model.revisions.length > 0 ? (
          <Prices revisions={model.revisions} now={now} />
        ) : (
          <p className="note">No offer is indexed.</p>
        )}
      </Section>
      <Section id="settlements" title="Settlements of services that offered it">
        {nodes.length > 0 ? (
          <SettlementTable
            settlements={nodes}
            parties={['payer', 'provider']}
            caption="Settlements of services that offered this model, newest first"
          />
        ) : (
          <p className="note">Nothing was settled with a service that offered it.</p>
        )}
        <Pager
          label="Pages of settlements"
          first={after ? `${routes.model(name)}#settlements` : undefined}
          next={next ? `${routes.model(name, { after: next })}#settlements` : undefined}
        />
      </Section>
      <Section id="limits" title="What this does not prove">
        <Limits limits={LIMITS} />
      </Section>
      <TwinLink path={routes.model(name)} />
    </PageBody>
  )
}

function listFacts({ services, known, revisions }: ModelDetails): Fact[] {
  const offers = revisions.filter(({ toBlock }) => toBlock === null)
  const modes = [...new Set(offers.map(({ derivedMode }) => derivedMode))].sort()
  return [
    { name: 'Services in force', value: formatCount(services) },
    { name: 'Derived modes', value: modes.length > 0 ? <Untrusted text={modes.join(', ')} /> : 'none' },
    { name: 'Licence', value: known ? <Untrusted text={known.licence} /> : 'not known here' },
    { name: 'Weights', value: known ? (known.openWeights ? 'open' : 'closed') : 'not known here' },
  ]
}

function Known({ known }: { known: ModelDetails['known'] }) {
  if (!known) {
    return (
      <Notice title="What this name stands for is not known here">
        <p>The network’s trust file lists no model of this name, so neither licence nor weights can be said.</p>
      </Notice>
    )
  }
  return (
    <Facts
      facts={[
        { name: 'Weights', value: known.openWeights ? 'open: anybody can fetch and compare them' : 'closed' },
        { name: 'Repository or name', value: <Untrusted text={known.sku} /> },
        { name: 'Licence', value: <Untrusted text={known.licence} /> },
        {
          name: 'Read at',
          value: (
            <code className="wrap-anywhere">
              <Untrusted text={known.source} />
            </code>
          ),
        },
        { name: 'Read on', value: <time dateTime={known.asOf}>{known.asOf}</time> },
      ]}
    />
  )
}
