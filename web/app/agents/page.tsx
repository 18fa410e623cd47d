import { Known } from '../../components/frame/known'
import { Notice } from '../../components/frame/notice'
import { PageBody } from '../../components/frame/page-body'
import { PageLink } from '../../components/frame/page-link'
import { Pager } from '../../components/frame/pager'
import { TwinLink } from '../../components/frame/twin-link'
import { AgentTable } from '../../components/subject/agent-table'
import type { AgentsShown } from '../../lib/agents-shown'
import { listAgents } from '../../lib/api'
import { formatCount } from '../../lib/format'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'
import { readView, type SearchParams } from '../../lib/view'

export const metadata = toMetadata('Agents', 'Agents with a payment link, and what of their paid inference passed.')

const CHOICES: readonly (readonly [AgentsShown, string])[] = [
  ['linked', 'With a payment link'],
  ['settlements', 'Most payments'],
  ['amount', 'Largest spend'],
  ['all', 'All that were minted'],
]

/** Agents: those with a payment link that enters a history, those with the most payments, or all that were ever minted. */
export default async function AgentsPage({ searchParams }: { searchParams: SearchParams }) {
  const { show = 'linked', after } = await readView(searchParams)
  const agents = await listAgents(show, after)
  return <Known result={agents}>{(page) => <AgentList page={page} show={show} after={after} />}</Known>
}

type AgentPage = Extract<Awaited<ReturnType<typeof listAgents>>, { kind: 'found' }>['value']

function AgentList({ page, show, after }: { page: AgentPage; show: AgentsShown; after: string | undefined }) {
  const { nodes, pageInfo, counts } = page
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null
  return (
    <PageBody>
      <div className="page-head">
        <h1>Agents</h1>
        <nav className="choices" aria-label="Which agents">
          {CHOICES.map(([choice, words]) => (
            <PageLink key={choice} href={routeOf(choice)} {...(choice === show ? { current: 'page' } : {})}>
              {words}
            </PageLink>
          ))}
        </nav>
      </div>
      <Counts {...counts} />
      {nodes.length > 0 ? <AgentTable agents={nodes} /> : <Empty show={show} />}
      <Pager
        label="Pages of agents"
        first={after ? routeOf(show) : undefined}
        next={next ? routeOf(show, next) : undefined}
      />
      <TwinLink path={routeOf(show, after)} />
    </PageBody>
  )
}

function routeOf(show: AgentsShown, after?: string): string {
  return routes.agents({ ...(show !== 'linked' && { show }), after })
}

/** A registry holds many agents that nobody uses: a number of them alone says nothing. */
function Counts({ minted, withFile, withPayments }: AgentPage['counts']) {
  return (
    <>
      <p className="lead">
        {formatCount(minted)} minted, {formatCount(withFile)} with a registration file, {formatCount(withPayments)} with
        payments that count for them.
      </p>
      <p className="note">In final blocks, as last counted.</p>
    </>
  )
}

function Empty({ show }: { show: AgentsShown }) {
  if (show === 'all') {
    return (
      <Notice title="No agent has been minted yet">
        <p>Agents appear here as soon as the registry’s first Transfer is indexed.</p>
      </Notice>
    )
  }
  return (
    <Notice title={show === 'linked' ? 'No agent has a payment link yet' : 'No agent has payments in final blocks yet'}>
      <p>
        Agents without one are not listed here.{' '}
        <PageLink href={routes.agents({ show: 'all' })}>Show all that were minted</PageLink>
      </p>
    </Notice>
  )
}
