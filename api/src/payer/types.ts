import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { Amount, BigInteger } from '../words/scalars'
import { type Finality, FinalityEnum } from '../words/words'

@ObjectType({ simpleResolvers: true, description: 'An address that pays for inference.' })
export class Payer {
  @Field(() => ID, { description: 'eip155:<chain>:<address>' })
  id: string
  @Field(() => String)
  address: string
}

@ObjectType({ simpleResolvers: true, description: "What an account is known to be, as the network's file says." })
export class AccountLabel {
  @Field(() => String, {
    description:
      'router: pays for many, and no chain tells for whom, so that it is linked to nobody. marketplace: an operator of everything.',
  })
  kind: string
  @Field(() => String)
  label: string
  @Field(() => String, { description: 'Where the label was read.' })
  source: string
}

@ObjectType('PayerConnection', { simpleResolvers: true })
export class PayerConnection extends connectionOf(Payer, 'Payer') {}

@ObjectType({ simpleResolvers: true, description: "A payer's sub-account at a provider." })
export class Account {
  @Field(() => String, { description: 'Address.' })
  payer: string
  @Field(() => String, { description: 'Address.' })
  provider: string
  @Field(() => Amount, { description: 'Level as the last log stated it, including pendingRefund.' })
  balance: string
  @Field(() => Amount)
  pendingRefund: string
  @Field(() => BigInteger, { nullable: true, description: 'Nonce of the last accepted settlement.' })
  nonce: string | null
  @Field(() => Int)
  updatedBlock: number
  @Field(() => FinalityEnum, {
    description: 'Of updatedBlock: while it is hot, level and nonce can still change back.',
  })
  finality: Finality
}

@InputType({ description: 'All conditions hold at once.' })
export class PayerFilter {
  @Field(() => String, { nullable: true, description: 'Address: those with an account there.' })
  provider?: string | null
}
