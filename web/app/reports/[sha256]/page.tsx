import type { Metadata } from 'next'
import { ReportPage } from '../../../components/enclave/report-page'
import { Known } from '../../../components/frame/known'
import { getReport } from '../../../lib/enclave-api'
import { toMetadata } from '../../../lib/metadata'
import { summariseReport } from '../../../lib/report-summary'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'
import { readView, type SearchParams } from '../../../lib/view'

interface Props {
  params: Promise<{ sha256: string }>
  searchParams: SearchParams
}

async function load({ params, searchParams }: Props) {
  const { capture } = await readView(searchParams)
  return getReport(readSegment((await params).sha256), capture)
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const report = await load(props)
  const sha256 = readSegment((await props.params).sha256)
  const title = `Enclave report ${sha256.slice(0, 12)}`
  if (report.kind !== 'found') return { title }
  // The card is of the newest observation: an older one has none.
  const isNewest = (await readView(props.searchParams)).capture === undefined
  return toMetadata(title, summariseReport(report.value).heading, isNewest ? routes.report(sha256) : undefined)
}

/** An enclave report: its steps in plain words, what it measured, when it was seen, and how to check it. */
export default async function Page(props: Props) {
  const report = await load(props)
  return <Known result={report}>{(value) => <ReportPage report={value} />}</Known>
}
