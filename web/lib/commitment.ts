import type { CheckedFieldsFragment } from './generated/graphql'
import type { CellStatus } from './status'

/** What was found behind a hash on chain, in a word and a sentence. */
export interface CommitmentLook {
  status: CellStatus
  text: string
}

/**
 * Never a failure: whoever serves other bytes than were promised accuses itself, and nothing tells that it is the agent.
 * Never a pass without the hash.
 */
export function describeCommitment(checked: CheckedFieldsFragment | null): CommitmentLook {
  switch (checked?.outcome) {
    case undefined:
      return { status: 'waiting', text: 'Nobody has asked for the bytes yet.' }
    case 'match':
      return { status: 'pass', text: 'The bytes have the hash that stands on chain.' }
    case 'mismatch':
    case 'size-mismatch':
      return { status: 'unavailable', text: 'The source served other bytes. It accuses that source and nobody else.' }
    case 'no-hash':
      return { status: 'absent', text: 'Bytes came, and nothing on chain says which they must be.' }
    case 'unread':
      return { status: 'absent', text: 'An address of a kind that is not fetched.' }
    default:
      return { status: 'unavailable', text: `Could not be looked at: ${checked?.outcome}. It will be tried again.` }
  }
}
