import type { Agent, PayerLink } from '@touchstone/store/model'
import type { Position } from '../../decode/event'
import type { FactContext, FactState } from '../state'

/** Grades of links, best first. Only A- and better enter an agent's history. */
export type Strength = 'S' | 'A' | 'A-' | 'B+' | 'B' | 'B-' | 'C'

/** What can change links of an agent. */
export type Cause =
  | 'transfer'
  /** A wallet was declared or withdrawn. */
  | 'wallet'
  /** Somebody wrote about the agent what only owner or operators can. */
  | 'action'
  | 'approval'
  /** The AgenticID token of the same number changed hands. */
  | 'custody'
  | 'seal'
  | 'users'

/** An agent at the moment when something happened to it; its row and all others are as they are after that. */
export interface LinkMoment {
  agent: Agent
  cause: Cause
  /** Former owner of a transfer; the zero address of a mint. */
  from?: string
  at: Position
}

/** A payer that is linked from this moment on, and why, in one sentence. */
export interface LinkClaim {
  payer: string
  strength: Strength
  evidence: string
}

/** One reason to believe that a payer acts for an agent. */
export interface LinkType {
  id: string
  causes: readonly Cause[]
  /**
   * The links of this type that hold after the moment: what is not among them ends. Undefined: all stay as they are.
   * @param open those that held before.
   */
  listClaims(moment: LinkMoment, open: PayerLink[], state: FactState, context: FactContext): LinkClaim[] | undefined
}
