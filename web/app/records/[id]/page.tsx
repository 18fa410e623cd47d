import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { RecordPage } from '../../../components/record/record-page'
import { toMetadata } from '../../../lib/metadata'
import { getRecord } from '../../../lib/published-api'
import { readSegment } from '../../../lib/segment'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return toMetadata(
    `Record ${readSegment((await params).id).slice(0, 80)}`,
    'A line of a published file: its publisher’s word, beside what was checked.',
  )
}

/** A line of a published file: its publisher’s word, beside what was checked. */
export default async function Page({ params }: Props) {
  const found = await getRecord(readSegment((await params).id))
  return <Known result={found}>{(value) => <RecordPage record={value} />}</Known>
}
