import { Field, ID, Int, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { TransactionPlace } from '../words/place'
import { Amount, BigInteger, DateTime } from '../words/scalars'
import { UntrustedText } from '../words/text'

@ObjectType({ simpleResolvers: true, description: 'One attempt to get the bytes behind a root from one source.' })
export class FetchAttempt {
  @Field(() => ID)
  id: string
  @Field(() => UntrustedText, { description: 'Who was asked: text, not a link.' })
  source: UntrustedText
  @Field(() => String, { description: 'match, mismatch, unreachable, …: see store/src/verdicts.' })
  outcome: string
  @Field(() => DateTime)
  startedAt: Date
  @Field(() => DateTime)
  finishedAt: Date
  @Field(() => BigInteger)
  bytes: string
  @Field(() => String, { nullable: true, description: 'Root that the bytes recompute to, where that differs.' })
  foundRoot: string | null
  @Field(() => UntrustedText, { nullable: true, description: 'May quote what the source answered.' })
  detail: UntrustedText | null
}

@ObjectType({ simpleResolvers: true, description: 'A root submitted to the storage Flow: a claim by its author.' })
export class Anchor extends TransactionPlace {
  @Field(() => ID)
  id: string
  @Field(() => String)
  root: string
  @Field(() => BigInteger, { description: 'Bytes.' })
  size: string
  @Field(() => String, { description: 'tx.from: the only authenticated author.' })
  author: string
  @Field(() => String, { description: 'Chosen freely by the caller.' })
  claimedSender: string
  @Field(() => String, { nullable: true, description: 'From the tags.' })
  payer: string | null
  @Field(() => String, { nullable: true, description: 'From the tags.' })
  provider: string | null
  @Field(() => String, { description: 'Contract: each Flow is a storage network of its own.' })
  flow: string
  @Field(() => BigInteger, { description: 'Number within its Flow.' })
  submissionIndex: string
}

@ObjectType({ simpleResolvers: true, description: 'A published file that claims to open a settlement.' })
export class Trail {
  @Field(() => String)
  root: string
  @Field(() => String, { description: 'tx.from of the anchor.' })
  author: string
  @Field(() => String, { description: 'provider | payer | other' })
  authorRole: string
  @Field(() => String)
  anchorTx: string
  @Field(() => String, { description: 'parsed | rejected | fetched | unfetched | withdrawn' })
  status: string
  @Field(() => UntrustedText, { nullable: true, description: 'Why it was rejected, quoting the file, or withdrawn.' })
  reason: UntrustedText | null
  @Field(() => Int, { description: 'Records in the whole file.' })
  records: number
  @Field(() => BigInteger, { nullable: true, description: 'Bytes fetched.' })
  size: string | null
  @Field(() => UntrustedText, { nullable: true, description: 'Where the matching bytes came from.' })
  source: UntrustedText | null
  @Field(() => DateTime, { nullable: true })
  fetchedAt: Date | null
  @Field(() => Boolean, { description: 'Whether the verdict in force judged the opening by this file.' })
  usedForOpening: boolean
  @Field(() => Boolean, { description: 'Whether its list of requests recomputes to the bill.' })
  opensBill: boolean

  anchor: Anchor
}

@ObjectType({ simpleResolvers: true, description: 'One inference inside a published trail: its publisher’s word.' })
export class InferenceRecord {
  @Field(() => ID, { description: 'root-line' })
  id: string
  @Field(() => String)
  root: string
  @Field(() => Int, { description: '1-based line of the file; the header is line 1.' })
  line: number
  @Field(() => UntrustedText, { nullable: true, description: 'As its publisher wrote it, of whatever form.' })
  requestHash: UntrustedText | null
  @Field(() => UntrustedText, { nullable: true })
  model: UntrustedText | null
  @Field(() => DateTime, { nullable: true })
  createdAt: Date | null
  @Field(() => Amount, { nullable: true })
  fee: string | null
  @Field(() => String, { nullable: true })
  requestSha256: string | null
  @Field(() => String, { nullable: true })
  responseSha256: string | null
  @Field(() => String, { nullable: true })
  signingAddress: string | null
}

@ObjectType('RecordConnection', { simpleResolvers: true })
export class RecordConnection extends connectionOf(InferenceRecord, 'Record') {}
