import type { Capture } from '../../lib/report-uses'
import { routes } from '../../lib/routes'
import { PageLink } from '../frame/page-link'
import { Hash } from '../value/hash'
import { Time } from '../value/time'
import { Untrusted } from '../value/untrusted'

/** Unbroken runs of the same answer, a row each. Where it was asked for is text: the provider chose it. */
export function CaptureTable(props: { captures: readonly Capture[]; toHref: (capture: Capture) => string }) {
  return (
    <div className="table-frame">
      <table className="rows">
        <caption className="sr-only">Observed enclave reports, newest first</caption>
        <thead>
          <tr>
            <th scope="col">First seen, UTC</th>
            <th scope="col">Last seen, UTC</th>
            <th scope="col">Provider</th>
            <th scope="col">Answered by</th>
            <th scope="col">Kind</th>
            <th scope="col">Key named</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {props.captures.map((capture) => (
            <tr key={capture.id}>
              <td data-label="First seen, UTC">
                <PageLink href={props.toHref(capture)}>
                  <Time iso={capture.observedAt} />
                </PageLink>
              </td>
              <td data-label="Last seen, UTC">
                <Time iso={capture.lastObservedAt} />
              </td>
              <td data-label="Provider" className="col-hash">
                <Hash value={capture.provider} kind="provider’s address" href={routes.provider(capture.provider)} />
              </td>
              <td data-label="Answered by" className="prose-cell">
                <code>
                  <Untrusted text={capture.source.text} />
                </code>
              </td>
              <td data-label="Kind">
                {capture.tee ? <Untrusted text={capture.tee} /> : <span className="muted">not known</span>}
              </td>
              <td data-label="Key named" className="col-hash">
                {capture.binds ? <Hash value={capture.binds} kind="key named" /> : <span className="muted">none</span>}
              </td>
              <td data-label="SHA-256" className="col-hash">
                <Hash value={capture.sha256} kind="SHA-256 of the report" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
