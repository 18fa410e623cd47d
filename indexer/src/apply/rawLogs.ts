import { RawLog } from '@touchstone/store/model'
import type { ChainLog } from '../decode/chain'
import type { EventOf, FactEvent } from '../decode/event'
import { toRawLog } from '../decode/raw'
import type { FactState } from './state'

/** Keeps a log as it is: nothing else follows from it. */
export function applyRawLog(state: FactState, { kind: _kind, topics, at, ...log }: EventOf<'raw-log'>) {
  const id = `${at.blockNumber}-${at.logIndex}`
  // What it is kept for already says more.
  if (log.reason === 'altered' && state.rawLogs.find(id)) return
  const row = new RawLog({
    id,
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

/** Keeps a log about something that no log of ours made. */
export function keepUnknownSubject(state: FactState, { at, log }: FactEvent & { log: ChainLog }, name: string) {
  applyRawLog(state, { ...toRawLog(log, 'unknown-subject', name), at })
}
