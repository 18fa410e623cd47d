import type { Fault, QuestionId, Status } from '@touchstone/verify'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { DateTime } from '../words/scalars'
import { UntrustedText } from '../words/text'
import { FaultEnum, OutcomeEnum, QuestionIdEnum, type ShownOutcome, StatusEnum } from '../words/words'

@ObjectType({ simpleResolvers: true, description: 'Where the inputs of a check can be found again.' })
export class EvidenceRef {
  @Field(() => String, { description: 'transaction | anchor | root | record | source' })
  kind: string
  @Field(() => UntrustedText, { description: 'A hash, or the address of a source as whoever runs it gave it.' })
  ref: UntrustedText
  @Field(() => UntrustedText, { nullable: true })
  note: UntrustedText | null
}

@ObjectType({ simpleResolvers: true, description: 'One step within a question, as the signed verdict states it.' })
export class Check {
  @Field(() => String)
  id: string
  @Field(() => String, { description: 'What holds when the check passes.' })
  title: string
  @Field(() => QuestionIdEnum)
  question: QuestionId
  @Field(() => StatusEnum)
  status: Status
  @Field(() => FaultEnum, { nullable: true })
  fault: Fault | null
  @Field(() => UntrustedText, { nullable: true, description: 'May quote what was published, as found and reason.' })
  expected: UntrustedText | null
  @Field(() => UntrustedText, { nullable: true })
  found: UntrustedText | null
  @Field(() => UntrustedText, { nullable: true })
  reason: UntrustedText | null
  @Field(() => [EvidenceRef])
  evidence: EvidenceRef[]
}

@ObjectType({ simpleResolvers: true, description: 'A comparison that cannot decide.' })
export class Observation {
  @Field(() => String)
  id: string
  @Field(() => QuestionIdEnum)
  question: QuestionId
  @Field(() => UntrustedText, { description: 'May quote what was published.' })
  text: UntrustedText
  @Field(() => [EvidenceRef])
  evidence: EvidenceRef[]
}

@ObjectType({ simpleResolvers: true, description: 'An enclave report that was looked at, as a service answered it.' })
export class EnclaveReport {
  @Field(() => UntrustedText, { description: 'Address that was asked. Chosen by the provider: text, not a link.' })
  source: UntrustedText
  @Field(() => DateTime)
  observedAt: Date
  @Field(() => String, { description: 'Of the body, 64 hex digits.' })
  sha256: string
  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds from the settlement to the observation: negative where it was observed before. Null where the settlement is gone.',
  })
  secondsFromSettlement: number | null
}

@ObjectType({ simpleResolvers: true, description: 'One of the six questions; its status is its worst check.' })
export class Question {
  @Field(() => QuestionIdEnum)
  id: QuestionId
  @Field(() => String)
  title: string
  @Field(() => StatusEnum, { nullable: true, description: 'Null while the settlement waits for a verdict.' })
  status: Status | null

  /** Verdict whose body holds the checks; null without one. */
  verdictId: string | null
}

@ObjectType({
  simpleResolvers: true,
  description: 'One signed judgement; a later one supersedes it, nothing is edited.',
})
export class Verdict {
  @Field(() => ID)
  id: string
  @Field(() => OutcomeEnum)
  outcome: ShownOutcome
  @Field(() => FaultEnum, { nullable: true })
  fault: Fault | null
  @Field(() => String, { description: 'sha256 of everything that was judged.' })
  inputs: string
  @Field(() => ID, { nullable: true })
  supersedes: string | null
  @Field(() => [String], {
    nullable: true,
    description:
      'Why it was made again: reorg, new-evidence, new-verifier, new-trust, other-inputs. Empty for the first; null where it was not kept.',
  })
  reasons: string[] | null
  @Field(() => String, { nullable: true, description: 'Block that the judged settlement sat in.' })
  blockHash: string | null
  @Field(() => String)
  verifier: string
  @Field(() => DateTime)
  judgedAt: Date
  @Field(() => String, {
    description: 'RFC 8785 JSON: the bytes that are signed. Its strings may quote what was published.',
  })
  body: string
  @Field(() => String, { description: 'Ed25519 over the UTF-8 bytes of body, base64.' })
  bodySignature: string
  @Field(() => String, { description: 'sha256 of the raw public key, hex.' })
  keyId: string

  settlementId: string
}
