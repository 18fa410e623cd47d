import type { Check, Observation, Outcome } from '@touchstone/verify'

/** What a file was recognised as. */
export type FileKind = 'bundle' | 'trail' | 'report' | 'chat'

/** A check with its title, ready to be shown. */
export type ShownCheck = Check<string> & { title: string }

/** Something that the checks take as given, and whether it was confirmed here. */
export interface Basis {
  id: 'block' | 'facts' | 'trust' | 'log' | 'clock' | 'signer' | 'parties' | 'commitment'
  /** `absent`: nobody confirmed it. `unavailable`: it could not be confirmed. Both leave it unproven. */
  status: 'pass' | 'fail' | 'unavailable' | 'absent'
  /** Whether a result may look proven although this was not confirmed: it is named, and no part of the file. */
  isNamedOnly: boolean
  text: string
  expected?: string
  found?: string
}

/** Block on which a bundle rests, for whoever asks a chain about it. */
export interface RestingBlock {
  blockHash: string
  blockNumber: number
  chainId: number
}

/** What was found about one file, as it goes from the worker to the page. */
export interface Judged {
  kind: FileKind
  title: string
  /** Id of the settlement that a bundle is about; null for other files. */
  settlement: string | null
  outcome: Outcome
  /** The outcome in words. */
  sentence: string
  checks: ShownCheck[]
  questions: { id: string; title: string; status: Check['status'] }[]
  observations: Observation[]
  bases: Basis[]
  doesNotProve: string[]
  /** Null for what rests on no block. */
  block: RestingBlock | null
  /** What a key or a plaintext that only the visitor has shows beside it. */
  opened: Judged | null
}

/** The file, or something beside it, is not what was expected: nothing was judged and nobody is accused. */
export class CannotCheckError extends Error {
  override name = 'CannotCheckError'
}
