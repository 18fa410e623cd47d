import type { getNetwork } from '../../lib/api'
import { formatCount } from '../../lib/format'
import type { HomeQuery } from '../../lib/generated/graphql'
import { routes, type View } from '../../lib/routes'
import { NewSettlements } from '../frame/new-settlements'
import { Notice } from '../frame/notice'
import { PageLink } from '../frame/page-link'
import { Section } from '../frame/section'
import { AgentName } from '../subject/links-table'
import { SettlementTable } from '../subject/settlement-table'
import { Hash } from '../value/hash'
import { Untrusted } from '../value/untrusted'
import { NetworkShares } from './network-shares'
import { Today } from './today'

type Network = Awaited<ReturnType<typeof getNetwork>>

/** Latest settlements, and the ways in: agents and providers. */
export function HomeDetails({ home, network, view }: { home: HomeQuery; network: Network; view: View }) {
  const { nodes } = home.settlements
  return (
    <>
      <Today home={home} />
      <Section id="latest" title="Latest settlements" aside="Newest first, everybody’s">
        <NewSettlements scope={{}} known={nodes[0]?.id ?? null} />
        {nodes.length > 0 ? (
          <SettlementTable
            settlements={nodes}
            parties={['payer', 'provider']}
            caption="Latest settlements, newest first"
          />
        ) : (
          <Notice title="No settlement yet">
            <p>{describeWatch(network)} This page offers the first one as soon as it is there.</p>
          </Notice>
        )}
      </Section>
      <NetworkShares home={home} view={view} />
      <Section id="failures" title="Freshest failures" aside="Whose evidence is wrong, and where">
        {home.failures.nodes.length > 0 ? (
          <SettlementTable
            settlements={home.failures.nodes}
            parties={['payer', 'provider']}
            caption="Newest settlements with a failed check"
          />
        ) : (
          <p className="note">No settlement has a failed check.</p>
        )}
      </Section>
      <div className="two">
        <Section id="agents" title="Agents" aside={<PageLink href={routes.agents()}>All agents</PageLink>}>
          <ul className="plain-list">
            {home.agents.nodes.map((agent) => (
              <li key={agent.id}>
                <AgentName agent={agent} />
              </li>
            ))}
            {home.agents.nodes.length === 0 && <li className="muted">No agent with a payment link yet.</li>}
          </ul>
        </Section>
        <Section id="providers" title="Providers" aside={<PageLink href={routes.providers()}>All providers</PageLink>}>
          <ul className="plain-list">
            {home.providers.nodes.map((provider) => (
              <li key={provider.id}>
                <Hash value={provider.address} kind="provider’s address" href={routes.provider(provider.address)} />
                <span className="provider-model">
                  {provider.service ? (
                    <Untrusted text={provider.service.model.text} />
                  ) : (
                    <span className="muted">no service</span>
                  )}
                </span>
                {provider.labelFinding && <span className="tag tag-warn">overstated label</span>}
              </li>
            ))}
            {home.providers.nodes.length === 0 && <li className="muted">No provider yet.</li>}
          </ul>
        </Section>
      </div>
    </>
  )
}

function describeWatch(network: Network): string {
  if (network.kind !== 'found') return 'Nothing was settled so far.'
  const start = Math.min(...network.value.contracts.map((contract) => contract.startBlock), network.value.indexedHeight)
  return `We have watched from block ${formatCount(start)} to block ${formatCount(network.value.indexedHeight)}.`
}
