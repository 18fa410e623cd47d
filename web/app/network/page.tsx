import type { Metadata } from 'next'
import { type Fact, Facts } from '../../components/frame/facts'
import { Known } from '../../components/frame/known'
import { PageBody } from '../../components/frame/page-body'
import { PageLink } from '../../components/frame/page-link'
import { Section } from '../../components/frame/section'
import { TwinLink } from '../../components/frame/twin-link'
import { NetworkStrip } from '../../components/home/network-strip'
import { ContractTable, ImplementationTable, RegistryTable } from '../../components/network/contract-table'
import { Standings } from '../../components/network/standings'
import { Hash } from '../../components/value/hash'
import { TimeAgo } from '../../components/value/time'
import { Untrusted } from '../../components/value/untrusted'
import { formatCount } from '../../lib/format'
import { toMetadata } from '../../lib/metadata'
import { getNetworkPage, type NetworkDetails } from '../../lib/network-api'
import { routes } from '../../lib/routes'
import { findStandings } from '../../lib/standing'

export const metadata: Metadata = toMetadata(
  'Network and status',
  'Which contracts are indexed and by which rules, how far the index, the auditor and the log are, and what a second index can compare.',
)

/** What everything here rests on: contracts, code, registries, and how far this site is. */
export default async function NetworkPage() {
  return (
    <Known result={await getNetworkPage()}>{(details, oldAt) => <Network details={details} oldAt={oldAt} />}</Known>
  )
}

function Network({ details, oldAt }: { details: NetworkDetails; oldAt: number | undefined }) {
  const { network, meta, registries } = details
  const now = Date.now()
  return (
    <PageBody>
      <div className="page-head">
        <h1>{network.displayName}</h1>
      </div>
      <p className="lead">
        What every page here rests on: the contracts that are read, the rules that they followed when, and how far this
        site is.
      </p>
      <NetworkStrip network={network} now={now} />
      <Section id="status" title="Is this site up to date?" aside={<PageLink href={routes.status()}>Status</PageLink>}>
        {oldAt === undefined ? (
          <Standings standings={findStandings({ network, meta }, now)} />
        ) : (
          <p className="note">Not known: the API that would say so does not answer.</p>
        )}
      </Section>
      <Section id="state" title="What can be compared">
        <Comparable network={network} meta={meta} />
        <p className="note">
          A second index of the same chain comes to the same digest at the same height:{' '}
          <code>npx touchstone networks reindex --verify</code>. The log can be checked on{' '}
          <PageLink href={routes.log()}>its own page</PageLink>.
        </p>
      </Section>
      <Section id="contracts" title="Contracts">
        <ContractTable network={network} />
      </Section>
      <Section id="code" title="Code behind the contracts">
        <ImplementationTable network={network} />
      </Section>
      <Section id="registries" title="Registries of agents">
        <RegistryTable registries={registries} />
      </Section>
      <TwinLink path={routes.network()} />
    </PageBody>
  )
}

function Comparable({ network, meta }: Pick<NetworkDetails, 'network' | 'meta'>) {
  const { digest, indexedHash, indexedHeight, finality } = network
  const log = meta.logCheckpoint
  const facts: Fact[] = [
    { name: 'Newest indexed block', value: formatCount(indexedHeight) },
    { name: 'Its hash', value: indexedHash ? <Hash value={indexedHash} kind="block hash" size="full" /> : 'none yet' },
    { name: 'Final after', value: `${formatCount(finality)} blocks` },
    {
      name: 'Digest of the facts',
      value: digest ? <Hash value={digest.digest} kind="digest" size="full" /> : 'none yet',
    },
  ]
  if (digest) {
    const traces = digest.capability === 'none' ? 'an RPC without traces' : `an RPC with ${digest.capability}`
    facts.push({
      name: 'It covers',
      value: `${formatCount(digest.events)} events up to block ${formatCount(digest.height)}, read from ${traces}`,
    })
  }
  if (log) {
    facts.push(
      { name: 'Log', value: <Untrusted text={log.origin} /> },
      { name: 'Checkpoint', value: <Hash value={log.root} kind="root" size="full" /> },
      { name: 'Signed', value: <TimeAgo iso={log.publishedAt} now={Date.now()} /> },
    )
  }
  return <Facts facts={facts} />
}
