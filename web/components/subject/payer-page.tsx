import type { PayerDetails } from '../../lib/api'
import { formatCount, formatTime } from '../../lib/format'
import { writeHeadline } from '../../lib/headline'
import { routes, type View } from '../../lib/routes'
import { tallyUsed } from '../../lib/used'
import { Notice } from '../frame/notice'
import { PageBody } from '../frame/page-body'
import { Section } from '../frame/section'
import { TwinLink } from '../frame/twin-link'
import { Amount } from '../value/amount'
import { Hash } from '../value/hash'
import { AccountsTable } from './accounts-table'
import { LinksTable } from './links-table'
import { Spend } from './spend'
import { SubjectHeader } from './subject-header'
import { HistoryAndShares } from './subject-parts'
import { Summary } from './summary'
import { UsedTables } from './used-tables'

/** The page of an address that pays for inference, whether or not an agent is linked to it. */
export function PayerPage({ payer, view }: { payer: PayerDetails; view: View }) {
  const toHref = (chosen: View) => routes.address(payer.address, chosen)
  const first = payer.sharesOverTime[0]?.from
  const since = first ? `${formatTime(first)} UTC` : 'it is known'
  const balance = payer.accounts.reduce((sum, account) => sum + BigInt(account.balance), 0n)
  return (
    <PageBody>
      <SubjectHeader
        kind="Payer"
        title={<Hash value={payer.address} kind="payer’s address" size="header" />}
        id={<Hash value={payer.id} kind="payer id" size="full" />}
        facts={[
          { name: 'Payments', value: formatCount(payer.shares.settlements) },
          { name: 'Spent', value: <Amount neuron={payer.shares.amount} /> },
          { name: 'Providers', value: formatCount(payer.accounts.length) },
          { name: 'Balance with them', value: <Amount neuron={balance.toString()} /> },
          { name: 'Linked agents', value: formatCount(new Set(payer.links.map((link) => link.agent.id)).size) },
        ]}
      >
        <p className="headline">{writeHeadline(payer.shares, undefined, since)}</p>
        <Summary shares={payer.shares} />
        {payer.label && (
          <p className="note">
            Known as {payer.label.label} ({payer.label.kind}): {payer.label.source}
          </p>
        )}
      </SubjectHeader>
      <HistoryAndShares
        subject={payer}
        view={view}
        scope={{ payer: payer.address }}
        parties={['provider']}
        providers={tallyUsed(payer.used, 'provider').rows.map(({ name }) => name)}
        toHref={toHref}
        since="The address has an account with a provider, but nothing was settled on it so far."
      />
      <Spend points={payer.aggregates} view={view} toHref={toHref} />
      <UsedTables used={payer.used} toHref={toHref} />
      <Section id="agents" title="Agents linked to it">
        {payer.links.length > 0 ? (
          <LinksTable links={payer.links} show="agent" />
        ) : (
          <Notice title="No agent is linked to this address">
            <p>Nothing on chain ties it to a registered agent, so its payments enter no agent’s history.</p>
          </Notice>
        )}
      </Section>
      <Section id="accounts" title="Accounts with providers">
        {payer.accounts.length > 0 ? (
          <AccountsTable accounts={payer.accounts} show="provider" />
        ) : (
          <p className="note">None that is known.</p>
        )}
      </Section>
      <TwinLink path={routes.address(payer.address)} />
    </PageBody>
  )
}
