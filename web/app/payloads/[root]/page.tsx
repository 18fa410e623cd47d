import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { PayloadPage } from '../../../components/payload/payload-page'
import { toMetadata } from '../../../lib/metadata'
import { getPayload } from '../../../lib/published-api'
import { readSegment } from '../../../lib/segment'

interface Props {
  params: Promise<{ root: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return toMetadata(
    `Payload ${readSegment((await params).root).slice(0, 80)}`,
    'The bytes behind a root: who anchored it, and every attempt to get them.',
  )
}

/** The bytes behind a root: who anchored it, and every attempt to get them. */
export default async function Page({ params }: Props) {
  const found = await getPayload(readSegment((await params).root))
  return <Known result={found}>{(value) => <PayloadPage payload={value} />}</Known>
}
