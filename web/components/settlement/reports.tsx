import type { SettlementDetails } from '../../lib/api'
import { routes } from '../../lib/routes'
import { describeDistance } from '../../lib/verdict-words'
import { Notice } from '../frame/notice'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** Every enclave report that the verdict looked at. Where it was asked for is shown as text: the provider chose it. */
export function Reports({ verdict }: { verdict: SettlementDetails['verdict'] }) {
  const reports = verdict?.reports ?? []
  if (reports.length === 0) {
    return (
      <Notice title="No enclave report was observed">
        <p>None stands behind this verdict: the service gave none, or nobody has asked it yet.</p>
      </Notice>
    )
  }
  return (
    <>
      <TcbThenAndNow observations={verdict?.observations ?? []} />
      <ul className="trails">
        {reports.map(({ source, observedAt, secondsFromSettlement, sha256 }) => (
          <li key={`${observedAt} ${sha256}`} className="trail">
            <dl className="facts facts-list">
              <Row name="Observed">
                <Time iso={observedAt} /> UTC, <span className="muted">{describeDistance(secondsFromSettlement)}</span>
              </Row>
              <Row name="Answered by">
                <code>
                  <Untrusted text={source.text} />
                </code>
              </Row>
              <Row name="SHA-256 of the report">
                <Hash value={sha256} kind="digest of the report" size="full" href={routes.report(sha256)} />
              </Row>
            </dl>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What the maker said of the platform when the report was observed, and when it was looked up again. Changes no check. */
function TcbThenAndNow({ observations }: { observations: NonNullable<SettlementDetails['verdict']>['observations'] }) {
  const find = (id: string) => observations.find((observation) => observation.id === id)?.text.text
  const [before, now] = [find('tcb-status'), find('tcb-now')]
  if (before === undefined && now === undefined) return null
  return (
    <dl className="facts facts-list">
      <Row name="TCB then">{before === undefined ? 'not stated' : <Untrusted text={before} layout="sentence" />}</Row>
      <Row name="TCB now">
        {now === undefined ? 'not looked up again yet' : <Untrusted text={now} layout="sentence" />}
      </Row>
    </dl>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
