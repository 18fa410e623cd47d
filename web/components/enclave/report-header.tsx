import type { ReportDetails } from '../../lib/enclave-api'
import { formatBytes } from '../../lib/format'
import { summariseReport } from '../../lib/report-summary'
import { routes } from '../../lib/routes'
import type { Fact } from '../frame/facts'
import { SubjectHeader } from '../subject/subject-header'
import { Hash } from '../value/hash'
import { StatusWord } from '../value/status'
import { Time } from '../value/time'

/** What is established by the report, in a sentence, and whose it is. */
export function ReportHeader({ report }: { report: ReportDetails }) {
  const { status, fault, heading, sentence } = summariseReport(report)
  return (
    <SubjectHeader
      kind="Enclave report"
      title={heading}
      id={<Hash value={report.capture.sha256} kind="SHA-256 of the report" size="full" />}
      facts={listFacts(report)}
    >
      <p className="lead">
        {status !== 'waiting' && (
          <>
            <StatusWord status={status} fault={fault} />{' '}
          </>
        )}
        {sentence}
      </p>
    </SubjectHeader>
  )
}

function listFacts({ capture }: ReportDetails): Fact[] {
  const key = (value: string | null, none: string) =>
    value ? <Hash value={value} kind="address" /> : <span className="muted">{none}</span>
  return [
    {
      name: 'Provider',
      value: <Hash value={capture.provider} kind="provider’s address" href={routes.provider(capture.provider)} />,
    },
    { name: 'Observed, UTC', value: <Time iso={capture.observedAt} /> },
    { name: 'Key that the quote names', value: key(capture.binds, 'none that can be read') },
    { name: 'Signed by', value: key(capture.author, 'nobody') },
    { name: 'Size', value: formatBytes(capture.size) },
  ]
}
