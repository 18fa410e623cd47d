import type { FineTuningDeliverable, FineTuningService, FineTuningSettlement } from '@touchstone/store/model'
import { createIntervalSet, createRowSet, type IntervalSet, type RowSet } from '../rows'

export interface PreviousFineTuningRows {
  deliverables: FineTuningDeliverable[]
  /** Rows whose interval is open. */
  fineTuningServices: FineTuningService[]
}

export interface FineTuningState {
  fineTuningSettlements: RowSet<FineTuningSettlement>
  deliverables: RowSet<FineTuningDeliverable>
  /** By contract and provider. */
  fineTuningServices: IntervalSet<FineTuningService>
}

/** Key of the service that a provider has at each fine-tuning contract. */
export function serviceKey(contract: string, provider: string): string {
  return `${contract}-${provider}`
}

export function createFineTuningState(previous: PreviousFineTuningRows): FineTuningState {
  return {
    fineTuningSettlements: createRowSet([]),
    deliverables: createRowSet(previous.deliverables),
    fineTuningServices: createIntervalSet(previous.fineTuningServices, (row) => serviceKey(row.contract, row.provider)),
  }
}
