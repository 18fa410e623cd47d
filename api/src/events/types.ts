import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { OutcomeEnum, type ShownOutcome } from '../words/words'
import type { EventKind } from './event'

export const EventKindEnum: Record<EventKind, EventKind> = {
  settlement: 'settlement',
  removed: 'removed',
  verdict: 'verdict',
}
registerEnumType(EventKindEnum, {
  name: 'EventKind',
  description:
    'settlement: indexed, hot at first. removed: its block was orphaned; it may come again in another. verdict: judged, also again.',
})

@ObjectType({
  simpleResolvers: true,
  description: 'Something that happened. Each comes once, in one order for everybody.',
})
export class LiveEventNode {
  @Field(() => ID, { description: 'Resumes behind this event, as `after`.' })
  id: string
  @Field(() => EventKindEnum)
  kind: EventKind
  @Field(() => ID)
  settlementId: string
  @Field(() => String, { nullable: true, description: 'Address.' })
  payer: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  provider: string | null
  @Field(() => Int, { nullable: true })
  blockNumber: number | null
  @Field(() => ID, { nullable: true, description: 'Of a verdict.' })
  verdictId: string | null
  @Field(() => OutcomeEnum, { nullable: true, description: 'Of a verdict.' })
  outcome: ShownOutcome | null
}
