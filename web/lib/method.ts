import { CHECKS, QUESTION_TITLES } from '@touchstone/verify'
import type { QuestionId } from './generated/graphql'
import { QUESTIONS } from './questions'

/** What a question proves when all its checks pass, what it does not even then, and where its inputs come from. */
export const QUESTION_METHOD: Readonly<Record<QuestionId, { proves: string; not: string; source: string }>> = {
  payment: {
    proves: 'The contract moved exactly this amount from this payer’s account to this provider.',
    not: 'That anything was delivered for it, or that the block is part of the chain: that is the word of one RPC.',
    source: 'Calldata, logs, receipt and header of the settlement’s block, recomputed to the receipts root.',
  },
  signature: {
    proves: 'The bill was signed by the key that the provider’s service held on chain immediately before.',
    not: 'That the key lies in an enclave, or that nobody else has it.',
    source: 'Signature in the calldata; service revisions and acknowledgements of the serving contract.',
  },
  opening: {
    proves: 'A published list of requests recomputes to the hash that was signed, and its fees sum to the bill.',
    not: 'Which bytes belong to which request id: that is the publisher’s word as far as fees do not settle it.',
    source: 'Trails anchored on 0G Storage or 0G DA by the provider or the payer.',
  },
  content: {
    proves: 'The published requests and responses have the digests that the service’s key signed.',
    not: 'That an answer is true or useful, or who wrote the prompt.',
    source: 'The files themselves, fetched again from storage nodes and recomputed to their anchored root.',
  },
  enclave: {
    proves:
      'The signing key stood in the report of an enclave that verifies to the maker’s root as of its observation.',
    not: 'That nobody attacked the machine physically, or that the enclave was the same at the moment of the bill.',
    source: 'The report that the service answered, the maker’s collateral of that time, and the pinned roots.',
  },
  workload: {
    proves: 'The measured code is a known release, and the weights that it pins are those of the advertised model.',
    not: 'That the release is free of faults, or what a model behind a relay is.',
    source: 'Registers of the report, the published compose, and the dated list of known releases.',
  },
}

const ROLE = {
  required: 'Needed: without it its question does not pass.',
  conditional: 'Counts like a needed one wherever it could be made.',
  fact: 'Decides no question; only the outcome reads it.',
} as const

/** The catalogue of checks as the verifier has it: a check that is added there stands here. */
export const METHOD = QUESTIONS.map((id) => ({
  id,
  title: QUESTION_TITLES[id],
  ...QUESTION_METHOD[id],
  checks: CHECKS.filter((check) => check.question === id).map((check) => ({
    id: check.id,
    title: check.title,
    role: ROLE[check.role],
  })),
}))
