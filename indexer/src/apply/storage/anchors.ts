import { Anchor, SubmissionAnomaly } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import type { FactContext, FactState } from '../state'

/** Where the submission of that index of a Flow is kept. Turbo and standard are networks of their own that both count from 0. */
export function anchorId(context: FactContext, flow: string, submissionIndex: bigint): string {
  return `storage-${context.contracts.get(flow)?.label ?? flow}-${submissionIndex}`
}

/** A root submitted to a Flow; its author is the sender of the transaction, whatever the event claims. */
export function applyAnchor(state: FactState, event: EventOf<'anchor'>, context: FactContext) {
  const { at } = event
  const id = anchorId(context, at.contract, event.submissionIndex)
  const isRepeat = state.anchors.find(id) !== undefined
  const anchor = new Anchor({
    id: isRepeat ? `${id}-${at.blockNumber}-${at.logIndex}` : id,
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
  if (isRepeat) noteAnomaly(state, event, 'repeat')
  else if (!hasPredecessor(state, event, context)) noteAnomaly(state, event, 'gap')
}

/** The contract counts submissions without a gap: where the one before is not indexed, its log was missed. */
function hasPredecessor(state: FactState, { at, submissionIndex }: EventOf<'anchor'>, context: FactContext): boolean {
  if (submissionIndex === 0n) return true
  return state.anchors.find(anchorId(context, at.contract, submissionIndex - 1n)) !== undefined
}

function noteAnomaly(state: FactState, { at, submissionIndex }: EventOf<'anchor'>, kind: 'gap' | 'repeat') {
  const { blockNumber, logIndex, txHash, contract: flow } = at
  const id = `${blockNumber}-${logIndex}`
  state.submissionAnomalies.put(new SubmissionAnomaly({ id, kind, flow, submissionIndex, blockNumber, txHash }))
}
