import { Field, Int, ObjectType } from 'type-graphql'
import { DateTime } from './scalars'
import { type Finality, FinalityEnum } from './words'

/** Where on the chain a fact stands: fields that every such type has, no type of its own in the schema. */
@ObjectType({ simpleResolvers: true })
export abstract class TransactionPlace {
  @Field(() => Int)
  blockNumber: number
  @Field(() => DateTime)
  blockTime: Date
  @Field(() => FinalityEnum)
  finality: Finality
  @Field(() => String)
  txHash: string
}

@ObjectType({ simpleResolvers: true })
export abstract class LogPlace extends TransactionPlace {
  @Field(() => Int)
  logIndex: number
}
