import type { ReportDetails } from '../../lib/enclave-api'
import { formatCount } from '../../lib/format'
import { describeDistance } from '../../lib/report-uses'
import { routes } from '../../lib/routes'
import { Notice } from '../frame/notice'
import { PageLink } from '../frame/page-link'
import { OutcomePill } from '../value/status'
import { Time } from '../value/time'

/** The settlements that this observation was looked at for, and how far it lies from each. */
export function Uses({ report: { capture, uses, decided } }: { report: ReportDetails }) {
  return (
    <>
      <p className="note">
        Seen from <Time iso={capture.observedAt} /> to <Time iso={capture.lastObservedAt} /> UTC, every time that the
        service was asked in between. Looked through: the 24 settlements with an enclave verdict nearest to the first.
      </p>
      {uses.length === 0 ? (
        <Notice title="None of them was judged with this report">
          <p>A verdict takes the nearest reports before and after its settlement; others may have been nearer.</p>
        </Notice>
      ) : (
        <div className="table-frame">
          <table className="rows">
            <caption className="sr-only">Settlements whose verdict looked at this report</caption>
            <thead>
              <tr>
                <th scope="col">Settlement</th>
                <th scope="col">Settled, UTC</th>
                <th scope="col">The report was observed</th>
                <th scope="col">Outcome</th>
                <th scope="col">Its part</th>
              </tr>
            </thead>
            <tbody>
              {uses.map(({ settlement, seconds }) => (
                <tr key={settlement.id}>
                  <td data-label="Settlement">
                    <PageLink href={`${routes.settlement(settlement.id)}#reports`}>
                      block {formatCount(settlement.blockNumber)}
                    </PageLink>
                  </td>
                  <td data-label="Settled, UTC">
                    <Time iso={settlement.blockTime} />
                  </td>
                  <td data-label="The report was observed">{describeDistance(seconds)}</td>
                  <td data-label="Outcome">
                    <OutcomePill outcome={settlement.outcome} fault={settlement.fault} />
                  </td>
                  <td data-label="Its part" className="muted">
                    {settlement.id === decided?.use.settlement.id ? 'the steps above are its verdict’s' : 'looked at'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
