import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { BlockRange, TimeRange } from '../words/ranges'
import { BigInteger, DateTime } from '../words/scalars'
import { UntrustedText } from '../words/text'
import { type Finality, FinalityEnum } from '../words/words'

@ObjectType({ simpleResolvers: true, description: 'An agent identity; its owner follows the token’s Transfer alone.' })
export class Agent {
  @Field(() => ID, { description: 'eip155:<chain>:<registry>:<agentId>' })
  id: string
  @Field(() => Int)
  chainId: number
  @Field(() => String, { description: 'Address.' })
  registry: string
  @Field(() => BigInteger)
  agentId: string
  @Field(() => UntrustedText, { nullable: true })
  name: UntrustedText | null
  @Field(() => UntrustedText, { nullable: true })
  description: UntrustedText | null
  @Field(() => UntrustedText, { nullable: true, description: 'Registration file as last named on chain.' })
  uri: UntrustedText | null
  @Field(() => String, { description: 'Address.' })
  owner: string
  @Field(() => String, {
    nullable: true,
    description: 'Who stands behind an AgenticID contract that holds the token in custody.',
  })
  resolvedOwner: string | null
  @Field(() => String, { nullable: true, description: 'Current agentWallet; null when unset.' })
  wallet: string | null
  @Field(() => Int)
  mintedBlock: number
  @Field(() => DateTime)
  mintedTime: Date
  @Field(() => String)
  mintTxHash: string
  @Field(() => FinalityEnum)
  finality: Finality
}

@ObjectType('AgentConnection', { simpleResolvers: true })
export class AgentConnection extends connectionOf(Agent, 'Agent') {}

@ObjectType({
  simpleResolvers: true,
  description: 'A half-open interval [fromBlock, toBlock) in which an address held.',
})
export class Interval {
  @Field(() => String)
  address: string
  @Field(() => String, { description: 'For a wallet register | set | unknown; for an owner transfer.' })
  how: string
  @Field(() => String, {
    nullable: true,
    description:
      'Of a wallet that was set: verified | mismatch (another key, a contract wallet, or our error) | unavailable.',
  })
  signature: string | null
  @Field(() => Int)
  fromBlock: number
  @Field(() => Int, { nullable: true, description: 'Null while it holds.' })
  toBlock: number | null
  @Field(() => FinalityEnum, { description: 'Of the newest block that it speaks of.' })
  finality: Finality
  @Field(() => String)
  txHash: string
}

@ObjectType({
  simpleResolvers: true,
  description: "An agent that this settlement's payer was linked to over the whole window of the settlement.",
})
export class SettlementAgent {
  @Field(() => Agent)
  agent: Agent
  @Field(() => String)
  strength: string
  @Field(() => String)
  type: string
  @Field(() => Boolean)
  ambiguous: boolean
  @Field(() => Boolean)
  entersHistory: boolean
}

@InputType({ description: 'All conditions hold at once.' })
export class AgentFilter {
  @Field(() => BlockRange, { nullable: true, description: 'Of the mint.' })
  blocks?: BlockRange | null
  @Field(() => TimeRange, { nullable: true, description: 'Of the mint.' })
  times?: TimeRange | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  registry?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  owner?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  wallet?: string | null
  @Field(() => Boolean, { nullable: true, description: 'Only agents with a payment link that enters a history.' })
  linked?: boolean | null
}
