import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { TimeRange } from '../words/ranges'
import { BigInteger, DateTime } from '../words/scalars'
import { UntrustedText } from '../words/text'

@ObjectType({ simpleResolvers: true, description: 'Bytes that recompute to a root, and whether they are still kept.' })
export class Payload {
  @Field(() => String)
  root: string
  @Field(() => BigInteger, { description: 'Bytes.' })
  size: string
  @Field(() => String, { description: 'Of the bytes, hex.' })
  sha256: string
  @Field(() => String, { description: 'trail | rejected | unread: what the bytes were read as.' })
  type: string
  @Field(() => UntrustedText, { nullable: true, description: 'Why they are no trail; quotes the bytes.' })
  rejection: UntrustedText | null
  @Field(() => UntrustedText, { description: 'Where the matching bytes came from: text, not a link.' })
  source: UntrustedText
  @Field(() => DateTime)
  fetchedAt: Date
  @Field(() => Boolean, { description: 'False once withdrawn: digests and verdicts stay.' })
  kept: boolean
  @Field(() => DateTime, { nullable: true })
  withdrawnAt: Date | null
  @Field(() => String, { nullable: true, description: "The operator's words." })
  withdrawalReason: string | null
  @Field(() => String, { nullable: true, description: 'Root of the blob on 0G DA that the anchored file names.' })
  daRoot: string | null
}

@ObjectType('PayloadConnection', { simpleResolvers: true })
export class PayloadConnection extends connectionOf(Payload, 'Payload') {}

export type PayloadState = 'kept' | 'withdrawn'
export const PayloadStateEnum: Record<PayloadState, PayloadState> = { kept: 'kept', withdrawn: 'withdrawn' }
registerEnumType(PayloadStateEnum, { name: 'PayloadState' })

@InputType({ description: 'All conditions hold at once.' })
export class PayloadFilter {
  @Field(() => String, { nullable: true })
  root?: string | null
  @Field(() => PayloadStateEnum, { nullable: true })
  state?: PayloadState | null
  @Field(() => TimeRange, { nullable: true, description: 'When they were fetched.' })
  fetchedAt?: TimeRange | null
}
