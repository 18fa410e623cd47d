import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { AgentPage } from '../../../components/subject/agent-page'
import { getAgent } from '../../../lib/api'
import { toMetadata } from '../../../lib/metadata'
import { readOrigin } from '../../../lib/origin'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'
import { readView, type SearchParams } from '../../../lib/view'

interface Props {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readSegment((await params).id)
  return toMetadata(
    `Agent ${id}`,
    'Who pays for this agent’s inference, and which of it is proven, failed, or could not be checked.',
    routes.agent(id),
  )
}

/** An agent: who it is, who pays for it, and what of its paid inference is proven. */
export default async function Page({ params, searchParams }: Props) {
  const view = await readView(searchParams)
  const agent = await getAgent(readSegment((await params).id), view)
  const origin = await readOrigin()
  return <Known result={agent}>{(value) => <AgentPage agent={value} view={view} origin={origin} />}</Known>
}
