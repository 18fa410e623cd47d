import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { PayloadPage } from '../../../components/payload/payload-page'
import { toMetadata } from '../../../lib/metadata'
import { getPayload } from '../../../lib/published-api'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'

interface Props {
  params: Promise<{ root: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const root = readSegment((await params).root)
  const description = 'The bytes behind a root: who anchored it, and every attempt to get them.'
  return toMetadata(`Payload ${root.slice(0, 80)}`, description, routes.payload(root))
}

/** The bytes behind a root: who anchored it, and every attempt to get them. */
export default async function Page({ params }: Props) {
  const found = await getPayload(readSegment((await params).root))
  return <Known result={found}>{(value) => <PayloadPage payload={value} />}</Known>
}
