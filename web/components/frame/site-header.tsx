import { getEnv } from '../../lib/env'
import { routes } from '../../lib/routes'
import { PageLink } from './page-link'
import { SearchBox } from './search-box'
import { ThemeButton } from './theme-button'

/** Name, sections, search and theme: the same on every page. */
export function SiteHeader() {
  return (
    <header className="site-header">
      <div className="wrap">
        <PageLink href={routes.home()} className="brand">
          <svg viewBox="0 0 24 24" className="brand-mark" aria-hidden="true">
            <path d="M4 5.5 12 2l8 3.5v13L12 22l-8-3.5z" />
            <path d="m8 12.2 2.8 2.8L16.2 9" />
          </svg>
          Touchstone
        </PageLink>
        <nav aria-label="Sections">
          <PageLink href={routes.agents()}>Agents</PageLink>
          <PageLink href={routes.providers()}>Providers</PageLink>
          <PageLink href={routes.verify()}>Verify</PageLink>
          {getEnv().devnetUrl && <PageLink href={routes.try()}>Try to fool it</PageLink>}
        </nav>
        <SearchBox id="site-search" size="small" value="" />
        <ThemeButton />
      </div>
    </header>
  )
}
