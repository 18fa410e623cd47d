import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { BlockRange, TimeRange } from '../words/ranges'
import { BigInteger, DateTime } from '../words/scalars'
import { UntrustedText } from '../words/text'
import { type Finality, FinalityEnum } from '../words/words'

/** An interval between two blocks that a log began: fields that such types share. */
@ObjectType({ simpleResolvers: true })
export abstract class BlockInterval {
  @Field(() => Int)
  fromBlock: number
  @Field(() => Int, { nullable: true, description: 'Exclusive; null while in force.' })
  toBlock: number | null
  @Field(() => FinalityEnum, { description: 'Of the newest block that it speaks of.' })
  finality: Finality
  @Field(() => String)
  txHash: string
}

@ObjectType({ simpleResolvers: true, description: 'A registration file that an agent named, as long as it named it.' })
export class AgentCard extends BlockInterval {
  @Field(() => ID, { description: 'agent-block-logIndex' })
  id: string
  @Field(() => UntrustedText)
  uri: UntrustedText

  agentId: string
}

@ObjectType({ simpleResolvers: true, description: 'Metadata of an agent under a key, as long as it stood.' })
export class AgentMetadata extends BlockInterval {
  @Field(() => ID, { description: 'agent-block-logIndex' })
  id: string
  @Field(() => UntrustedText)
  key: UntrustedText
  @Field(() => UntrustedText, { description: 'Hex, cut to 4096 bytes.' })
  value: UntrustedText
  @Field(() => Int, { description: 'Bytes before the cut.' })
  valueSize: number

  agentId: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'How many agents there are, of final blocks as last counted: a registry holds many that nobody uses.',
})
export class AgentCounts {
  @Field(() => BigInteger, { description: 'All that were minted.' })
  minted: string
  @Field(() => BigInteger, { description: 'Those that ever named a registration file.' })
  withFile: string
  @Field(() => BigInteger, { description: 'Those into whose history a settlement entered.' })
  withPayments: string
}

@ObjectType({ simpleResolvers: true, description: 'An identity registry: ERC-8004, or AgenticID.' })
export class Registry {
  @Field(() => ID, { description: 'Address.' })
  id: string
  @Field(() => Int)
  chainId: number
  @Field(() => String, { description: 'erc8004 | agentic-id' })
  kind: string
  @Field(() => String, { description: 'Of its event shapes.' })
  version: string
  @Field(() => AgentCounts)
  agents: AgentCounts
}

@ObjectType({ simpleResolvers: true, description: 'A token of AgenticID (ERC-7857).' })
export class Inft {
  @Field(() => ID, { description: 'contract-tokenId' })
  id: string
  @Field(() => String, { description: 'Address.' })
  contract: string
  @Field(() => BigInteger)
  tokenId: string
  @Field(() => String, { description: 'Address.' })
  owner: string
  @Field(() => Int)
  mintedBlock: number
  @Field(() => DateTime)
  mintedTime: Date
  @Field(() => FinalityEnum, { description: 'Of the mint.' })
  finality: Finality
  @Field(() => String)
  txHash: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'A data hash of a token as long as it was named: which encrypted bytes, not that an agent runs them.',
})
export class InftData extends BlockInterval {
  @Field(() => ID)
  id: string
  @Field(() => Int)
  position: number
  @Field(() => UntrustedText)
  description: UntrustedText
  @Field(() => String, { description: 'bytes32; with 0G Storage, the root.' })
  dataHash: string

  inftId: string
}

@ObjectType('AgentCardConnection', { simpleResolvers: true })
export class AgentCardConnection extends connectionOf(AgentCard, 'AgentCard') {}
@ObjectType('AgentMetadataConnection', { simpleResolvers: true })
export class AgentMetadataConnection extends connectionOf(AgentMetadata, 'AgentMetadata') {}
@ObjectType('InftConnection', { simpleResolvers: true })
export class InftConnection extends connectionOf(Inft, 'Inft') {}
@ObjectType('RegistryConnection', { simpleResolvers: true })
export class RegistryConnection extends connectionOf(Registry, 'Registry') {}

@InputType({ description: 'All conditions hold at once.' })
export class InftFilter {
  @Field(() => String, { nullable: true, description: 'Address.' })
  contract?: string | null
  @Field(() => String, { nullable: true, description: 'Address.' })
  owner?: string | null
  @Field(() => BlockRange, { nullable: true, description: 'Of the mint.' })
  blocks?: BlockRange | null
  @Field(() => TimeRange, { nullable: true, description: 'Of the mint.' })
  times?: TimeRange | null
}
