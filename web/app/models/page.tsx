import type { Metadata } from 'next'
import { Known } from '../../components/frame/known'
import { Notice } from '../../components/frame/notice'
import { PageBody } from '../../components/frame/page-body'
import { Pager } from '../../components/frame/pager'
import { TwinLink } from '../../components/frame/twin-link'
import { ModelTable } from '../../components/model/model-table'
import { toMetadata } from '../../lib/metadata'
import { listModels } from '../../lib/model-api'
import { routes } from '../../lib/routes'
import { readView, type SearchParams } from '../../lib/view'

export const metadata: Metadata = toMetadata(
  'Models',
  'Models by the names that providers give them, and who serves them.',
)

/** Models by name. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const { after } = await readView(searchParams)
  const models = await listModels(after)
  return <Known result={models}>{(page) => <ModelList page={page} after={after} />}</Known>
}

type ModelsPage = Extract<Awaited<ReturnType<typeof listModels>>, { kind: 'found' }>['value']

function ModelList({ page: { nodes, pageInfo }, after }: { page: ModelsPage; after: string | undefined }) {
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null
  return (
    <PageBody>
      <div className="page-head">
        <h1>Models</h1>
      </div>
      {nodes.length > 0 ? (
        <ModelTable models={nodes} />
      ) : (
        <Notice title="No model is offered yet">
          <p>Models appear here as soon as a service that names one is indexed.</p>
        </Notice>
      )}
      <Pager
        label="Pages of models"
        first={after ? routes.models() : undefined}
        next={next ? routes.models({ after: next }) : undefined}
      />
      <TwinLink path={routes.models({ after })} />
    </PageBody>
  )
}
