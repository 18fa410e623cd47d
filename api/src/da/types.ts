import { Field, ID, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { LogPlace } from '../words/place'
import { Amount, BigInteger } from '../words/scalars'

@ObjectType({
  simpleResolvers: true,
  description: 'A blob that the DA entrance was told of: a claim, nothing proves that bytes are behind it.',
})
export class DaUpload extends LogPlace {
  @Field(() => ID, { description: 'block-logIndex' })
  id: string
  @Field(() => String, { description: 'Contract.' })
  entrance: string
  @Field(() => String, { description: 'Account of the disperser, as the contract saw it.' })
  sender: string
  @Field(() => String, { description: 'tx.from' })
  author: string
  @Field(() => String)
  dataRoot: string
  @Field(() => BigInteger)
  epoch: string
  @Field(() => BigInteger)
  quorum: string
  @Field(() => Amount)
  price: string
}

@ObjectType('DaUploadConnection', { simpleResolvers: true })
export class DaUploadConnection extends connectionOf(DaUpload, 'DaUpload') {}

@ObjectType({ simpleResolvers: true, description: "A quorum's signature over a blob's erasure commitment." })
export class DaCommitment extends LogPlace {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'Contract.' })
  entrance: string
  @Field(() => String)
  dataRoot: string
  @Field(() => BigInteger)
  epoch: string
  @Field(() => BigInteger)
  quorum: string
  @Field(() => String, { description: 'transaction | trace | unavailable: where the four fields below were read.' })
  calldata: string
  @Field(() => String, { nullable: true, description: 'G1 point x,y in decimals.' })
  commitment: string | null
  @Field(() => String, { nullable: true, description: 'Who signed: 384 bytes, a bit a row, hex.' })
  quorumBitmap: string | null
  @Field(() => String, { nullable: true, description: 'G2 point, 128 bytes, hex.' })
  aggregateKey: string | null
  @Field(() => String, { nullable: true, description: 'G1 point x,y in decimals.' })
  signature: string | null
  @Field(() => String, { description: 'tx.from' })
  author: string
}

@ObjectType('DaCommitmentConnection', { simpleResolvers: true })
export class DaCommitmentConnection extends connectionOf(DaCommitment, 'DaCommitment') {}
