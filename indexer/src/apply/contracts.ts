import { Contract } from '@touchstone/store/model'
import type { EventOf } from '../decode/event'
import type { FactContext, FactState } from './state'

/** A beacon's Upgraded: every proxy behind it runs the new implementation from this block on. */
export function applyUpgraded(state: FactState, event: EventOf<'upgraded'>, context: FactContext) {
  for (const address of context.proxies) {
    const contract = state.contracts.find(address)
    if (contract?.beacon !== event.beacon) continue
    const { implementation, at } = event
    state.contracts.put(new Contract({ ...contract, implementation, implementationFromBlock: at.blockNumber }))
  }
}
