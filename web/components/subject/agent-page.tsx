import type { AgentDetails } from '../../lib/api'
import { describeHow } from '../../lib/chain-words'
import { formatCount } from '../../lib/format'
import { routes, type View } from '../../lib/routes'
import type { Fact } from '../frame/facts'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { Section } from '../frame/section'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'
import { IntervalTable } from './interval-table'
import { LinksTable } from './links-table'
import { SubjectHeader } from './subject-header'
import { HistoryAndShares } from './subject-parts'
import { Summary } from './summary'

/** The page of an agent. */
export function AgentPage({ agent, view }: { agent: AgentDetails; view: View }) {
  return (
    <PageBody>
      <SubjectHeader
        kind="Agent"
        title={agent.name ? <Untrusted text={agent.name.text} /> : 'Unnamed agent'}
        id={<Hash value={agent.id} kind="agent id" size="full" />}
        facts={listFacts(agent)}
      >
        <Summary shares={agent.shares} />
        {agent.description && (
          <p className="own-words">
            <span className="muted">In its own words: </span>
            <Untrusted text={agent.description.text} layout="sentence" />
          </p>
        )}
      </SubjectHeader>
      <HistoryAndShares
        subject={agent}
        view={view}
        scope={{ agent: agent.id }}
        parties={['payer', 'provider']}
        toHref={(chosen) => routes.agent(agent.id, chosen)}
        since={`No settlement of a payer that counts for this agent since it was minted in block ${formatCount(agent.mintedBlock)}.`}
      />
      <Section id="payers" title="Payers and how they are linked">
        {agent.links.length > 0 ? (
          <LinksTable links={agent.links} show="payer" />
        ) : (
          <Notice title="No payer is linked to this agent">
            <p>It has set no wallet, and nobody who pays for inference has proved to pay for it.</p>
          </Notice>
        )}
        <p className="note">
          Only links of strength A- or better that name one agent count for the history. Money spent through the 0G
          Router cannot be attributed from chain data, and other wallets may exist unseen.
        </p>
      </Section>
      <Section id="identity" title="Identity">
        <IntervalTable title="Owners" intervals={agent.ownerships} />
        <IntervalTable title="Wallets" intervals={agent.wallets} />
        {agent.uri && (
          <p className="note">
            Registration file, as text because it is an address from outside:{' '}
            <code>
              <Untrusted text={agent.uri.text} />
            </code>
          </p>
        )}
      </Section>
    </PageBody>
  )
}

function listFacts(agent: AgentDetails): Fact[] {
  const wallet = agent.wallet ? (
    <>
      <Hash value={agent.wallet} kind="wallet’s address" href={routes.address(agent.wallet)} />
      {agent.walletHow && <span className="muted"> {describeHow(agent.walletHow)}</span>}
    </>
  ) : (
    <span className="muted">none set</span>
  )
  return [
    { name: 'Number in registry', value: formatCount(agent.agentId) },
    { name: 'Registry', value: <Hash value={agent.registry} kind="registry’s address" /> },
    { name: 'Owner', value: <Hash value={agent.owner} kind="owner’s address" href={routes.address(agent.owner)} /> },
    { name: 'Wallet', value: wallet },
    {
      name: 'Minted',
      value: (
        <>
          <Time iso={agent.mintedTime} />
          {agent.finality === 'hot' && <span className="muted"> not final</span>}
        </>
      ),
    },
  ]
}
