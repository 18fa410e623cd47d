import { FineTuningDeliverable } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import type { DeliverableName } from '../../decode/fineTuning/event'
import type { FactState } from '../state'

/** Where what a provider last delivered to a payer under that id is kept. */
export function deliverableId(contract: string, { payer, provider, idHash }: DeliverableName): string {
  return `${contract}-${payer}-${provider}-${idHash}`
}

/** A delivery. The contract forgets an evicted one, so that its id can come again: the former is put aside, not replaced. */
export function applyDeliverableAdded(state: FactState, { at, ...event }: EventOf<'deliverable-added'>) {
  const id = deliverableId(at.contract, event)
  const former = state.deliverables.find(id)
  if (former) {
    const aside = `${id}-${former.addedBlock}-${former.addedLogIndex}`
    state.deliverables.put(new FineTuningDeliverable({ ...former, id: aside }))
  }
  const row = new FineTuningDeliverable({
    id,
    contract: at.contract,
    payer: event.payer,
    provider: event.provider,
    deliverable: event.deliverable,
    modelRootHash: event.modelRootHash,
    status: 'added',
    addedBlock: at.blockNumber,
    addedLogIndex: at.logIndex,
    updatedBlock: at.blockNumber,
    txHash: at.txHash,
  })
  state.deliverables.put(row)
}

/** What became of a delivery. One whose addition was not seen has no root, so that there is nothing to note it on. */
export function applyDeliverableChanged(state: FactState, { at, status, ...event }: EventOf<'deliverable-changed'>) {
  const row = state.deliverables.find(deliverableId(at.contract, event))
  if (row) state.deliverables.put(new FineTuningDeliverable({ ...row, status, updatedBlock: at.blockNumber }))
}
