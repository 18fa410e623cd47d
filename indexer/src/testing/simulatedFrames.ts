import type { CallDraft } from '@touchstone/sim/draft'
import type { ChainView } from '@touchstone/sim/view'
import type { CallFrame } from '../decode/chain'
import type { Capability } from '../digest/digestRows'
import type { FrameSource } from '../frames/frameSource'

/** The calls within transactions of a simulated chain, without an RPC between. */
export function framesOf(view: ChainView, capability: Capability): FrameSource {
  return {
    capability,
    read: async (block, hashes) => {
      const { transactions = [] } = view.blockByHash(block.hash) ?? {}
      return hashes.map((hash) => {
        const call = transactions.find((tx) => tx.hash === hash)?.draft.call
        return call ? listFrames(call, [], false) : []
      })
    },
    close: () => undefined,
  }
}

function listFrames(call: CallDraft, path: number[], isDoomed: boolean): CallFrame[] {
  const { from, to, input, value = 0n } = call
  const failed = isDoomed || call.error !== undefined
  const inner = call.steps.filter((step): step is CallDraft => !('topics' in step))
  const below = inner.flatMap((step, n) => listFrames(step, [...path, n], failed))
  return [{ path, type: 'call', from, to, input, value, failed }, ...below]
}
