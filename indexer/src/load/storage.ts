import type { Store } from '@subsquid/typeorm-store'
import { Anchor } from '@touchstone/store/model'
import { In } from 'typeorm'
import type { FactContext } from '../apply/state'
import { anchorId } from '../apply/storage/anchors'
import type { PreviousStorageRows } from '../apply/storage/state'
import type { FactEvent } from '../decode/event'

/** Anchors that tell whether an index was left out or given out twice. */
export async function loadStorage(
  store: Store,
  events: FactEvent[],
  context: FactContext,
): Promise<PreviousStorageRows> {
  const ids = new Set<string>()
  for (const event of events) {
    if (event.kind !== 'anchor') continue
    for (const index of [event.submissionIndex, event.submissionIndex - 1n])
      if (index >= 0n) ids.add(anchorId(context, event.at.contract, index))
  }
  return { anchors: ids.size > 0 ? await store.findBy(Anchor, { id: In([...ids]) }) : [] }
}
