import { events } from '../../abi/IdentityRegistry'
import type { ChainLog } from '../chain'
import type { EventBody } from '../event'
import { decodeMetadata, decodeRegistered, decodeTransfer, decodeUri } from './agent'

/** A log of an ERC-8004 identity registry. */
export function decodeIdentityLog(log: ChainLog): EventBody | undefined {
  switch (log.topics[0]) {
    case events.Transfer.topic:
      return decodeTransfer(log)
    case events.Registered.topic:
      return decodeRegistered(log)
    case events.MetadataSet.topic:
      return decodeMetadata(log)
    case events.URIUpdated.topic:
      return decodeUri(log)
  }
  return undefined
}
