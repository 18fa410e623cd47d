import type { AgentDetails } from '../../lib/api'
import { formatCount } from '../../lib/format'
import { routes } from '../../lib/routes'
import { describeStanding, nameAuthor, nameSource, showsBoth } from '../../lib/strategy'
import { Section } from '../frame/section'
import { Comparison } from '../settlement/comparison'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'
import { BlockRange } from './links-table'
import { NamedTransactions } from './named-transactions'
import { WalletTransactions } from './wallet-transactions'

type Details = AgentDetails['strategy']
type Opening = Details['openings'][number]
type Named = Opening['records'][number]['system']
type Committed = Details['commitments'][number]

/** What records say the agent was told and could do, against what it had named on chain. No colour: part of no outcome. */
export function Strategy({ strategy }: { strategy: Details }) {
  const { openings, commitments, complete, unreadCards, transactions } = strategy
  return (
    <Section id="strategy" title="Strategy" aside="Part of no share and no outcome">
      <p className="note">
        What a published file says the agent was told (system text) and could do (tools) is the word of the file’s
        author: the bill commits to neither. It is compared with what the agent named on chain before any block in which
        the inference can lie.
      </p>
      <h3 className="group-title">Committed on chain</h3>
      {commitments.length === 0 ? (
        <p className="note">No system text and no tools are committed in its metadata, on-chain cards or INFT data.</p>
      ) : (
        <ul className="trails">
          {commitments.map((one) => (
            <li key={`${one.source} ${one.name.text} ${one.fromBlock} ${one.txHash}`} className="trail">
              <CommittedAt one={one} />
              {one.value === null ? <p className="muted">Its value cannot be read.</p> : <Value one={one} />}
            </li>
          ))}
        </ul>
      )}
      {!complete && <p className="note">Not all were read: there are more than are kept in view here.</p>}
      {unreadCards > 0 && (
        <p className="note">
          {formatCount(unreadCards)} of its cards {unreadCards === 1 ? 'does' : 'do'} not lie on chain or{' '}
          {unreadCards === 1 ? 'is' : 'are'} too long, and {unreadCards === 1 ? 'was' : 'were'} not compared.
        </p>
      )}
      <h3 className="group-title">Newest opened settlements</h3>
      {openings.length === 0 ? (
        <p className="note">Nothing of its history is opened: no record can be compared.</p>
      ) : (
        <ul className="trails">
          {openings.map((opening) => (
            <OpeningItem key={opening.settlement.id} opening={opening} />
          ))}
        </ul>
      )}
      <WalletTransactions transactions={transactions} />
    </Section>
  )
}

function CommittedAt({ one }: { one: Committed }) {
  return (
    <p className="said">
      {one.about === 'system' ? 'System text' : 'Tools'}, in its {nameSource(one.source)} under{' '}
      <b>
        <Untrusted text={one.name.text} />
      </b>
      , in blocks <BlockRange from={one.fromBlock} to={one.toBlock} />,{' '}
      <Hash value={one.txHash} kind="transaction hash" />
    </p>
  )
}

function Value({ one }: { one: Committed }) {
  return (
    <p>
      <Hash value={one.value ?? ''} kind="committed value" size="full" />{' '}
      <span className="muted">
        {one.form === 'text' && 'SHA-256 of the text that stands there'}
        {one.form === 'data' && 'a data hash, mostly of encrypted bytes'}
      </span>
    </p>
  )
}

function OpeningItem({ opening }: { opening: Opening }) {
  const { settlement, author, authorRole, records, truncated, actions, moreActions } = opening
  return (
    <li className="trail">
      <p className="said">
        <a href={routes.settlement(settlement.id)}>
          Settlement of <Time iso={settlement.blockTime} /> UTC
        </a>
        , by the word of {nameAuthor(authorRole)} <Hash value={author} kind="author’s address" />
      </p>
      {records.map((group) => (
        <div key={group.line} className="strategy-records">
          <p>
            {formatCount(group.records)} {group.records === 1 ? 'record' : 'records'}, from line{' '}
            <a href={routes.record(`${opening.root}-${group.line}`)}>{formatCount(group.line)}</a>
            {group.actions !== null && group.actions > 0 && (
              <span className="muted">
                ; {formatCount(group.actions)} {group.actions === 1 ? 'transaction' : 'transactions'} named
              </span>
            )}
          </p>
          <NamedHash title="System text" named={group.system} />
          <NamedHash title="Tools" named={group.tools} />
        </div>
      ))}
      <NamedTransactions actions={actions} more={moreActions} isStranger={authorRole === 'other'} />
      {truncated && <p className="muted">Records behind the first thousand are not shown here.</p>}
    </li>
  )
}

function NamedHash({ title, named }: { title: string; named: Named }) {
  const { sha256, standing, committed } = named
  const both = showsBoth(standing) && committed !== null
  return (
    <>
      <p>
        <b>{title}:</b> {describeStanding(standing)}
      </p>
      {both && <CommittedAt one={committed} />}
      {both ? (
        <Comparison expected={committed.value} found={sha256} />
      ) : (
        sha256 !== null && <Comparison expected={null} found={sha256} />
      )}
    </>
  )
}
