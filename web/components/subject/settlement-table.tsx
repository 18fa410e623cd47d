'use client'

import { formatCount } from '../../lib/format'
import type { SettlementRowFragment } from '../../lib/generated/graphql'
import { QUESTION_LOOK, QUESTIONS } from '../../lib/questions'
import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { Amount } from '../value/amount'
import { Hash } from '../value/hash'
import { OutcomePill, StatusCell } from '../value/status'
import { Time } from '../value/time'

/** The other side of a payment: the page's own subject needs no column. */
export type Party = 'payer' | 'provider'
const PARTY: Readonly<Record<Party, string>> = { payer: 'Payer', provider: 'Provider' }

/**
 * Settlements, newest first: a row each, six cells a row. The outcome is the link, and it covers the row. Drawn from the data
 * on both sides: drawn on the server alone, the rows would go over the wire twice, the second time as a tree six times as long
 * as the data.
 */
export function SettlementTable(props: {
  settlements: readonly SettlementRowFragment[]
  parties: readonly Party[]
  caption: string
}) {
  return (
    <>
      <div className="table-frame">
        <table className={`rows settlements parties-${props.parties.length}`}>
          <caption className="sr-only">{props.caption}</caption>
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              {QUESTIONS.map((id) => (
                <th key={id} scope="col" className="col-cell" title={QUESTION_LOOK[id].asked}>
                  <span aria-hidden="true">{QUESTION_LOOK[id].short}</span>
                  <span className="sr-only">{QUESTION_LOOK[id].name}</span>
                </th>
              ))}
              <th scope="col" className="num col-amount">
                Amount
              </th>
              {props.parties.map((party) => (
                <th key={party} scope="col" className="col-party">
                  {PARTY[party]}
                </th>
              ))}
              <th scope="col" className="num col-block">
                Block
              </th>
              <th scope="col" className="num col-time">
                Time (UTC)
              </th>
            </tr>
          </thead>
          <tbody>
            {props.settlements.map((settlement) => (
              <SettlementRow key={settlement.id} settlement={settlement} parties={props.parties} />
            ))}
          </tbody>
        </table>
      </div>
      <CellLegend />
    </>
  )
}

function SettlementRow({ settlement, parties }: { settlement: SettlementRowFragment; parties: readonly Party[] }) {
  const rejected = settlement.outcome === 'rejected'
  return (
    <tr className={rejected ? 'row-rejected' : undefined}>
      <td className="col-outcome">
        <PageLink href={routes.settlement(settlement.id)} className="row-link">
          <OutcomePill outcome={settlement.outcome} fault={settlement.fault} />
        </PageLink>
      </td>
      {QUESTIONS.map((id) => {
        const question = settlement.questions.find((asked) => asked.id === id)
        return (
          <td key={id} className="col-cell" data-label={QUESTION_LOOK[id].short}>
            <StatusCell question={id} status={question?.status ?? 'waiting'} fault={question?.fault ?? null} />
          </td>
        )
      })}
      <td className="num" data-label="Amount">
        <Amount neuron={settlement.amount} />
      </td>
      {parties.map((party) => (
        <td key={party} data-label={PARTY[party]} className="col-hash">
          <Hash
            value={settlement[party]}
            kind={`${party}’s address`}
            href={party === 'payer' ? routes.address(settlement.payer) : routes.provider(settlement.provider)}
          />
        </td>
      ))}
      <td className="num" data-label="Block">
        {formatCount(settlement.blockNumber)}
        {settlement.finality === 'hot' && <span className="muted"> not final</span>}
      </td>
      <td className="num" data-label="Time (UTC)">
        <Time iso={settlement.blockTime} />
      </td>
    </tr>
  )
}

/** What the short column heads mean, in the order of the columns. */
function CellLegend() {
  return (
    <p className="legend">
      {QUESTIONS.map((id) => (
        <span key={id}>
          <b>{QUESTION_LOOK[id].short}</b> {QUESTION_LOOK[id].asked}
        </span>
      ))}
    </p>
  )
}
