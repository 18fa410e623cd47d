import { Known } from '../../components/frame/known'
import { Notice } from '../../components/frame/notice'
import { PageBody } from '../../components/frame/page-body'
import { Pager } from '../../components/frame/pager'
import { TwinLink } from '../../components/frame/twin-link'
import { ProviderTable } from '../../components/provider/provider-table'
import { listProviders } from '../../lib/api'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'
import { readView, type SearchParams } from '../../lib/view'

export const metadata = toMetadata('Providers', 'What each provider claims, what is derived, and how its bills fared.')

/** Providers: what each claims, what is derived, and how its bills fared. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const { after } = await readView(searchParams)
  const providers = await listProviders(after)
  return <Known result={providers}>{(page) => <ProviderList page={page} after={after} />}</Known>
}

type ProvidersPage = Extract<Awaited<ReturnType<typeof listProviders>>, { kind: 'found' }>['value']

function ProviderList({ page: { nodes, pageInfo }, after }: { page: ProvidersPage; after: string | undefined }) {
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null
  return (
    <PageBody>
      <div className="page-head">
        <h1>Providers</h1>
      </div>
      {nodes.length > 0 ? (
        <ProviderTable providers={nodes} />
      ) : (
        <Notice title="No provider has registered a service yet">
          <p>Providers appear here as soon as their first service is indexed.</p>
        </Notice>
      )}
      <Pager
        label="Pages of providers"
        first={after ? routes.providers() : undefined}
        next={next ? routes.providers({ after: next }) : undefined}
      />
      <TwinLink path={routes.providers({ after })} />
    </PageBody>
  )
}
