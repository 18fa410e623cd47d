import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { connectionOf } from '../connection/types'
import { TimeRange } from '../words/ranges'
import { BigInteger, DateTime } from '../words/scalars'
import { UntrustedText } from '../words/text'

@ObjectType({
  simpleResolvers: true,
  description: 'An unbroken run of the same answer of a service that was asked for its enclave report.',
})
export class ReportCapture {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'Address.' })
  provider: string
  @Field(() => UntrustedText, { description: 'Address that was asked. Chosen by the provider: text, not a link.' })
  source: UntrustedText
  @Field(() => String, { description: 'Of the body, 64 hex digits.' })
  sha256: string
  @Field(() => BigInteger, { description: 'Bytes.' })
  size: string
  @Field(() => String, { nullable: true, description: 'Who signed the body by its header; null without a signature.' })
  author: string | null
  @Field(() => String, {
    nullable: true,
    description: 'Key that the quote names: a claim until the quote is verified.',
  })
  binds: string | null
  @Field(() => String, { nullable: true, description: 'tdx | sgx; null where the quote leads to no known root.' })
  tee: string | null
  @Field(() => String, { nullable: true, description: 'Kind of platform, as Intel numbers them.' })
  fmspc: string | null
  @Field(() => String, { nullable: true, description: 'SHA-256 of the app compose by MRCONFIGID, or MRENCLAVE.' })
  code: string | null
  @Field(() => String, { nullable: true, description: 'SHA-256 of MRTD and RTMR0 to 2.' })
  system: string | null
  @Field(() => Boolean, { description: 'Whether the body carries collateral, by which it is then judged.' })
  hasCollateral: boolean
  @Field(() => DateTime)
  observedAt: Date
  @Field(() => DateTime)
  lastObservedAt: Date
}

@ObjectType({ simpleResolvers: true, description: 'An attempt to get a report that ended without one.' })
export class ReportAttempt {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'Address.' })
  provider: string
  @Field(() => UntrustedText, { description: 'Address that was asked. Chosen by the provider: text, not a link.' })
  source: UntrustedText
  @Field(() => String, {
    description: 'not-served: the service says that it has none. The others say nothing about it.',
  })
  outcome: string
  @Field(() => UntrustedText, { nullable: true })
  detail: UntrustedText | null
  @Field(() => DateTime)
  attemptedAt: Date
}

@ObjectType({
  simpleResolvers: true,
  description: 'What differs between two observations, or between an observation and the chain. Decides no verdict.',
})
export class ProviderDrift {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'Address.' })
  provider: string
  @Field(() => String, { description: 'mock-signer | signer | shared-signer | code | system | models | model-missing' })
  kind: string
  @Field(() => UntrustedText, { description: 'What it was or should be; empty where there is none.' })
  from: UntrustedText
  @Field(() => UntrustedText, { description: 'What it is; empty where there is none.' })
  to: UntrustedText
  @Field(() => String, { nullable: true, description: 'Of the answer that says so; null where the chain says it.' })
  fromSha256: string | null
  @Field(() => String, { nullable: true, description: 'Of the answer that says so; null where the chain says it.' })
  toSha256: string | null
  @Field(() => DateTime, { nullable: true })
  fromAt: Date | null
  @Field(() => DateTime)
  toAt: Date
  @Field(() => DateTime)
  detectedAt: Date
}

@ObjectType({ simpleResolvers: true, description: "A set of Intel's collateral as it was, kept for ever." })
export class CollateralSet {
  @Field(() => ID)
  id: string
  @Field(() => String, { description: 'tdx | sgx' })
  tee: string
  @Field(() => String, { description: 'platform | processor: which of Intel’s authorities certified it.' })
  ca: string
  @Field(() => String)
  fmspc: string
  @Field(() => String, { description: 'Of the body, hex.' })
  sha256: string
  @Field(() => DateTime, { description: 'When all its documents are in force together, by their own words.' })
  validFrom: Date
  @Field(() => DateTime)
  validUntil: Date
  @Field(() => String, { description: 'Base address of the service that it came from.' })
  source: string
  @Field(() => DateTime)
  fetchedAt: Date
  @Field(() => DateTime)
  lastObservedAt: Date
}

@ObjectType('ReportConnection', { simpleResolvers: true })
export class ReportConnection extends connectionOf(ReportCapture, 'Report') {}
@ObjectType('ReportAttemptConnection', { simpleResolvers: true })
export class ReportAttemptConnection extends connectionOf(ReportAttempt, 'ReportAttempt') {}
@ObjectType('DriftConnection', { simpleResolvers: true })
export class DriftConnection extends connectionOf(ProviderDrift, 'Drift') {}
@ObjectType('CollateralConnection', { simpleResolvers: true })
export class CollateralConnection extends connectionOf(CollateralSet, 'Collateral') {}

@InputType({ description: 'All conditions hold at once.' })
export class ReportFilter {
  @Field(() => String, { nullable: true, description: 'Address.' })
  provider?: string | null
  @Field(() => String, { nullable: true, description: 'Address: the key that the quote names.' })
  signer?: string | null
  @Field(() => String, { nullable: true, description: '64 hex digits.' })
  sha256?: string | null
  @Field(() => TimeRange, {
    nullable: true,
    description: 'When the answer was first seen; the list is then in that order.',
  })
  observedAt?: TimeRange | null
}

@InputType({ description: 'All conditions hold at once.' })
export class DriftFilter {
  @Field(() => String, { nullable: true, description: 'Address.' })
  provider?: string | null
  @Field(() => String, { nullable: true })
  kind?: string | null
  @Field(() => TimeRange, { nullable: true, description: 'When it was found; the list is then in that order.' })
  detectedAt?: TimeRange | null
}

@InputType({ description: 'All conditions hold at once.' })
export class CollateralFilter {
  @Field(() => String, { nullable: true, description: '12 hex digits.' })
  fmspc?: string | null
  @Field(() => String, { nullable: true, description: 'tdx | sgx' })
  tee?: string | null
  @Field(() => DateTime, { nullable: true, description: 'Valid then, by its own dates.' })
  validAt?: unknown
  @Field(() => TimeRange, { nullable: true, description: 'When it came; the list is then in that order.' })
  fetchedAt?: TimeRange | null
}
