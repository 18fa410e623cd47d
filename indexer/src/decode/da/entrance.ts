import { events } from '../../abi/DAEntrance'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import { type RawLogEvent, toRawLog } from '../raw'
import { parseAddress } from '../text'
import type { DaCommitmentEvent, DaSampleEvent, DaUploadEvent } from './event'

/** `DataUpload(bytes32,uint256,uint256)` of an earlier entrance: it names no sender and no price. */
export const EARLIER_UPLOAD = '0xf0bf37f8713754493879920443065424c575888634675f146c115709bbb59acb'

/** A log of a DAEntrance. A commitment's calldata is joined once the whole transaction is decoded. */
export function decodeEntranceLog(
  log: ChainLog,
): DaUploadEvent | DaCommitmentEvent | DaSampleEvent | RawLogEvent | undefined {
  switch (log.topics[0]) {
    case events.DataUpload.topic:
      return decodeUpload(log)
    case events.ErasureCommitmentVerified.topic:
      return decodeCommitment(log)
    case events.DAReward.topic:
      return decodeReward(log)
    case EARLIER_UPLOAD:
      return toRawLog(log, 'version', 'DataUpload(bytes32,uint256,uint256)')
  }
  return undefined
}

function decodeUpload(log: ChainLog): DaUploadEvent {
  const { sender, dataRoot, epoch, quorumId, blobPrice } = decodeEvent(events.DataUpload, log)
  return { kind: 'da-upload', sender: parseAddress(sender), dataRoot, epoch, quorum: quorumId, price: blobPrice }
}

function decodeCommitment(log: ChainLog): DaCommitmentEvent {
  const { dataRoot, epoch, quorumId } = decodeEvent(events.ErasureCommitmentVerified, log)
  return { kind: 'da-commitment', dataRoot, epoch, quorum: quorumId, submission: null, calldata: 'unavailable' }
}

function decodeReward(log: ChainLog): DaSampleEvent {
  const { beneficiary, sampleRound, dataRoot, epoch, quorumId, lineIndex, sublineIndex, reward } = decodeEvent(
    events.DAReward,
    log,
  )
  return {
    kind: 'da-sample',
    beneficiary: parseAddress(beneficiary),
    round: sampleRound,
    dataRoot,
    epoch,
    quorum: quorumId,
    line: lineIndex,
    subline: sublineIndex,
    reward,
  }
}
