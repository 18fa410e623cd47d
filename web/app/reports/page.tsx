import type { Metadata } from 'next'
import { CaptureTable } from '../../components/enclave/capture-table'
import { Known } from '../../components/frame/known'
import { Notice } from '../../components/frame/notice'
import { PageBody } from '../../components/frame/page-body'
import { Pager } from '../../components/frame/pager'
import { TwinLink } from '../../components/frame/twin-link'
import { listReports } from '../../lib/enclave-api'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'
import { readView, type SearchParams } from '../../lib/view'

export const metadata: Metadata = toMetadata(
  'Enclave reports',
  'What providers’ services answered when they were asked for the report of their enclave.',
)

/** Every observed enclave report, newest first. */
export default async function ReportsPage({ searchParams }: { searchParams: SearchParams }) {
  const { after } = await readView(searchParams)
  const reports = await listReports(after)
  return <Known result={reports}>{(page) => <ReportList page={page} after={after} />}</Known>
}

type ReportPage = Extract<Awaited<ReturnType<typeof listReports>>, { kind: 'found' }>['value']

function ReportList({ page: { nodes, pageInfo }, after }: { page: ReportPage; after: string | undefined }) {
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null
  return (
    <PageBody>
      <div className="page-head">
        <h1>Enclave reports</h1>
      </div>
      <p className="note">
        A row is an unbroken run of the same answer. That a service answered proves nothing by itself: each report’s
        page says what was checked.
      </p>
      {nodes.length > 0 ? (
        <CaptureTable captures={nodes} toHref={({ id, sha256 }) => routes.report(sha256, { capture: id })} />
      ) : (
        <Notice title="No enclave report has been observed yet">
          <p>Services are asked as soon as they are registered, as far as the network’s file allows it.</p>
        </Notice>
      )}
      <Pager
        label="Pages of reports"
        first={after ? routes.reports() : undefined}
        next={next ? routes.reports({ after: next }) : undefined}
      />
      <TwinLink path={routes.reports({ after })} />
    </PageBody>
  )
}
