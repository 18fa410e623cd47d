import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { ProviderPage } from '../../../components/provider/provider-page'
import { getProvider } from '../../../lib/api'
import { toMetadata } from '../../../lib/metadata'
import { getProviderLooks } from '../../../lib/provider-looks'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'
import { readView, type SearchParams } from '../../../lib/view'

interface Props {
  params: Promise<{ address: string }>
  searchParams: SearchParams
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const address = readSegment((await params).address)
  const description = 'What this provider claims, what is derived, and how its bills fared.'
  return toMetadata(`Provider ${address}`, description, routes.provider(address))
}

/** A provider: what it offers, what it claims and what is derived, and how its bills fared. */
export default async function Page({ params, searchParams }: Props) {
  const view = await readView(searchParams)
  const address = readSegment((await params).address)
  const [provider, looks] = await Promise.all([getProvider(address, view), getProviderLooks(address)])
  return <Known result={provider}>{(value) => <ProviderPage provider={value} view={view} looks={looks} />}</Known>
}
