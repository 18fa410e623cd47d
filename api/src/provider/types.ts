import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { Amount, DateTime } from '../words/scalars'
import { UntrustedText } from '../words/text'
import { type Finality, FinalityEnum } from '../words/words'

@ObjectType({ simpleResolvers: true, description: "A provider's service as it stood during [fromBlock, toBlock)." })
export class ServiceRevision {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'Address.' })
  provider: string
  @Field(() => UntrustedText)
  serviceType: UntrustedText
  @Field(() => UntrustedText)
  url: UntrustedText
  @Field(() => UntrustedText)
  model: UntrustedText
  @Field(() => UntrustedText, { description: 'What the provider claims; see derivedMode.' })
  verifiability: UntrustedText
  @Field(() => UntrustedText, { nullable: true })
  additionalInfo: UntrustedText | null
  @Field(() => String, { description: 'in-enclave | relayed | none | unknown, derived from additionalInfo.' })
  derivedMode: string
  @Field(() => Amount, { description: 'Neuron per token.' })
  inputPrice: string
  @Field(() => Amount, { description: 'Neuron per token.' })
  outputPrice: string
  @Field(() => String, { description: 'plain, or why a fee cannot be recomputed from the prices.' })
  pricing: string
  @Field(() => String, { nullable: true })
  teeSigner: string | null
  @Field(() => String, { nullable: true, description: 'Key of a separated model enclave.' })
  targetTeeAddress: string | null
  @Field(() => Int)
  fromBlock: number
  @Field(() => DateTime)
  fromTime: Date
  @Field(() => Int, { nullable: true, description: 'Exclusive; null while in force.' })
  toBlock: number | null
  @Field(() => FinalityEnum, { description: 'Of the newest block that it speaks of.' })
  finality: Finality
  @Field(() => String)
  txHash: string
}

@ObjectType({ simpleResolvers: true, description: "The contract owner's statement about a provider's signer." })
export class SignerAcknowledgement {
  @Field(() => String)
  signer: string
  @Field(() => Boolean)
  acknowledged: boolean
  @Field(() => String, { description: 'owner: an event. reset: dropped by the contract when the service changed.' })
  cause: string
  @Field(() => Int)
  fromBlock: number
  @Field(() => FinalityEnum)
  finality: Finality
  @Field(() => String)
  txHash: string
}

@ObjectType({ simpleResolvers: true, description: 'An address that registered a service or was paid.' })
export class Provider {
  @Field(() => ID, { description: 'Address.' })
  id: string
  @Field(() => String)
  address: string
  @Field(() => FinalityEnum, { description: 'Of the block in which it first appeared.' })
  finality: Finality

  firstSeenBlock: number
  currentServiceId: string | null
}

@ObjectType('ProviderConnection', { simpleResolvers: true })
export class ProviderConnection extends connectionOf(Provider, 'Provider') {}

@InputType({ description: 'All conditions hold at once, of the service in force.' })
export class ProviderFilter {
  @Field(() => String, { nullable: true, description: 'Letter by letter.' })
  model?: string | null
  @Field(() => String, { nullable: true, description: 'in-enclave | relayed | none | unknown' })
  derivedMode?: string | null
}
