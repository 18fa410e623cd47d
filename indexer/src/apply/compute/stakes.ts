import { Provider, StakeChange } from '@touchstone/store/model'
import type { EventOf } from '../../decode/event'
import type { FactState } from '../state'
import { getOrAddProvider } from './providers'

/** A stake paid in or back. The provider's stake is their sum over all serving contracts, whatever the logs make of it. */
export function applyStake(state: FactState, { at, change, amount, provider: address }: EventOf<'stake'>) {
  const before = getOrAddProvider(state, address, at)
  const stake = change === 'staked' ? before.stake + amount : before.stake - amount
  const provider = new Provider({ ...before, stake })
  state.providers.put(provider)
  const row = new StakeChange({
    id: `${at.blockNumber}-${at.logIndex}`,
    provider,
    contract: at.contract,
    kind: change,
    amount,
    blockNumber: at.blockNumber,
    logIndex: at.logIndex,
    blockTime: at.blockTime,
    txHash: at.txHash,
  })
  state.stakeChanges.put(row)
}
