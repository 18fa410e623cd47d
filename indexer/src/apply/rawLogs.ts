import { RawLog } from '@touchstone/store/model'
import type { EventOf } from '../decode/event'
import type { FactState } from './state'

/** Keeps a log as it is: nothing else follows from it. */
export function applyRawLog(state: FactState, { kind: _kind, topics, at, ...log }: EventOf<'raw-log'>) {
  const row = new RawLog({
    id: `${at.blockNumber}-${at.logIndex}`,
    contract: at.contract,
    ...log,
    topics: topics.join(','),
    blockNumber: at.blockNumber,
    blockTime: at.blockTime,
    txHash: at.txHash,
    txFrom: at.txFrom,
    logIndex: at.logIndex,
  })
  state.rawLogs.put(row)
}
