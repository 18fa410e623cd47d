import { DaCommitment, DaSample, DaUpload } from '@touchstone/store/model'
import type { EventOf, Position } from '../../decode/event'
import type { FactState } from '../state'

/** One dispersal of a blob. Its natural key says nothing of its own: the same content can be announced any number of times. */
export function applyDaUpload(state: FactState, { at, ...event }: EventOf<'da-upload'>) {
  const { sender, dataRoot, epoch, quorum, price } = event
  const place = { id: `${at.blockNumber}-${at.logIndex}`, entrance: at.contract, author: at.txFrom }
  state.daUploads.put(new DaUpload({ ...place, sender, dataRoot, epoch, quorum, price, ...placeOf(at) }))
}

/** Where the commitment of a blob at an epoch's quorum is kept. */
export function commitmentId(entrance: string, of: { dataRoot: string; epoch: bigint; quorum: bigint }): string {
  return `${entrance}-${of.dataRoot}-${of.epoch}-${of.quorum}`
}

/** The entrance keeps one commitment for each key; should it verify another, both are kept, the first under the key. */
export function applyDaCommitment(state: FactState, { at, ...event }: EventOf<'da-commitment'>) {
  const { dataRoot, epoch, quorum, calldata, submission } = event
  const key = commitmentId(at.contract, event)
  const row = new DaCommitment({
    id: state.daCommitments.find(key) ? `${key}-${at.blockNumber}-${at.logIndex}` : key,
    entrance: at.contract,
    dataRoot,
    epoch,
    quorum,
    calldata,
    commitment: submission?.commitment ?? null,
    quorumBitmap: submission?.quorumBitmap ?? null,
    aggregateKey: submission?.aggregateKey ?? null,
    signature: submission?.signature ?? null,
    author: at.txFrom,
    ...placeOf(at),
  })
  state.daCommitments.put(row)
}

export function applyDaSample(state: FactState, { at, kind: _kind, ...event }: EventOf<'da-sample'>) {
  const { logIndex: _logIndex, ...place } = placeOf(at)
  const id = `${at.blockNumber}-${at.logIndex}`
  state.daSamples.put(new DaSample({ id, entrance: at.contract, ...event, ...place }))
}

function placeOf({ blockNumber, blockTime, txHash, logIndex }: Position) {
  return { blockNumber, blockTime, txHash, logIndex }
}
