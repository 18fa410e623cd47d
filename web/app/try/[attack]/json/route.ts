import { readSegment } from '../../../../lib/segment'
import { runAttack } from '../../../../lib/try-api'
import { answerJudgedRun } from '../../../../lib/try-json'
import { judgeBills } from '../../../../lib/try-judged'

/** The run of the page above as JSON, as the devnet told it, with the verdicts that the page shows. */
export async function GET(_request: Request, { params }: { params: Promise<{ attack: string }> }): Promise<Response> {
  return answerJudgedRun(await runAttack(readSegment((await params).attack)), judgeBills)
}
