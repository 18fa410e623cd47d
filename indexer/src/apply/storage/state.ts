import type { Anchor, SubmissionAnomaly } from '@touchstone/store/model'
import { createRowSet, type RowSet } from '../rows'

export interface PreviousStorageRows {
  /** Those with an index that a batch submits, and those right before them. */
  anchors: Anchor[]
}

export interface StorageState {
  anchors: RowSet<Anchor>
  submissionAnomalies: RowSet<SubmissionAnomaly>
}

export function createStorageState({ anchors }: PreviousStorageRows): StorageState {
  return { anchors: createRowSet(anchors), submissionAnomalies: createRowSet([]) }
}
