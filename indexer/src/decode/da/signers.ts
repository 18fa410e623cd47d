import { events } from '../../abi/DASigners'
import { decodeEvent } from '../abi/decode'
import type { ChainLog } from '../chain'
import { parseAddress, toStorableText } from '../text'
import type { DaEvent } from './event'

/** A host and a port; the precompile takes any text of any length. */
const MAX_SOCKET = 1024

/** A log of the DASigners precompile: who signs for which key, and where it says that it listens. */
export function decodeSignersLog(log: ChainLog): DaEvent | undefined {
  switch (log.topics[0]) {
    case events.NewSigner.topic: {
      const { signer, pkG1, pkG2 } = decodeEvent(events.NewSigner, log)
      const keyG2 = [...pkG2.X, ...pkG2.Y].join(',')
      return { kind: 'da-signer', signer: parseAddress(signer), keyG1: `${pkG1.X},${pkG1.Y}`, keyG2 }
    }
    case events.SocketUpdated.topic: {
      const { signer, socket } = decodeEvent(events.SocketUpdated, log)
      return { kind: 'da-socket', signer: parseAddress(signer), socket: toStorableText(socket, MAX_SOCKET) }
    }
  }
  return undefined
}
