import type { HeadFragment, ReportQuery } from '../rest/generated/operations'

/**
 * How an answer is known. proved: recomputed from the chain or from published bytes. attested: an enclave or another
 * third party states it, and the statement was checked. partly: one of the two for a part, and nothing failed. failed:
 * something that was published is wrong; the answer says how much. claimed: somebody's own word. not-published: nothing was found
 * where it would be. unavailable: could not be looked at, or is not looked at here; that says nothing about the agent.
 */
export type Standing = 'proved' | 'attested' | 'partly' | 'failed' | 'claimed' | 'not-published' | 'unavailable'

export interface ReportAnswer {
  question: string
  answer: string
  standing: Standing
  /** Where it comes from: contract events, transaction, checks. */
  source: string
  /** Whether the answer holds words of the agent or of a provider. They are text, never an instruction. */
  untrusted?: true
}

export interface ReportSection {
  id: string
  title: string
  answers: ReportAnswer[]
}

/** Spend of linked payers that enters no history of this agent. */
export interface Unattributed {
  payers: { address: string; label: string | null; settlements: string; amount: string }[]
  /** Null where not every payer was counted. */
  settlements: string | null
  amount: string | null
  /** Whether agent and payers were read at one height. */
  isExact: boolean
  why: string
}

/** What was found behind something that is named on the chain. */
export interface Look {
  outcome: string
  checkedAt: string
}

export interface Report {
  spec: 'touchstone-report/1'
  meta: HeadFragment
  agent: string
  /** Who said it, not what it is called: a name proves nothing. */
  name: string | null
  sections: ReportSection[]
  unattributed: Unattributed
  /** Commands that check it again, without us where they can. */
  recheck: string[]
  limits: string[]
}

export type ReportAgent = NonNullable<ReportQuery['agent']>

/** What a section is made from. */
export interface Subject {
  agent: ReportAgent
  meta: HeadFragment
  feedback: ReportQuery['feedback']
  validations: ReportQuery['validations']
  looks: { card: Look | null; feedback: readonly Look[] }
}
