import { events as beacon } from '../abi/Beacon'
import { events as flow } from '../abi/Flow'
import { decodeEvent } from './abi/decode'
import type { ChainLog, WatchedContract } from './chain'
import { type ComputeMeaning, decodeLedgerLog, decodeServingLog } from './compute/log'
import { decodeEntranceLog } from './da/entrance'
import { decodeSignersLog } from './da/signers'
import type { EventBody } from './event'
import { decodeFineTuningLog } from './fineTuning/log'
import { decodeIdentityLog, isIdentityContract } from './identity/log'
import { decodeSubmit } from './storage/anchor'
import { parseAddress } from './text'

/** What one log says: an event, or a part that only stands for one together with others of its transaction. */
export type LogMeaning = EventBody | ComputeMeaning

/** A meaning with where it stands and who emitted it. */
export interface PlacedMeaning<Meaning = LogMeaning> {
  logIndex: number
  contract: string
  meaning: Meaning
}

/** Meaning of one log by the kind of contract that emitted it; undefined for topics that are not read. Throws on malformed data. */
export function decodeLog(log: ChainLog, contract: WatchedContract): LogMeaning | undefined {
  if (contract.kind === 'beacon' || contract.upgradeable) {
    const upgraded = decodeUpgraded(log)
    if (upgraded) return upgraded
  }
  if (isIdentityContract(contract)) return decodeIdentityLog(log, contract)
  switch (contract.kind) {
    case 'inferenceServing':
      return decodeServingLog(log)
    case 'ledgerManager':
      return decodeLedgerLog(log)
    case 'flow':
      return log.topics[0] === flow.Submit.topic ? decodeSubmit(log) : undefined
    case 'daEntrance':
      return decodeEntranceLog(log)
    case 'daSigners':
      return decodeSignersLog(log)
    case 'fineTuningServing':
      return decodeFineTuningLog(log)
  }
  return undefined
}

function decodeUpgraded(log: ChainLog): EventBody | undefined {
  if (log.topics[0] !== beacon.Upgraded.topic) return undefined
  const { implementation } = decodeEvent(beacon.Upgraded, log)
  return { kind: 'upgraded', beacon: log.address, implementation: parseAddress(implementation) }
}
