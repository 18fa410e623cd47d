import { formatCount } from '../../lib/format'
import { describeAttempt, type ProviderLooks } from '../../lib/provider-looks'
import { routes } from '../../lib/routes'
import { Notice } from '../frame/notice'
import { PageLink } from '../frame/page-link'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

interface Look {
  key: string
  at: string
  until: string | null
  text: React.ReactNode
  source: string
}

/** When the service was asked for its enclave report, and what came: answers and failed attempts in one order. */
export function Availability({ looks }: { looks: ProviderLooks }) {
  const rows = listLooks(looks)
  if (rows.length === 0) {
    return (
      <Notice title="Its service has not been asked for an enclave report yet">
        <p>Whether it has one is not known.</p>
      </Notice>
    )
  }
  const more = looks.enclaveReports.pageInfo.hasNextPage || looks.reportAttempts.pageInfo.hasNextPage
  return (
    <>
      <p>
        {formatCount(looks.enclaveReports.nodes.length)} answers and {formatCount(looks.reportAttempts.nodes.length)}{' '}
        attempts without one{more && ', the newest of each'}. A time-out or an unreachable address says nothing about
        the service: it may be ours.
      </p>
      <div className="table-frame">
        <table className="rows">
          <caption className="sr-only">
            Times at which the service was asked for its enclave report, newest first
          </caption>
          <thead>
            <tr>
              <th scope="col">Asked, UTC</th>
              <th scope="col">Same until, UTC</th>
              <th scope="col">What came</th>
              <th scope="col">Address asked</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, at, until, text, source }) => (
              <tr key={key}>
                <td data-label="Asked, UTC">
                  <Time iso={at} />
                </td>
                <td data-label="Same until, UTC">{until ? <Time iso={until} /> : <span className="muted">–</span>}</td>
                <td data-label="What came" className="prose-cell">
                  {text}
                </td>
                <td data-label="Address asked" className="prose-cell">
                  <code>
                    <Untrusted text={source} />
                  </code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function listLooks({ enclaveReports, reportAttempts }: ProviderLooks): Look[] {
  const answers = enclaveReports.nodes.map(({ id, observedAt, lastObservedAt, sha256, source }) => ({
    key: `report ${id}`,
    at: observedAt,
    until: lastObservedAt,
    text: (
      <>
        <PageLink href={routes.report(sha256, { capture: id })}>A report</PageLink>{' '}
        <Hash value={sha256} kind="SHA-256 of the report" />
      </>
    ),
    source: source.text,
  }))
  const attempts = reportAttempts.nodes.map(({ id, outcome, attemptedAt, source, detail }) => ({
    key: `attempt ${id}`,
    at: attemptedAt,
    until: null,
    text: (
      <>
        {describeAttempt(outcome)}
        {detail && (
          <>
            {': '}
            <Untrusted text={detail.text} layout="sentence" />
          </>
        )}
      </>
    ),
    source: source.text,
  }))
  return [...answers, ...attempts].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
