import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { LogPlace, TransactionPlace } from '../words/place'
import { BlockRange, TimeRange } from '../words/ranges'
import { BigInteger } from '../words/scalars'
import { UntrustedText } from '../words/text'

@ObjectType({
  simpleResolvers: true,
  description: 'What an address says about an agent. Anybody but the owner may say anything; nothing here is checked.',
})
export class Feedback extends LogPlace {
  @Field(() => ID, { description: 'agent-client-index' })
  id: string
  @Field(() => String, { description: 'Address.' })
  registry: string
  @Field(() => String, { description: 'Address: who gave it.' })
  client: string
  @Field(() => BigInteger, { description: '1-based for each agent and client.' })
  index: string
  @Field(() => BigInteger, { description: 'May be negative; divide by 10 to the power of valueDecimals.' })
  value: string
  @Field(() => Int)
  valueDecimals: number
  @Field(() => UntrustedText)
  tag1: UntrustedText
  @Field(() => UntrustedText)
  tag2: UntrustedText
  @Field(() => UntrustedText)
  endpoint: UntrustedText
  @Field(() => UntrustedText)
  uri: UntrustedText
  @Field(() => String, { description: 'bytes32; zero where no file is named.' })
  hash: string
  @Field(() => Int, { nullable: true, description: 'Block in which the client took it back.' })
  revokedBlock: number | null

  agentId: string
}

@ObjectType({ simpleResolvers: true, description: 'An answer to feedback; anybody may give it.' })
export class FeedbackResponse extends TransactionPlace {
  @Field(() => ID, { description: 'block-logIndex' })
  id: string
  @Field(() => String, { description: 'Address.' })
  responder: string
  @Field(() => UntrustedText)
  uri: UntrustedText
  @Field(() => String)
  hash: string
}

@ObjectType({
  simpleResolvers: true,
  description: "A request to a validator by the agent's owner or operator. Pending while it has no response.",
})
export class ValidationRequest extends LogPlace {
  @Field(() => ID, { description: 'registry-requestHash' })
  id: string
  @Field(() => String, { description: 'Address.' })
  registry: string
  @Field(() => String, { description: 'Address: named by whoever asked.' })
  validator: string
  @Field(() => String)
  requestHash: string
  @Field(() => UntrustedText)
  uri: UntrustedText
  @Field(() => String)
  txFrom: string

  agentId: string
}

@ObjectType({ simpleResolvers: true, description: 'One answer of the named validator; a later one may be lower.' })
export class ValidationResponse extends TransactionPlace {
  @Field(() => ID, { description: 'block-logIndex' })
  id: string
  @Field(() => String, { description: 'Address.' })
  validator: string
  @Field(() => Int, { description: '0 to 100; 0 is an answer.' })
  response: number
  @Field(() => UntrustedText)
  uri: UntrustedText
  @Field(() => String)
  hash: string
  @Field(() => UntrustedText)
  tag: UntrustedText
}

@ObjectType('FeedbackConnection', { simpleResolvers: true })
export class FeedbackConnection extends connectionOf(Feedback, 'Feedback') {}
@ObjectType('ValidationConnection', { simpleResolvers: true })
export class ValidationConnection extends connectionOf(ValidationRequest, 'Validation') {}

@InputType({ description: 'All conditions hold at once.' })
export class FeedbackFilter {
  @Field(() => ID, { nullable: true })
  agent?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  client?: string | null
  @Field(() => Boolean, { nullable: true, description: 'Whether the client took it back.' })
  revoked?: boolean | null
  @Field(() => BlockRange, { nullable: true })
  blocks?: BlockRange | null
  @Field(() => TimeRange, { nullable: true, description: 'Of the block.' })
  times?: TimeRange | null
}

@InputType({ description: 'All conditions hold at once.' })
export class ValidationFilter {
  @Field(() => ID, { nullable: true })
  agent?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  validator?: string | null
  @Field(() => String, { nullable: true })
  requestHash?: string | null
  @Field(() => Boolean, { nullable: true, description: 'Whether it has no response.' })
  pending?: boolean | null
  @Field(() => BlockRange, { nullable: true })
  blocks?: BlockRange | null
  @Field(() => TimeRange, { nullable: true, description: 'Of the block.' })
  times?: TimeRange | null
}
