import type { QuestionId, Status } from '@touchstone/verify'
import type { RequestContext } from '../context'
import { settlementById } from './page'
import { toCheck } from './signedCheck'
import { verdictBody } from './verdicts'
import type { Check } from './verdictTypes'

/** Steps of the verdict in force of a settlement, as signed; those of one question, or of one status, alone where asked. */
export async function listChecks(
  context: RequestContext,
  settlementId: string,
  question?: QuestionId,
  status?: Status,
): Promise<Check[]> {
  const settlement = await context.load(settlementById, settlementId)
  if (settlement === null || settlement.verdictId === null) return []
  const body = await context.load(verdictBody, settlement.verdictId)
  const checks = body?.questions.flatMap((signed) => signed.checks) ?? []
  return checks
    .filter((check) => question === undefined || check.question === question)
    .filter((check) => status === undefined || check.status === status)
    .map(toCheck)
}
