import type { QuestionId, Status } from '@touchstone/verify'
import { Field, ObjectType } from 'type-graphql'
import { Amount, BigInteger, DateTime } from '../words/scalars'
import { QuestionIdEnum, StatusEnum } from '../words/words'

@ObjectType({ simpleResolvers: true })
export class ShareCell {
  @Field(() => QuestionIdEnum)
  question: QuestionId
  @Field(() => StatusEnum)
  status: Status
  @Field(() => BigInteger)
  settlements: string
  @Field(() => Amount)
  amount: string
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Shares by question and status, of all accepted settlements that count; what waits for a verdict is in the base only.',
})
export class Shares {
  @Field(() => BigInteger, { description: 'The base: accepted settlements.' })
  settlements: string
  @Field(() => Amount, { description: 'The base: what they moved.' })
  amount: string
  @Field(() => BigInteger)
  judged: string
  @Field(() => Amount)
  judgedAmount: string
  @Field(() => [ShareCell])
  cells: ShareCell[]
}

@ObjectType({ simpleResolvers: true, description: 'Shares of the settlements in [from, until).' })
export class SharePoint {
  @Field(() => DateTime)
  from: Date
  @Field(() => DateTime)
  until: Date
  @Field(() => BigInteger)
  settlements: string
  @Field(() => Amount)
  amount: string
  @Field(() => [ShareCell])
  cells: ShareCell[]
}
