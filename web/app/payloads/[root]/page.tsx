import type { Metadata } from 'next'
import { NoValue } from '../../../components/frame/no-value'
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
  return found.kind === 'found' ? <PayloadPage payload={found.value} /> : <NoValue result={found} />
}
