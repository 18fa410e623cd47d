import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { ShareCell } from '../shares/types'
import { Amount, BigInteger, DateTime } from '../words/scalars'
import { OutcomeEnum, type ShownOutcome } from '../words/words'

export const AggregateScopeEnum = {
  network: 'network',
  provider: 'provider',
  model: 'model',
  agent: 'agent',
  payer: 'payer',
} as const
export type AggregateScope = keyof typeof AggregateScopeEnum
export const AggregateWidthEnum = { hour: 'hour', day: 'day' } as const
export type AggregateWidth = keyof typeof AggregateWidthEnum

registerEnumType(AggregateScopeEnum, {
  name: 'AggregateScope',
  description: 'Whose settlements are counted. Of an agent: those that enter its history.',
})
registerEnumType(AggregateWidthEnum, { name: 'AggregateWidth', description: 'UTC hours or days.' })

@ObjectType({ simpleResolvers: true })
export class OutcomeCell {
  @Field(() => OutcomeEnum)
  outcome: ShownOutcome
  @Field(() => BigInteger)
  settlements: string
  @Field(() => Amount)
  amount: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'The settlements of one UTC hour or day. Nulls where nothing of that time is indexed yet: not known.',
})
export class AggregatePoint {
  @Field(() => DateTime)
  from: Date
  @Field(() => DateTime, { description: 'Exclusive.' })
  until: Date
  @Field(() => Boolean, { description: 'False where more settlements of that time can still be indexed.' })
  complete: boolean
  @Field(() => BigInteger, { nullable: true, description: 'Accepted ones.' })
  settlements: string | null
  @Field(() => Amount, { nullable: true, description: 'What they moved.' })
  amount: string | null
  @Field(() => BigInteger, { nullable: true, description: 'Distinct payers of them.' })
  payers: string | null
  @Field(() => [OutcomeCell], {
    description: 'Refused ones too, except of an agent or a payer: anyone can name anyone in them.',
  })
  outcomes: OutcomeCell[]
  @Field(() => [ShareCell], { description: 'Of the accepted ones that have a verdict.' })
  cells: ShareCell[]
}
