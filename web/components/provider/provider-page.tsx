import type { ProviderDetails } from '../../lib/api'
import { formatCount, formatPricePerMillion } from '../../lib/format'
import type { ProviderLooks as Looks } from '../../lib/provider-looks'
import type { Result } from '../../lib/result'
import { routes, type View } from '../../lib/routes'
import type { Fact } from '../frame/facts'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { AccountsTable } from '../subject/accounts-table'
import { SubjectHeader } from '../subject/subject-header'
import { HistoryAndShares } from '../subject/subject-parts'
import { Summary } from '../subject/summary'
import { Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'
import { ProviderLooks } from './provider-looks'
import { Revisions } from './revisions'
import { Signers } from './signers'

/** The page of a provider. */
export function ProviderPage({
  provider,
  view,
  looks,
}: {
  provider: ProviderDetails
  view: View
  looks: Result<Looks>
}) {
  return (
    <PageBody>
      <SubjectHeader
        kind="Provider"
        title={provider.service ? <ModelLink name={provider.service.model.text} /> : 'No service in force'}
        id={<Hash value={provider.address} kind="provider’s address" size="full" />}
        facts={listFacts(provider)}
      >
        <Summary shares={provider.shares} />
        {provider.labelFinding && (
          <Notice title="Its label says more than is derived" tone="unavailable" level={2}>
            <p>
              <Untrusted text={provider.labelFinding} layout="sentence" />
            </p>
            <p className="muted">A finding about the provider’s label. It is no failure of those who pay it.</p>
          </Notice>
        )}
      </SubjectHeader>
      <HistoryAndShares
        subject={provider}
        view={view}
        scope={{ provider: provider.address }}
        parties={['payer']}
        toHref={(chosen) => routes.provider(provider.address, chosen)}
        since="This provider has settled nothing so far."
      />
      <Section id="service" title="Service" aside="Every revision, newest first">
        <Revisions revisions={provider.revisions} current={provider.service?.id ?? null} />
      </Section>
      <Section id="signers" title="Signing keys">
        <Signers acknowledgements={provider.acknowledgements} />
      </Section>
      <ProviderLooks looks={looks} />
      <Section id="payers" title="Payers" aside="Accounts held with it">
        {provider.payers.length > 0 ? (
          <AccountsTable accounts={provider.payers} show="payer" />
        ) : (
          <p className="note">Nobody holds an account with it.</p>
        )}
      </Section>
      <TwinLink path={routes.provider(provider.address, view)} />
    </PageBody>
  )
}

function ModelLink({ name }: { name: string }) {
  return name === '' ? (
    'A service without a model’s name'
  ) : (
    <PageLink href={routes.model(name)}>
      <Untrusted text={name} />
    </PageLink>
  )
}

function listFacts(provider: ProviderDetails): Fact[] {
  const { service } = provider
  if (!service) return [{ name: 'Bills', value: formatCount(provider.shares.settlements) }]
  return [
    { name: 'Claims', value: service.verifiability.text ? <Untrusted text={service.verifiability.text} /> : 'nothing' },
    { name: 'Derived', value: <Untrusted text={service.derivedMode} /> },
    { name: 'Input, 1 M tokens', value: `${formatPricePerMillion(service.inputPrice)} 0G` },
    { name: 'Output, 1 M tokens', value: `${formatPricePerMillion(service.outputPrice)} 0G` },
    {
      name: 'Signing key',
      value: service.teeSigner ? (
        <Hash value={service.teeSigner} kind="signer’s address" />
      ) : (
        <span className="muted">none</span>
      ),
    },
  ]
}
