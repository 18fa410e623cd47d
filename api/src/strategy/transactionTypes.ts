import { Field, Int, ObjectType } from 'type-graphql'
import { BigInteger, DateTime } from '../words/scalars'
import { type Finality, FinalityEnum } from '../words/words'

@ObjectType({
  simpleResolvers: true,
  description:
    'A transaction that a record names: the word of the file’s author. What is known of it is the word of a node.',
})
export class StrategyAction {
  @Field(() => Int, { description: 'Of the record.' })
  line: number
  @Field(() => DateTime, { description: 'When the inference was made, by the record: its author’s word.' })
  createdAt: Date
  @Field(() => BigInteger)
  chainId: string
  @Field(() => String)
  txHash: string
  @Field(() => String, {
    description:
      'other-chain (asked for nowhere) | waiting (not looked up yet) | not-found (the node that was asked knows it in no block: nothing more is known) | mined.',
  })
  state: string
  @Field(() => String, { nullable: true })
  sender: string | null
  @Field(() => String, {
    nullable: true,
    description:
      'What the sender was to the agent in that block: wallet | payer (whose bills enter its history) | other.',
  })
  senderRole: string | null
  @Field(() => String, { nullable: true, description: 'Null also where it created a contract.' })
  recipient: string | null
  @Field(() => BigInteger, { nullable: true })
  nonce: string | null
  @Field(() => Boolean, { nullable: true })
  reverted: boolean | null
  @Field(() => Int, { nullable: true })
  blockNumber: number | null
  @Field(() => DateTime, { nullable: true })
  blockTime: Date | null
  @Field(() => FinalityEnum, {
    nullable: true,
    description: 'Of its block, when it was looked up. Until it is final it is looked up again.',
  })
  finality: Finality | null
  @Field(() => DateTime, { nullable: true })
  lookedAt: Date | null
  @Field(() => String, {
    nullable: true,
    description:
      'after: in a block later than the first in which the inference can lie, whose time is not before createdAt. before: not so. undecided: within the second of createdAt. Null where it is not mined.',
  })
  order: string | null
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Transactions that the agent’s wallet sent, and which of them records of opened bills name: by files of payer or provider, whose word it is. What another transaction rests on is not known.',
})
export class StrategyTransactions {
  @Field(() => String, { nullable: true })
  wallet: string | null
  @Field(() => String, {
    nullable: true,
    description:
      'plain | delegated (EIP-7702) | contract: of the last two the nonce is no number of transactions, and none is given. Null where it was not asked for yet.',
  })
  account: string | null
  @Field(() => BigInteger, { nullable: true, description: 'Sent up to the end of asOfBlock, reverted ones included.' })
  sent: string | null
  @Field(() => Int, { nullable: true })
  asOfBlock: number | null
  @Field(() => DateTime, { nullable: true })
  askedAt: Date | null
  @Field(() => Int, {
    description: 'Different transactions that the records name. Each is counted in one of the numbers below.',
  })
  named: number
  @Field(() => Int, {
    description: 'Sent by the wallet up to asOfBlock, in a final block, after an inference that names them.',
  })
  after: number
  @Field(() => Int, { description: 'The same, but before every inference that names them.' })
  before: number
  @Field(() => Int, { description: 'The same, but nothing tells which came first.' })
  undecided: number
  @Field(() => Int, { description: 'Mined, and sent by another address.' })
  otherSender: number
  @Field(() => Int, { description: 'Not looked up yet, or not in a final block, or in one later than asOfBlock.' })
  waiting: number
  @Field(() => Int, { description: 'The node that was asked knows them in no block.' })
  notFound: number
  @Field(() => Int)
  otherChain: number
  @Field(() => Boolean, {
    description:
      'Whether every opened bill of the history was read, and all that its records name. Else the numbers are of the newest.',
  })
  complete: boolean
}
