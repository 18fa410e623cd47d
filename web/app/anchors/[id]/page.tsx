import type { Metadata } from 'next'
import { AnchorPage } from '../../../components/anchor/anchor-page'
import { Known } from '../../../components/frame/known'
import { toMetadata } from '../../../lib/metadata'
import { getAnchor } from '../../../lib/published-api'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readSegment((await params).id)
  const description = 'A root that was submitted to the storage Flow.'
  return toMetadata(`Anchor ${id.slice(0, 80)}`, description, routes.anchor(id))
}

/** A root that was submitted to the storage Flow. */
export default async function Page({ params }: Props) {
  const found = await getAnchor(readSegment((await params).id))
  return <Known result={found}>{(value) => <AnchorPage anchor={value} />}</Known>
}
