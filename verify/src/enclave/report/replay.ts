import { sha384 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { LoggedEvent } from './eventLog.js'

/** Type of the events by which dstack extends RTMR3 while a machine runs. */
export const RUNTIME_EVENT = 0x0800_0001
const RUNTIME_REGISTER = 3
const REGISTER_BYTES = 48

/** An event of RTMR3 whose payload the register binds. */
export interface RuntimeEvent {
  name: string
  payload: Uint8Array
}

/** What a log comes to. Registers in hex without prefix. */
export interface Replay {
  registers: readonly [string, string, string, string]
  /** Events of RTMR3 whose digest is that of their payload, in order. */
  events: readonly RuntimeEvent[]
  /** How many events of RTMR3 come without words that their digest binds: what they said may be anything. */
  hidden: number
  /** Why the log cannot be right whatever the registers say; null where nothing is wrong with it. */
  broken: string | null
}

/**
 * Replays a log: every register starts as 48 zero bytes and becomes SHA-384(register ‖ digest) with every event. The
 * digest of a runtime event in RTMR3 is recomputed from its payload, so that the words of the log are bound and not
 * their digest alone.
 */
export function replay(events: readonly LoggedEvent[]): Replay {
  const registers = [0, 1, 2, 3].map(() => new Uint8Array(REGISTER_BYTES))
  const runtime: RuntimeEvent[] = []
  let broken: string | null = null
  let hidden = 0
  for (const event of events) {
    const digest = digestOf(event)
    if (digest === null) broken ??= `An event of RTMR${event.register} has neither digest nor payload.`
    else registers[event.register] = sha384(concatBytes(registers[event.register] ?? new Uint8Array(), digest))
    if (event.register !== RUNTIME_REGISTER || digest === null) continue
    if (!isRuntime(event) || event.payload === null) {
      hidden += 1
      continue
    }
    if (event.digest !== null && bytesToHex(event.digest) !== bytesToHex(digest)) {
      broken ??= `The digest of the event "${event.name}" is not that of its payload.`
    }
    runtime.push({ name: event.name, payload: event.payload })
  }
  const [r0 = '', r1 = '', r2 = '', r3 = ''] = registers.map((register) => bytesToHex(register))
  return { registers: [r0, r1, r2, r3], events: runtime, hidden, broken }
}

/** SHA-384(type, little-endian ‖ ":" ‖ name ‖ ":" ‖ payload): the digest of a runtime event. */
export function runtimeDigest(name: string, payload: Uint8Array): Uint8Array {
  const type = new Uint8Array(4)
  new DataView(type.buffer).setUint32(0, RUNTIME_EVENT, true)
  const colon = utf8ToBytes(':')
  return sha384(concatBytes(type, colon, utf8ToBytes(name), colon, payload))
}

function digestOf(event: LoggedEvent): Uint8Array | null {
  return isRuntime(event) && event.payload !== null ? runtimeDigest(event.name, event.payload) : event.digest
}

function isRuntime(event: LoggedEvent): boolean {
  return event.register === RUNTIME_REGISTER && event.type === RUNTIME_EVENT
}
