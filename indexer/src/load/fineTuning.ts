import type { Store } from '@subsquid/typeorm-store'
import { FineTuningDeliverable, FineTuningService } from '@touchstone/store/model'
import { In, IsNull } from 'typeorm'
import { deliverableId } from '../apply/fineTuning/deliverables'
import type { PreviousFineTuningRows } from '../apply/fineTuning/state'
import type { FactEvent } from '../decode/event'

/** The rows about deliverables and services of fine-tuning that these events build on. */
export async function loadFineTuning(store: Store, events: FactEvent[]): Promise<PreviousFineTuningRows> {
  const deliverables = new Set<string>()
  const providers = new Set<string>()
  for (const event of events) {
    if (event.kind === 'deliverable-added' || event.kind === 'deliverable-changed')
      deliverables.add(deliverableId(event.at.contract, event))
    if (event.kind === 'fine-tuning-service' || event.kind === 'fine-tuning-service-removed')
      providers.add(event.provider)
  }
  const inForce = { provider: In([...providers]), toBlock: IsNull() }
  return {
    deliverables: deliverables.size > 0 ? await store.findBy(FineTuningDeliverable, { id: In([...deliverables]) }) : [],
    fineTuningServices: providers.size > 0 ? await store.findBy(FineTuningService, inForce) : [],
  }
}
