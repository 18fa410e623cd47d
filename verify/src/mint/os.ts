import { sha384 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256 } from '#primitives'
import type { LoggedEvent } from '../enclave/report/eventLog.js'
import { replay } from '../enclave/report/replay.js'

/** An operating system as it measures itself while it boots. Hex without prefix, as the trust material lists it. */
export interface MintOs {
  name: string
  /** Digest by which the image would be published. */
  imageHash: string
  mrTd: string
  rtmr0: string
  rtmr1: string
  rtmr2: string
  /** The events that replay to RTMR0, 1 and 2. */
  events: readonly LoggedEvent[]
}

/** The operating system of that name: everything about it follows from the name. */
export function mintOs(name: string): MintOs {
  const events = ([0, 0, 1, 1, 2] as const).map((register, n): LoggedEvent => {
    const payload = utf8ToBytes(`${name}: boot event ${n}`)
    return { register, type: 0x8000_0001, digest: sha384(payload), name: '', payload }
  })
  const [rtmr0, rtmr1, rtmr2] = replay(events).registers
  return {
    name,
    imageHash: bytesToHex(sha256(utf8ToBytes(`${name}: image`))),
    mrTd: bytesToHex(sha384(utf8ToBytes(`${name}: firmware`))),
    rtmr0,
    rtmr1,
    rtmr2,
    events,
  }
}
