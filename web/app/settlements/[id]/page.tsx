import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { SettlementPage } from '../../../components/settlement/settlement-page'
import { getSettlement } from '../../../lib/api'
import { toMetadata } from '../../../lib/metadata'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'
import { readView, type SearchParams } from '../../../lib/view'

interface Props {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readSegment((await params).id)
  const description = 'Six questions about one payment for inference, each with its checks, expected and found.'
  return toMetadata(`Settlement ${id}`, description, routes.settlement(id))
}

/** A settlement: the evidence page. */
export default async function Page({ params, searchParams }: Props) {
  const { records, rpc } = await readView(searchParams)
  const settlement = await getSettlement(readSegment((await params).id), records)
  return (
    <Known result={settlement}>
      {(value) => <SettlementPage settlement={value} recordsAfter={records} rpc={rpc} />}
    </Known>
  )
}
