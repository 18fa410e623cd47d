import { DaSigner } from '@touchstone/store/model'
import type { EventOf, Position } from '../../decode/event'
import type { FactState } from '../state'

/** A registration: new keys, and no socket until a log says. */
export function applyDaSigner(state: FactState, { at, signer, keyG1, keyG2 }: EventOf<'da-signer'>) {
  openInterval(state, at, { signer, keyG1, keyG2, socket: null })
}

/** Another socket under the same keys; these are unknown where the registration lies before the first block indexed. */
export function applyDaSocket(state: FactState, { at, signer, socket }: EventOf<'da-socket'>) {
  const former = state.daSigners.findOpen(signer)
  openInterval(state, at, { signer, keyG1: former?.keyG1 ?? null, keyG2: former?.keyG2 ?? null, socket })
}

function openInterval(
  state: FactState,
  { blockNumber, logIndex, txHash }: Position,
  values: Pick<DaSigner, 'signer' | 'keyG1' | 'keyG2' | 'socket'>,
) {
  const { signer } = values
  state.daSigners.close(signer, (row) => new DaSigner({ ...row, toBlock: blockNumber, toLogIndex: logIndex }))
  const from = { fromBlock: blockNumber, fromLogIndex: logIndex, toBlock: null, toLogIndex: null, txHash }
  state.daSigners.open(signer, new DaSigner({ id: `${signer}-${blockNumber}-${logIndex}`, ...values, ...from }))
}
