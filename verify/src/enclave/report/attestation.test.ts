import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { readAttestation } from './attestation.js'
import { RUNTIME_EVENT } from './replay.js'
import { ReportError } from './reportError.js'

/** Bytes behind their length, and a list behind its count, as SCALE writes them. */
function vector(bytes: Uint8Array): Uint8Array {
  return concatBytes(compact(bytes.length), bytes)
}
function list(...entries: Uint8Array[]): Uint8Array {
  return concatBytes(compact(entries.length), ...entries)
}
function compact(count: number): Uint8Array {
  if (count < 64) return Uint8Array.of(count * 4)
  if (count < 16_384) return Uint8Array.of((count * 4 + 1) & 0xff, count >> 6)
  return Uint8Array.of((count * 4 + 2) & 0xff, (count >> 6) & 0xff, (count >> 14) & 0xff, count >> 22)
}
const text = (value: string) => vector(utf8ToBytes(value))
const none = new Uint8Array()
const DIGEST = new Uint8Array(48).fill(0xab)
const QUOTE = hexToBytes('04000200')

interface BootEvent {
  register?: Uint8Array
  digest?: Uint8Array
  name?: string
  payload?: Uint8Array
}
function boot({ register = hexToBytes('00000000'), digest = DIGEST, name = 'boot', payload = none }: BootEvent = {}) {
  return concatBytes(register, hexToBytes('0b000080'), vector(digest), text(name), vector(payload))
}
function runtime(name: string, payload: Uint8Array): Uint8Array {
  return concatBytes(text(name), vector(payload))
}

interface Parts {
  head?: Uint8Array
  quote?: Uint8Array
  boots?: Uint8Array
  runtimes?: Uint8Array
  reportData?: Uint8Array
  config?: Uint8Array
  tail?: Uint8Array
}
function attestation(parts: Parts = {}): Uint8Array {
  const { head = hexToBytes('0000'), quote = QUOTE, boots = list(boot()), reportData = new Uint8Array(64) } = parts
  const { runtimes = list(runtime('app-id', hexToBytes('beef'))), config = utf8ToBytes('{}'), tail = none } = parts
  return concatBytes(head, vector(quote), boots, runtimes, reportData, vector(config), tail)
}

function refusal(parts: Parts): string {
  try {
    readAttestation(attestation(parts), 'attestation')
  } catch (error) {
    if (error instanceof ReportError) return `${error.kind} ${error.message}`
    throw error
  }
  return 'accepted'
}

const bootEvent = { register: 0, type: 0x8000_000b, digest: DIGEST, name: 'boot', payload: none }
const runtimeEvent = { register: 3, type: RUNTIME_EVENT, digest: null, name: 'app-id', payload: hexToBytes('beef') }

describe('binary attestation', () => {
  it('has a quote, the events of the boot and those of the runtime', () => {
    expect(readAttestation(attestation(), 'attestation')).toEqual({ quote: QUOTE, events: [bootEvent, runtimeEvent] })
    expect(refusal({ quote: new Uint8Array(65_536), config: new Uint8Array(65_536) })).toBe('accepted')
  })

  it('leaves a stripped digest open, and takes RTMR3 from the runtime events alone', () => {
    const boots = list(
      boot({ digest: none }),
      boot({ register: hexToBytes('03000000') }),
      boot({ register: hexToBytes('02000000') }),
    )
    const { events } = readAttestation(attestation({ boots }), 'attestation')
    expect(events).toEqual([{ ...bootEvent, digest: null }, { ...bootEvent, register: 2 }, runtimeEvent])
  })

  it.each<[string, Parts, string]>([
    ['another version', { head: hexToBytes('0100') }, 'unknown attestation.version: expected 0'],
    ['another kind', { head: hexToBytes('0001') }, 'unknown attestation.kind: expected 0, dstack on TDX'],
    ['a long quote', { quote: new Uint8Array(65_537) }, 'malformed attestation.quote: expected at most 65536 bytes'],
    [
      'a fifth register',
      { boots: list(boot({ register: hexToBytes('04000000') })) },
      'malformed attestation.eventLog[0].imr: expected a register from 0 to 3',
    ],
    [
      'a register in another byte',
      { boots: list(boot(), boot({ register: hexToBytes('00010000') })) },
      'malformed attestation.eventLog[1].imr: expected a register from 0 to 3',
    ],
    [
      'a short digest',
      { boots: list(boot({ digest: DIGEST.subarray(1) })) },
      'malformed attestation.eventLog[0].digest: expected 48 bytes or none',
    ],
    [
      'a long digest',
      { boots: list(boot({ digest: new Uint8Array(49) })) },
      'malformed attestation.eventLog[0].digest: expected at most 48 bytes',
    ],
    [
      'a long name',
      { boots: list(boot({ name: 'a'.repeat(1025) })) },
      'malformed attestation.eventLog[0].event: expected at most 1024 bytes',
    ],
    [
      'a long payload',
      { boots: list(boot({ payload: new Uint8Array(65_537) })) },
      'malformed attestation.eventLog[0].payload: expected at most 65536 bytes',
    ],
    [
      'a long name at run time',
      { runtimes: list(runtime('a'.repeat(1025), none)) },
      'malformed attestation.runtimeEvents[0].event: expected at most 1024 bytes',
    ],
    [
      'a long payload at run time',
      { runtimes: list(runtime('a', new Uint8Array(65_537))) },
      'malformed attestation.runtimeEvents[0].payload: expected at most 65536 bytes',
    ],
    [
      'too many events',
      { boots: list(...new Array(2049).fill(boot())) },
      'malformed attestation.eventLog: expected at most 2048 entries',
    ],
    [
      'too many events at run time',
      { runtimes: list(...new Array(2049).fill(runtime('a', none))) },
      'malformed attestation.runtimeEvents: expected at most 2048 entries',
    ],
    [
      'short report data and nothing behind',
      { runtimes: list(), reportData: new Uint8Array(60), config: none },
      'malformed attestation.reportData: expected 64 bytes, of which not all are there',
    ],
    [
      'a long configuration',
      { config: new Uint8Array(65_537) },
      'malformed attestation.config: expected at most 65536 bytes',
    ],
    [
      'two bytes behind the end',
      { tail: hexToBytes('0000') },
      'malformed attestation: expected nothing behind the end, found 2 bytes',
    ],
  ])('is refused with %s', (_, parts, expected) => {
    expect(refusal(parts)).toBe(expected)
  })
})
