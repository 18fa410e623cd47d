import { Extensions, Field, Int, ObjectType } from 'type-graphql'
import { BlockInterval } from '../identity/types'
import { Settlement } from '../settlement/types'
import { UntrustedText } from '../words/text'
import type { Standing } from './stand'
import { StrategyAction } from './transactionTypes'

@ObjectType({
  simpleResolvers: true,
  description:
    'What an agent named on chain, under a name for its system text or tools: docs/trail.md lists the names.',
})
export class StrategyCommitment extends BlockInterval {
  @Field(() => String, { description: 'card | metadata | inft' })
  source: 'card' | 'metadata' | 'inft'
  @Field(() => String, { description: 'system | tools' })
  about: 'system' | 'tools'
  @Field(() => UntrustedText, { description: 'Key of the metadata or the card, or description of the data.' })
  name: UntrustedText
  @Field(() => String, {
    description:
      'hash: a hash, of whatever function. text: plain text, of which value is the SHA-256. data: the data hash of a token, mostly of encrypted bytes. unreadable: none of these.',
  })
  form: 'hash' | 'text' | 'data' | 'unreadable'
  @Field(() => String, { nullable: true, description: '64 hex digits without prefix; null where unreadable.' })
  value: string | null
}

@ObjectType({ simpleResolvers: true, description: 'A hash that records name, against what stood on chain beforehand.' })
export class StrategyHash {
  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 as the file writes it; null where the records name none.',
  })
  sha256: string | null
  @Field(() => String, {
    description:
      'unnamed | unread (by an older reader of ours) | stranger (neither payer nor provider wrote the file: not compared) | uncommitted | equal | different | several (some of what was committed is equal) | incomparable (only plain text or data hashes stood, and none is equal) | undecided (it stood in a part of the window alone, or not all was read) | earlier (equal, replaced before) | later (equal, committed only after the inference).',
  })
  standing: Standing
  @Field(() => StrategyCommitment, { nullable: true, description: 'What it was compared with.' })
  committed: StrategyCommitment | null
}

@ObjectType({ simpleResolvers: true, description: 'Records of one file that name the same hashes: its author’s word.' })
export class StrategyRecords {
  @Field(() => Int)
  records: number
  @Field(() => Int, { description: 'Line of the first.' })
  line: number
  @Field(() => Int, {
    nullable: true,
    description: 'How many transactions they say to have made. Null where unread.',
  })
  actions: number | null
  @Field(() => StrategyHash)
  system: StrategyHash
  @Field(() => StrategyHash)
  tools: StrategyHash
}

@ObjectType({ simpleResolvers: true, description: 'An opened settlement and what its records say of the strategy.' })
export class StrategyOpening {
  @Field(() => Settlement)
  settlement: Settlement
  @Field(() => String, { description: 'Of the file whose requests recompute to the bill.' })
  root: string
  @Field(() => String, { description: 'Address that anchored the file.' })
  author: string
  @Field(() => String, { description: 'provider | payer | other' })
  authorRole: string
  @Field(() => [StrategyRecords], { description: 'At most 20.' })
  @Extensions({ listSize: 20 })
  records: StrategyRecords[]
  @Field(() => Boolean, { description: 'Whether the bill has more than the first thousand records, or more groups.' })
  truncated: boolean
  @Field(() => [StrategyAction], {
    description: 'Transactions that its records name, in the order of the file; at most 20.',
  })
  @Extensions({ listSize: 20 })
  actions: StrategyAction[]
  @Field(() => Boolean, { description: 'Whether they name more than those.' })
  moreActions: boolean
}

/** What an agent named beforehand, and how much of it was read. */
export interface Committed {
  /** Newest first. */
  commitments: StrategyCommitment[]
  /** Block from which all of it is known; 0 where all was read. */
  completeFrom: number
  unreadCards: number
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Whether the agent ran what it committed to, and which transactions its records name: part of no outcome.',
})
export class Strategy {
  @Field(() => [StrategyCommitment], { description: 'Newest first.' })
  @Extensions({ listSize: 40 })
  commitments: StrategyCommitment[]
  @Field(() => Boolean, { description: 'Whether all that was ever named is among them.' })
  complete: boolean
  @Field(() => Int, {
    description: 'Cards of the newest ten that do not lie on chain, or are too long: not read here.',
  })
  unreadCards: number

  agent: string
  committed: Committed
}
