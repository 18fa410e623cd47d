import type { AgentDetails } from '../../lib/api'
import { describeProof } from '../../lib/chain-words'
import { formatCount } from '../../lib/format'
import { findUnattributed, writeHeadline } from '../../lib/headline'
import { routes, type View } from '../../lib/routes'
import { tallyUsed } from '../../lib/used'
import type { Fact } from '../frame/facts'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'
import { Commitments } from './commitments'
import { IntervalTable } from './interval-table'
import { LinksTable } from './links-table'
import { Spend } from './spend'
import { Strategy } from './strategy'
import { SubjectHeader } from './subject-header'
import { HistoryAndShares } from './subject-parts'
import { Summary } from './summary'
import { TakeAway } from './take-away'
import { UsedTables } from './used-tables'

/** The page of an agent. */
export function AgentPage({ agent, view, origin }: { agent: AgentDetails; view: View; origin: string }) {
  const toHref = (chosen: View) => routes.agent(agent.id, chosen)
  const headline = writeHeadline(
    agent.shares,
    findUnattributed(agent.shares, agent.links),
    `block ${formatCount(agent.mintedBlock)}`,
  )
  return (
    <PageBody>
      <SubjectHeader
        kind="Agent"
        title={agent.name ? <Untrusted text={agent.name.text} /> : 'Unnamed agent'}
        id={<Hash value={agent.id} kind="agent id" size="full" />}
        facts={listFacts(agent)}
      >
        <p className="headline">{headline}</p>
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
        providers={tallyUsed(agent.used, 'provider').rows.map(({ name }) => name)}
        toHref={toHref}
        since={`No settlement of a payer that counts for this agent since it was minted in block ${formatCount(agent.mintedBlock)}.`}
      />
      <Spend points={agent.aggregates} view={view} toHref={toHref} />
      <UsedTables used={agent.used} toHref={toHref} />
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
      </Section>
      <Strategy strategy={agent.strategy} />
      <Commitments agent={agent} />
      <TakeAway id={agent.id} origin={origin} newest={agent.sharesOverTime.at(-1)?.until} />
      <TwinLink path={routes.agent(agent.id)} />
    </PageBody>
  )
}

/** Who holds the token, and who stands behind the contract that holds it in custody. */
function Owner({ agent }: { agent: AgentDetails }) {
  const { owner, resolvedOwner } = agent
  if (resolvedOwner === null || resolvedOwner === owner)
    return <Hash value={owner} kind="owner’s address" href={routes.address(owner)} />
  return (
    <>
      <Hash value={resolvedOwner} kind="owner’s address" href={routes.address(resolvedOwner)} />
      <span className="muted">
        {' '}
        in custody of <Hash value={owner} kind="custody contract’s address" />
      </span>
    </>
  )
}

function listFacts(agent: AgentDetails): Fact[] {
  const wallet = agent.wallet ? (
    <>
      <Hash value={agent.wallet} kind="wallet’s address" href={routes.address(agent.wallet)} />
      <span className="muted"> {describeWallet(agent)}</span>
    </>
  ) : (
    <span className="muted">none set</span>
  )
  return [
    { name: 'Number in registry', value: formatCount(agent.agentId) },
    { name: 'Registry', value: <Hash value={agent.registry} kind="registry’s address" /> },
    { name: 'Owner', value: <Owner agent={agent} /> },
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

/** How the wallet in force was proved. */
function describeWallet({ wallet, walletHow, wallets }: AgentDetails): string {
  const inForce = wallets.find((held) => held.address === wallet && held.toBlock === null)
  return describeProof(inForce?.how ?? walletHow ?? 'unknown', inForce?.signature ?? null)
}
