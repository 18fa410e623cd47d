import { type Fault, QUESTIONS, type QuestionId } from '@touchstone/verify'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { DateTime } from '../words/scalars'
import { FaultEnum, type Finality, FinalityEnum, QuestionIdEnum } from '../words/words'

export const CHANGE_KINDS = [
  'owner',
  'wallet',
  'signer',
  'contract',
  'code',
  'image',
  'failed',
  'cleared',
  'withdrawn',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]
export const ChangeKindEnum = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, kind])) as Record<
  ChangeKind,
  ChangeKind
>
registerEnumType(ChangeKindEnum, {
  name: 'ChangeKind',
  description:
    'owner, wallet: of an agent. signer: the key that a provider’s service names. contract: what runs behind its serving contract. code, image: what its reports measure. failed: a question fails that did not before. cleared: fewer fail than before. withdrawn: published evidence is not kept any more.',
})

@ObjectType({
  simpleResolvers: true,
  description: 'Something that whoever risks money watches. Changes on chain are told once they are final.',
})
export class Change {
  @Field(() => ID, { description: 'The same for ever.' })
  id: string
  @Field(() => ChangeKindEnum)
  kind: ChangeKind
  @Field(() => DateTime, {
    description:
      'Of a change on chain the time of its block, or, where no row tells it, of the newest block at or before it whose time is known. Otherwise when the auditor saw it.',
  })
  at: Date
  @Field(() => Int, { nullable: true, description: 'Final; null for what the auditor saw.' })
  blockNumber: number | null
  @Field(() => FinalityEnum, { description: 'Always final: what can be orphaned is not told.' })
  finality: Finality
  @Field(() => String, { nullable: true })
  txHash: string | null
  @Field(() => String, { nullable: true, description: 'Address or measurement; null where there was none.' })
  from: string | null
  @Field(() => String, { nullable: true, description: 'Address or measurement; null where there is none any more.' })
  to: string | null
  @Field(() => ID, { nullable: true, description: 'Of failed and cleared.' })
  settlementId: string | null
  @Field(() => ID, { nullable: true, description: 'Verdict that says so; a later one may take it back.' })
  verdictId: string | null
  @Field(() => [QuestionIdEnum], { nullable: true, description: 'That failed before.' })
  failedBefore: QuestionId[] | null
  @Field(() => [QuestionIdEnum], { nullable: true, description: 'That fail by this verdict.' })
  failedNow: QuestionId[] | null
  @Field(() => FaultEnum, { nullable: true, description: 'Whose evidence is wrong.' })
  fault: Fault | null
  @Field(() => String, {
    nullable: true,
    description: 'Of withdrawn evidence its root; of code and image 0x and the SHA-256 of the report.',
  })
  root: string | null
}

@ObjectType('ChangeConnection', { simpleResolvers: true })
export class ChangeConnection extends connectionOf(Change, 'Change') {}

/** Questions out of their names joined by commas, in the order of all six. */
export function toQuestions(joined: string): QuestionId[] {
  const names = new Set(joined.split(','))
  return QUESTIONS.filter((question) => names.has(question))
}
