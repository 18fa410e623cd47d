import { getReport } from '../../../../lib/enclave-api'
import { answerJson } from '../../../../lib/json-twin'
import { readSegment } from '../../../../lib/segment'

/** The report of the page above as JSON; `?capture=` as there. */
export async function GET(request: Request, { params }: { params: Promise<{ sha256: string }> }): Promise<Response> {
  const capture = new URL(request.url).searchParams.get('capture') ?? undefined
  return answerJson(await getReport(readSegment((await params).sha256), capture))
}
