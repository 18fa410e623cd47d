import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { PayerPage } from '../../../components/subject/payer-page'
import { getPayer } from '../../../lib/api'
import { toMetadata } from '../../../lib/metadata'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'
import { readView, type SearchParams } from '../../../lib/view'

interface Props {
  params: Promise<{ address: string }>
  searchParams: SearchParams
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const address = readSegment((await params).address)
  const description = 'What this address paid for inference, and which of it is proven.'
  return toMetadata(`Payer ${address}`, description, routes.address(address))
}

/** A bare payer: the same page as an agent's, without a registration. */
export default async function Page({ params, searchParams }: Props) {
  const view = await readView(searchParams)
  const payer = await getPayer(readSegment((await params).address), view)
  return <Known result={payer}>{(value) => <PayerPage payer={value} view={view} />}</Known>
}
