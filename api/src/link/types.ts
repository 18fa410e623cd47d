import { Field, ID, Int, ObjectType } from 'type-graphql'

@ObjectType({
  simpleResolvers: true,
  description: 'A reason to believe that a payer acts for an agent during [fromBlock, toBlock).',
})
export class PayerLink {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'Address.' })
  payer: string
  @Field(() => String, { description: 'L4: agentWallet as set at registration. L5: owner of the token.' })
  type: string
  @Field(() => String, { description: 'S, A, A-, B+, B, B-, C, D. Only A- and better enter a history.' })
  strength: string
  @Field(() => String, { description: 'Why, in one sentence.' })
  evidence: string
  @Field(() => Int)
  fromBlock: number
  @Field(() => Int, { nullable: true, description: 'Exclusive; null while in force.' })
  toBlock: number | null
  @Field(() => String)
  txHash: string

  agentId: string
}
