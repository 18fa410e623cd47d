import { Field, Int, ObjectType } from 'type-graphql'
import { Amount, BigInteger, DateTime } from '../words/scalars'
import { type Finality, FinalityEnum } from '../words/words'

@ObjectType({
  simpleResolvers: true,
  description: 'What the trust material of the network says about the model of a name.',
})
export class KnownModel {
  @Field(() => String, { description: 'Repository of the weights; the vendor’s name where they are closed.' })
  sku: string
  @Field(() => String)
  licence: string
  @Field(() => Boolean)
  openWeights: boolean
  @Field(() => String, { description: 'Where it was read.' })
  source: string
  @Field(() => String, { description: 'Day on which it was read, ISO 8601.' })
  asOf: string
}

@ObjectType({ simpleResolvers: true, description: 'What one payer paid a provider, within the settlements counted.' })
export class Client {
  @Field(() => String, { description: 'Address.' })
  payer: string
  @Field(() => BigInteger)
  settlements: string
  @Field(() => Amount)
  amount: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'How the newest settlements of a provider spread over those who pay it.',
})
export class Clients {
  @Field(() => BigInteger, { description: 'Accepted settlements counted, the newest; at most 10 000.' })
  settlements: string
  @Field(() => Amount, { description: 'What they moved.' })
  amount: string
  @Field(() => BigInteger, { description: 'Distinct payers of them.' })
  payers: string
  @Field(() => DateTime, { nullable: true, description: 'Of the oldest counted; null where there is none.' })
  since: Date | null
  @Field(() => [Client], { description: 'Who paid most first, at most ten.' })
  largest: Client[]
}

@ObjectType({ simpleResolvers: true, description: 'Code that ran behind a contract during [fromBlock, toBlock).' })
export class ContractImplementation {
  @Field(() => String, { description: 'Address of the contract that it ran behind.' })
  contract: string
  @Field(() => String, { description: 'Name of that contract within the network.' })
  label: string
  @Field(() => String)
  kind: string
  @Field(() => Boolean, { description: 'Whether the contract is replaced by another of its kind.' })
  retired: boolean
  @Field(() => String, { description: 'Address of the code.' })
  implementation: string
  @Field(() => String, { nullable: true, description: 'Of the rules, where the kind has generations.' })
  generation: string | null
  @Field(() => Int)
  fromBlock: number
  @Field(() => Int, { nullable: true, description: 'Exclusive; null while in force.' })
  toBlock: number | null
  @Field(() => FinalityEnum, { description: 'Of the newest block that it speaks of.' })
  finality: Finality
  @Field(() => String, { nullable: true, description: 'Null where the network’s file tells it.' })
  txHash: string | null
}

@ObjectType({ simpleResolvers: true, description: 'Digest over every row that the chain’s events wrote.' })
export class StateDigest {
  @Field(() => Int, { description: 'Every block up to this one is in it.' })
  height: number
  @Field(() => String)
  digest: string
  @Field(() => String, { description: 'What the RPC could tell; digests compare only between equals.' })
  capability: string
  @Field(() => BigInteger, { description: 'Events so far.' })
  events: string
}
