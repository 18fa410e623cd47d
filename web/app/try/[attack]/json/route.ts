import { readSegment } from '../../../../lib/segment'
import { runAttack } from '../../../../lib/try-api'
import { answerRun } from '../../../../lib/try-json'

/** The run of the page above as JSON, as the devnet told it. */
export async function GET(_request: Request, { params }: { params: Promise<{ attack: string }> }): Promise<Response> {
  return answerRun(await runAttack(readSegment((await params).attack)))
}
