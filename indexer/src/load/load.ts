import type { Store } from '@subsquid/typeorm-store'
import type { FactContext, PreviousRows } from '../apply/state'
import type { FactEvent } from '../decode/event'
import { loadCompute } from './compute'
import { loadDa } from './da'
import { loadFineTuning } from './fineTuning'
import { loadIdentity } from './identity'
import { loadStorage } from './storage'

/** Reads, in a few queries a batch, the rows that its events build on; none where no event needs them. */
export async function loadRows(store: Store, events: FactEvent[], context: FactContext): Promise<PreviousRows> {
  return {
    ...(await loadCompute(store, events, context)),
    ...(await loadIdentity(store, events, context)),
    ...(await loadStorage(store, events, context)),
    ...(await loadDa(store, events)),
    ...(await loadFineTuning(store, events)),
  }
}
