import { getEnv } from '../../lib/env'
import { routes } from '../../lib/routes'
import { PageLink } from './page-link'

/** What the whole site does not claim. */
export function SiteFooter() {
  return (
    <footer className="site-footer">
      <div className="wrap">
        <nav aria-label="More lists">
          <PageLink href={routes.models()}>Models</PageLink> ·{' '}
          <PageLink href={routes.reports()}>Enclave reports</PageLink> ·{' '}
          <PageLink href={routes.network()}>Network</PageLink> · <PageLink href={routes.status()}>Status</PageLink> ·{' '}
          <PageLink href={routes.developers()}>Developers</PageLink>
        </nav>
        <p>
          Touchstone checks published evidence about paid inference against the chain. It is always the inference that
          is verified, never the agent; there is no score. A genuine enclave does not exclude physical attacks, and
          nothing here says that an answer is true.
        </p>
        <p className="in-text">
          <PageLink href={routes.method()}>Method</PageLink> · <PageLink href={routes.compare()}>Compare</PageLink> ·{' '}
          <PageLink href={routes.log()}>Verdict log</PageLink> ·{' '}
          <PageLink href={routes.verify()}>Verify a file</PageLink>
          {getEnv().devnetUrl && (
            <>
              {' '}
              · <PageLink href={routes.try()}>Try to fool it</PageLink>
            </>
          )}
        </p>
        <p className="muted">All times are UTC. Amounts are rounded for reading; the exact ones are in the page.</p>
      </div>
    </footer>
  )
}
