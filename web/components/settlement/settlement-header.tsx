import type { SettlementDetails } from '../../lib/api'
import { formatCount } from '../../lib/format'
import { routes } from '../../lib/routes'
import { sortBySeverity } from '../../lib/status'
import { type Fact, Facts } from '../frame/facts'
import { ExactAmount } from '../value/amount'
import { Hash } from '../value/hash'
import { OutcomePill } from '../value/status'
import { TimeAgo } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** The verdict in words, its pill, how fresh it is, and five facts. `now` in milliseconds. */
export function SettlementHeader({ settlement, now }: { settlement: SettlementDetails; now: number }) {
  const { verdict } = settlement
  return (
    <header className="subject-header">
      <p className="kind">Settlement</p>
      <h1 className="verdict">
        <Untrusted text={settlement.sentence} layout="sentence" />
      </h1>
      <WorstReason settlement={settlement} />
      <p className="subject-id">
        <OutcomePill outcome={settlement.outcome} fault={settlement.fault} />{' '}
        {verdict ? (
          <span className="muted">
            judged <TimeAgo iso={verdict.judgedAt} now={now} />
          </span>
        ) : (
          <span className="muted">no verdict yet</span>
        )}
      </p>
      <p className="subject-id">
        <Hash value={settlement.id} kind="settlement id" size="full" />
      </p>
      <Facts facts={listFacts(settlement)} layout="strip" />
    </header>
  )
}

/** Why it failed or could not be checked, at once: the reason of its worst question. */
function WorstReason({ settlement }: { settlement: SettlementDetails }) {
  const [worst] = sortBySeverity(settlement.questions)
  if (!worst?.reason || (worst.status !== 'fail' && worst.status !== 'unavailable')) return null
  return (
    <p className="lead">
      {worst.title} <Untrusted text={worst.reason.text} layout="sentence" />
    </p>
  )
}

function listFacts(settlement: SettlementDetails): Fact[] {
  const { service } = settlement
  return [
    { name: 'Amount', value: <ExactAmount neuron={settlement.amount} /> },
    {
      name: 'Payer',
      value: <Hash value={settlement.payer} kind="payer’s address" href={routes.address(settlement.payer)} />,
    },
    {
      name: 'Provider',
      value: <Hash value={settlement.provider} kind="provider’s address" href={routes.provider(settlement.provider)} />,
    },
    {
      name: 'Model advertised',
      value: service ? <Untrusted text={service.model.text} /> : <span className="muted">unknown</span>,
    },
    {
      name: 'Block',
      value: (
        <>
          {formatCount(settlement.blockNumber)}{' '}
          <span className="muted">{settlement.finality === 'final' ? 'final' : 'not final yet'}</span>
        </>
      ),
    },
  ]
}
