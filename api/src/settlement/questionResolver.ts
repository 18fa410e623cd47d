import type { Fault } from '@touchstone/verify'
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../context'
import { UntrustedText, untrusted } from '../words/text'
import { FaultEnum } from '../words/words'
import { toCheck } from './signedCheck'
import type { VerdictBody } from './verdictBody'
import { verdictBody } from './verdicts'
import { Check, Question } from './verdictTypes'

type SignedQuestion = VerdictBody['questions'][number]

/** Lists show statuses alone; bodies are read only where one of these fields is asked for. */
@Resolver(() => Question)
export class QuestionResolver {
  @FieldResolver(() => [Check])
  async checks(@Root() question: Question, @Ctx() context: RequestContext): Promise<Check[]> {
    const signed = await findSigned(question, context)
    return (signed?.checks ?? []).map(toCheck)
  }

  @FieldResolver(() => FaultEnum, { nullable: true })
  fault(@Root() question: Question, @Ctx() context: RequestContext): Promise<Fault | null> | null {
    // Nothing but a failure names a fault, so that a list reads the bodies of what failed alone. Without a promise for the
    // others: a list has six questions a row, and a promise of each costs more than the rest of the row.
    if (question.status !== 'fail') return null
    return findSigned(question, context).then((signed) => signed?.fault ?? null)
  }

  @FieldResolver(() => UntrustedText, { nullable: true, description: 'May quote what was published.' })
  async reason(@Root() question: Question, @Ctx() context: RequestContext): Promise<UntrustedText | null> {
    return untrusted((await findSigned(question, context))?.reason ?? null)
  }
}

async function findSigned(question: Question, context: RequestContext): Promise<SignedQuestion | undefined> {
  if (question.verdictId === null) return undefined
  const body = await context.load(verdictBody, question.verdictId)
  return body?.questions.find((signed) => signed.id === question.id)
}
