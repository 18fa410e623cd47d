import { Anchor } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import type { FactContext, FactState } from '../state'

/** A root submitted to the Flow; its author is the sender of the transaction, whatever the event claims. */
export function applyAnchor(state: FactState, event: EventOf<'anchor'>, context: FactContext) {
  const { at } = event
  const anchor = new Anchor({
    id: `storage-${context.contracts.get(at.contract)?.label ?? at.contract}-${event.submissionIndex}`,
    flow: at.contract,
    submissionIndex: event.submissionIndex,
    root: event.root,
    size: event.size,
    sectors: event.sectors,
    startPos: event.startPos,
    tags: event.tags,
    payer: event.trail?.payer ?? null,
    provider: event.trail?.provider ?? null,
    author: at.txFrom,
    claimedSender: event.claimedSender,
    blockNumber: at.blockNumber,
    blockTime: at.blockTime,
    txHash: at.txHash,
    logIndex: at.logIndex,
  })
  state.anchors.put(anchor)
}
