import type { Fault, QuestionId, Status } from '@touchstone/verify'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { LogPlace } from '../words/place'
import { Amount, BigInteger } from '../words/scalars'
import { OutcomeEnum, type ShownOutcome } from '../words/words'

/** The six status columns of a verdict. */
export type StatusColumns = Record<QuestionId, Status>

@ObjectType({ simpleResolvers: true, description: "A payer's bill at a provider for a batch of inferences." })
export class Settlement extends LogPlace {
  @Field(() => ID, { description: 'chainId-txHash-n' })
  id: string
  @Field(() => Int, { description: "The item's place among the transaction's settled items." })
  n: number
  @Field(() => OutcomeEnum)
  outcome: ShownOutcome
  @Field(() => Amount, { description: 'What moved, neuron.' })
  amount: string
  @Field(() => Amount, { nullable: true })
  totalFee: string | null
  @Field(() => Amount)
  unsettledAmount: string
  @Field(() => String, { description: 'Address.' })
  payer: string
  @Field(() => String, { description: 'Address: who called and was paid.' })
  provider: string
  @Field(() => String, { nullable: true, description: 'Provider that the calldata names.' })
  namedProvider: string | null
  @Field(() => Int, {
    description:
      "Contract's result: 0 SUCCESS, 1 PARTIAL, 2 PROVIDER_MISMATCH, 3 NO_TEE_SIGNER, 4 INVALID_NONCE, 5 INVALID_SIGNATURE.",
  })
  status: number
  @Field(() => Boolean)
  accepted: boolean
  @Field(() => String, { nullable: true })
  requestsHash: string | null
  @Field(() => BigInteger, { nullable: true })
  nonce: string | null
  @Field(() => String, { nullable: true })
  signature: string | null
  @Field(() => String, { nullable: true, description: 'Key that the service held immediately before this log.' })
  signer: string | null
  @Field(() => Boolean)
  signerAcknowledged: boolean
  @Field(() => String, { description: 'transaction | unavailable' })
  calldata: string
  @Field(() => Amount, { nullable: true })
  fundSpent: string | null
  @Field(() => Amount, { nullable: true })
  balanceBefore: string | null
  @Field(() => Amount, { nullable: true })
  balanceAfter: string | null
  @Field(() => BigInteger, { nullable: true })
  previousNonce: string | null
  @Field(() => String)
  contract: string
  @Field(() => Int, {
    nullable: true,
    description:
      'First block in which a billed inference can lie: the previous settlement, or the first deposit. Null where unknown.',
  })
  windowFromBlock: number | null
  @Field(() => String)
  blockHash: string
  @Field(() => String)
  txFrom: string

  serviceId: string | null
  /** The verdict in force on the block in force; null while it waits. */
  verdictId: string | null
  verdictFault: Fault | null
  /** Null without a verdict. */
  statuses: StatusColumns | null
}

@ObjectType('SettlementConnection', { simpleResolvers: true })
export class SettlementConnection extends connectionOf(Settlement, 'Settlement') {}
