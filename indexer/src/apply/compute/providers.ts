import { Provider } from '@touchstone/store/model'
import type { Position } from '../../decode/event'
import type { FactState } from '../state'

/** The provider's row, made at its first registration or first accepted settlement. */
export function getOrAddProvider(state: FactState, address: string, at: Position): Provider {
  const known = state.providers.find(address)
  if (known) return known
  const provider = new Provider({ id: address, firstSeenBlock: at.blockNumber, currentService: null, stake: 0n })
  state.providers.put(provider)
  return provider
}
