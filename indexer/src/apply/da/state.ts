import type { DaCommitment, DaSample, DaSigner, DaUpload } from '@touchstone/store/model'
import { createIntervalSet, createRowSet, type IntervalSet, type RowSet } from '../rows'

export interface PreviousDaRows {
  /** Those that a batch verifies once more. */
  daCommitments: DaCommitment[]
  /** Rows whose interval is open. */
  daSigners: DaSigner[]
}

export interface DaState {
  daUploads: RowSet<DaUpload>
  daCommitments: RowSet<DaCommitment>
  daSamples: RowSet<DaSample>
  /** By signer. */
  daSigners: IntervalSet<DaSigner>
}

export function createDaState({ daCommitments, daSigners }: PreviousDaRows): DaState {
  return {
    daUploads: createRowSet([]),
    daCommitments: createRowSet(daCommitments),
    daSamples: createRowSet([]),
    daSigners: createIntervalSet(daSigners, (row) => row.signer),
  }
}
