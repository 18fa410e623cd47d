import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { RecordPage } from '../../../components/record/record-page'
import { toMetadata } from '../../../lib/metadata'
import { getRecord } from '../../../lib/published-api'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readSegment((await params).id)
  const description = 'A line of a published file: its publisher’s word, beside what was checked.'
  return toMetadata(`Record ${id.slice(0, 80)}`, description, routes.record(id))
}

/** A line of a published file: its publisher’s word, beside what was checked. */
export default async function Page({ params }: Props) {
  const found = await getRecord(readSegment((await params).id))
  return <Known result={found}>{(value) => <RecordPage record={value} />}</Known>
}
