import { Field, ID, Int, ObjectType } from 'type-graphql'
import { BigInteger, DateTime } from '../words/scalars'
import { UntrustedText } from '../words/text'

@ObjectType({ simpleResolvers: true })
export class NetworkContract {
  @Field(() => String)
  kind: string
  @Field(() => String)
  address: string
  @Field(() => Int)
  startBlock: number
}

@ObjectType({ simpleResolvers: true, description: 'A source that served wrong bytes for a root.' })
export class FaultySource {
  @Field(() => UntrustedText, { description: 'Text, not a link.' })
  source: UntrustedText
  @Field(() => BigInteger)
  mismatches: string
  @Field(() => DateTime)
  lastAt: Date
  @Field(() => String)
  lastRoot: string
}

@ObjectType({ simpleResolvers: true, description: 'A settlement whose block was orphaned.' })
export class Removal {
  @Field(() => ID)
  settlementId: string
  @Field(() => Int, { description: 'Height of the orphaned block.' })
  blockNumber: number
}

@ObjectType('Network', { simpleResolvers: true })
export class NetworkState {
  @Field(() => String)
  name: string
  @Field(() => String)
  displayName: string
  @Field(() => Int)
  chainId: number
  @Field(() => Int, { description: 'Blocks after which a block counts as final.' })
  finality: number
  @Field(() => Int, {
    nullable: true,
    description: 'Head of the chain as the RPC says; null while it does not answer.',
  })
  head: number | null
  @Field(() => Int)
  indexedHeight: number
  @Field(() => String, { nullable: true })
  indexedHash: string | null
  @Field(() => DateTime, { nullable: true, description: 'Time of the newest indexed settlement or anchor.' })
  indexedTime: Date | null
  @Field(() => Int)
  finalizedHeight: number
  @Field(() => Int, { nullable: true, description: 'head - indexedHeight; null while the RPC does not answer.' })
  lag: number | null
  @Field(() => String, { nullable: true, description: 'Version that made the newest verdict.' })
  verifier: string | null
  @Field(() => BigInteger, {
    description:
      'Settlements that are final and wait for a verdict. One that was judged while its block was orphaned can count some seconds longer.',
  })
  waiting: string
  @Field(() => DateTime, { nullable: true, description: 'Time of the block of the oldest of them.' })
  waitingSince: Date | null
  @Field(() => DateTime, { nullable: true })
  lastVerdictAt: Date | null
  @Field(() => [NetworkContract])
  contracts: NetworkContract[]
  @Field(() => [FaultySource], { description: 'Sources that served wrong bytes for a root, with how often.' })
  faultySources: FaultySource[]
}
