import { PageLink } from './page-link'

/** Forward through a list by cursor, and back to its start. Every page has an address. */
export function Pager({ first, next, label }: { first: string | undefined; next: string | undefined; label: string }) {
  if (!first && !next) return null
  return (
    <nav className="pager" aria-label={label}>
      {first ? <PageLink href={first}>← Newest</PageLink> : <span />}
      {next ? <PageLink href={next}>Older →</PageLink> : <span className="muted">No older ones</span>}
    </nav>
  )
}
