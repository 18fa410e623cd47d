import type { Metadata } from 'next'
import { AnchorPage } from '../../../components/anchor/anchor-page'
import { Known } from '../../../components/frame/known'
import { toMetadata } from '../../../lib/metadata'
import { getAnchor } from '../../../lib/published-api'
import { readSegment } from '../../../lib/segment'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return toMetadata(
    `Anchor ${readSegment((await params).id).slice(0, 80)}`,
    'A root that was submitted to the storage Flow.',
  )
}

/** A root that was submitted to the storage Flow. */
export default async function Page({ params }: Props) {
  const found = await getAnchor(readSegment((await params).id))
  return <Known result={found}>{(value) => <AnchorPage anchor={value} />}</Known>
}
