import { Known } from '../../components/frame/known'
import { Notice } from '../../components/frame/notice'
import { PageBody } from '../../components/frame/page-body'
import { PageLink } from '../../components/frame/page-link'
import { Pager } from '../../components/frame/pager'
import { TwinLink } from '../../components/frame/twin-link'
import { AgentTable } from '../../components/subject/agent-table'
import { listAgents } from '../../lib/api'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'
import { readView, type SearchParams } from '../../lib/view'

export const metadata = toMetadata('Agents', 'Agents with a payment link, and what of their paid inference passed.')

/** Agents: those with a payment link that enters a history, or all that were ever minted. */
export default async function AgentsPage({ searchParams }: { searchParams: SearchParams }) {
  const { show, after } = await readView(searchParams)
  const agents = await listAgents(show ?? 'linked', after)
  return <Known result={agents}>{(page) => <AgentList page={page} show={show} after={after} />}</Known>
}

type AgentPage = Extract<Awaited<ReturnType<typeof listAgents>>, { kind: 'found' }>['value']

function AgentList(props: { page: AgentPage; show: 'all' | undefined; after: string | undefined }) {
  const { show, after } = props
  const { nodes, pageInfo } = props.page
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null
  return (
    <PageBody>
      <div className="page-head">
        <h1>Agents</h1>
        <nav className="choices" aria-label="Which agents">
          <PageLink href={routes.agents()} {...(show ? {} : { current: 'page' })}>
            With a payment link
          </PageLink>
          <PageLink href={routes.agents({ show: 'all' })} {...(show ? { current: 'page' } : {})}>
            All that were minted
          </PageLink>
        </nav>
      </div>
      {nodes.length > 0 ? <AgentTable agents={nodes} /> : <Empty show={show} />}
      <Pager
        label="Pages of agents"
        first={after ? routes.agents({ show }) : undefined}
        next={next ? routes.agents({ show, after: next }) : undefined}
      />
      <TwinLink path={routes.agents({ show, after })} />
    </PageBody>
  )
}

function Empty({ show }: { show: 'all' | undefined }) {
  if (show) {
    return (
      <Notice title="No agent has been minted yet">
        <p>Agents appear here as soon as the registry’s first Transfer is indexed.</p>
      </Notice>
    )
  }
  return (
    <Notice title="No agent has a payment link yet">
      <p>
        Agents without one are not listed here.{' '}
        <PageLink href={routes.agents({ show: 'all' })}>Show all that were minted</PageLink>
      </p>
    </Notice>
  )
}
