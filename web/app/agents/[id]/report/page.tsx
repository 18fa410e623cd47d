import type { Metadata } from 'next'
import { Known } from '../../../../components/frame/known'
import { DueDiligencePage } from '../../../../components/subject/due-diligence-page'
import { getDueDiligence } from '../../../../lib/due-diligence'
import { toMetadata } from '../../../../lib/metadata'
import { readSegment } from '../../../../lib/segment'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readSegment((await params).id)
  return toMetadata(
    `Due-diligence report of ${id}`,
    'What of an agent’s paid inference is proved, attested or claimed.',
  )
}

/** The due-diligence report of an agent, to print. */
export default async function Page({ params }: Props) {
  const report = await getDueDiligence(readSegment((await params).id))
  return <Known result={report}>{(value) => <DueDiligencePage report={value} />}</Known>
}
