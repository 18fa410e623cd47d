import { PageBody } from '../../components/frame/page-body'
import { PageLink } from '../../components/frame/page-link'
import { Section } from '../../components/frame/section'
import { Retry } from '../../components/frame/trouble'
import { TwinLink } from '../../components/frame/twin-link'
import { Standings } from '../../components/network/standings'
import { StatusFigures } from '../../components/status/status-figures'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'
import { listServices } from '../../lib/service-standings'
import { getStatus } from '../../lib/status-api'

export const metadata = toMetadata(
  'Status',
  'Which services of this site answer, how far the index is, what waits for a verdict, and how far the log is.',
)

/** Whether this site works. Everything on it was asked for this page; what could not be asked says so. */
export default async function StatusPage() {
  const status = await getStatus()
  const now = Date.now()
  return (
    <PageBody>
      <div className="page-head">
        <h1>Status</h1>
      </div>
      <p className="lead">
        Whether this site works. Each line was asked for this page. It says nothing about any agent or provider.
      </p>
      <Section id="services" title="Services">
        <Standings standings={listServices(status, now)} />
        {status.facts.kind === 'upstream-down' && <Retry errorId={status.facts.errorId} />}
      </Section>
      <Section id="figures" title="Figures">
        {status.facts.kind === 'found' ? (
          <StatusFigures facts={status.facts.value} now={now} />
        ) : (
          <p className="note">Not known: the API that would say so does not answer.</p>
        )}
        <p className="note">
          What is indexed, and by which rules, stands on <PageLink href={routes.network()}>the network’s page</PageLink>
          . Who runs this site has more: each service has /healthz, /readyz and figures for Prometheus under /metrics.
        </p>
      </Section>
      <TwinLink path={routes.status()} />
    </PageBody>
  )
}
