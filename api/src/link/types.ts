import { Field, ID, Int, ObjectType } from 'type-graphql'
import { type Finality, FinalityEnum } from '../words/words'

@ObjectType({
  simpleResolvers: true,
  description: 'A reason to believe that a payer acts for an agent from one log up to, not including, another.',
})
export class PayerLink {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'Address.' })
  payer: string
  @Field(() => String, {
    description:
      'L1: key born in an enclave. L2: wallet that signed. L4: wallet by default of the registration. L5: owner of the token. L6: owner behind AgenticID. L7: operator. L8: authorised user or delegate.',
  })
  type: string
  @Field(() => String, { description: 'S, A, A-, B+, B, B-, C. Only A- and better enter a history.' })
  strength: string
  @Field(() => String, { description: 'Why, in one sentence.' })
  evidence: string
  @Field(() => Int)
  fromBlock: number
  @Field(() => Int, { description: 'Of the log that began it, which is in it.' })
  fromLogIndex: number
  @Field(() => Int, { nullable: true, description: 'Null while in force.' })
  toBlock: number | null
  @Field(() => Int, { nullable: true, description: 'Of the log that ended it, which is not in it.' })
  toLogIndex: number | null
  @Field(() => FinalityEnum, { description: 'Of the newest block that it speaks of.' })
  finality: Finality
  @Field(() => String)
  txHash: string

  agentId: string
}
