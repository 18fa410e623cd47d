import { Field, ID, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { LogPlace } from '../words/place'
import { Amount, BigInteger } from '../words/scalars'
import { UntrustedText } from '../words/text'
import { type Finality, FinalityEnum } from '../words/words'

@ObjectType({ simpleResolvers: true, description: 'What a fine-tuning provider was paid for one deliverable.' })
export class FineTuningSettlement extends LogPlace {
  @Field(() => ID, { description: 'block-logIndex' })
  id: string
  @Field(() => String)
  contract: string
  @Field(() => String, { description: 'Address.' })
  payer: string
  @Field(() => String, { description: 'Address.' })
  provider: string
  @Field(() => UntrustedText, { description: 'Id that the provider chose.' })
  deliverable: UntrustedText
  @Field(() => Amount)
  fee: string
  @Field(() => Boolean, { description: 'Whether the payer had taken the deliverable.' })
  acknowledged: boolean
  @Field(() => BigInteger)
  nonce: string
}

@ObjectType('FineTuningSettlementConnection', { simpleResolvers: true })
export class FineTuningSettlementConnection extends connectionOf(FineTuningSettlement, 'FineTuningSettlement') {}

@ObjectType({
  simpleResolvers: true,
  description: 'What a fine-tuning provider says it delivered: its hash is a root in 0G Storage.',
})
export class FineTuningDeliverable {
  @Field(() => ID)
  id: string
  @Field(() => String)
  contract: string
  @Field(() => String, { description: 'Address.' })
  payer: string
  @Field(() => String, { description: 'Address.' })
  provider: string
  @Field(() => UntrustedText, { description: 'Id that the provider chose.' })
  deliverable: UntrustedText
  @Field(() => String, { description: 'Bytes as logged, hex.' })
  modelRootHash: string
  @Field(() => String, { description: 'added | acknowledged | evicted | abandoned' })
  status: string
  @Field(() => Int, { description: 'Of the addition.' })
  blockNumber: number
  @Field(() => Int, { description: 'Of the addition.' })
  logIndex: number
  @Field(() => Int)
  updatedBlock: number
  @Field(() => FinalityEnum, { description: 'Of updatedBlock.' })
  finality: Finality
  @Field(() => String, { description: 'Of the addition.' })
  txHash: string
}

@ObjectType('FineTuningDeliverableConnection', { simpleResolvers: true })
export class FineTuningDeliverableConnection extends connectionOf(FineTuningDeliverable, 'FineTuningDeliverable') {}
