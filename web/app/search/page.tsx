import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { NoValue } from '../../components/frame/no-value'
import { Notice } from '../../components/frame/notice'
import { PageBody } from '../../components/frame/page-body'
import { PageLink } from '../../components/frame/page-link'
import { SearchBox } from '../../components/frame/search-box'
import { TwinLink } from '../../components/frame/twin-link'
import { Untrusted } from '../../components/value/untrusted'
import { search } from '../../lib/api'
import { shortenAgentId } from '../../lib/format'
import { describeId, findId } from '../../lib/ids'
import { describeWarning } from '../../lib/name-warnings'
import { hitRoute, routes } from '../../lib/routes'
import { readView, type SearchParams } from '../../lib/view'

export const metadata: Metadata = { title: 'Search', robots: { index: false } }

/** Recognises an id by its shape; asks the API for everything else. A single hit is opened at once. */
export default async function SearchPage({ searchParams }: { searchParams: SearchParams }) {
  const text = ((await readView(searchParams)).q ?? '').trim()
  if (text === '') return <SearchFrame text="" />
  const id = findId(text)
  if (id?.kind === 'agent') redirect(routes.agent(id.id))
  if (id?.kind === 'settlement') redirect(routes.settlement(id.id))
  if (id?.kind === 'payer') redirect(routes.address(id.address))
  const hits = await search(text)
  if (hits.kind !== 'found') return <NoValue result={hits} />
  const found = hits.value.flatMap((hit) => {
    const href = hitRoute(hit.kind, hit.id)
    return href ? [{ ...hit, href }] : []
  })
  const [only, ...more] = found
  // A name that could deceive is shown with its warning first.
  if (only && more.length === 0 && !only.warnings?.length) redirect(only.href)
  return (
    <SearchFrame text={text}>
      {found.length > 0 ? (
        <ul className="plain-list hits">
          {found.map((hit) => (
            <li key={`${hit.kind} ${hit.id}`}>
              <span className="tag">{hit.kind}</span>
              <PageLink href={hit.href}>
                <Untrusted text={hit.name?.text ?? hit.label} />{' '}
                {hit.kind === 'agent' && <span className="mono muted">{shortenAgentId(hit.id)}</span>}
              </PageLink>
              {hit.warnings?.map((warning) => (
                <span key={warning} className="tag tag-warn">
                  {describeWarning(warning)}
                </span>
              ))}
              {hit.detail && (
                <span className="muted">
                  <Untrusted text={hit.detail} />
                </span>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <Notice title="Nothing found" level={2}>
          <p>
            <q>
              <Untrusted text={text} />
            </q>{' '}
            {id
              ? `looks like ${describeId(id)}, but nothing indexed has it.`
              : 'is no id that we know the shape of, and no agent’s name contains it.'}
          </p>
        </Notice>
      )}
    </SearchFrame>
  )
}

function SearchFrame({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <PageBody>
      <div className="page-head">
        <h1>Search</h1>
      </div>
      <SearchBox id="page-search" size="large" value={text} />
      <div className="section">{children}</div>
      <TwinLink path={routes.search(text)} />
    </PageBody>
  )
}
