import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { MAX_EVENTS, readEventLog } from './eventLog.js'
import { ReportError } from './reportError.js'

const DIGEST = 'ab'.repeat(48)
const EVENT = { imr: 3, event_type: 0x08000001, digest: DIGEST, event: 'app-id', event_payload: 'beef' }
const LOGGED = {
  register: 3,
  type: 0x08000001,
  digest: hexToBytes(DIGEST),
  name: 'app-id',
  payload: hexToBytes('beef'),
}

function refusal(value: unknown): string {
  try {
    readEventLog(value, 'log')
  } catch (error) {
    if (error instanceof ReportError) return `${error.kind} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('event log', () => {
  it('is a list, or JSON of one', () => {
    expect(readEventLog([EVENT], 'log')).toEqual([LOGGED])
    expect(readEventLog(JSON.stringify([EVENT]), 'log')).toEqual([LOGGED])
    expect(readEventLog([], 'log')).toEqual([])
  })

  it.each([
    ['no type', { event_type: null }, { type: null }],
    ['the largest type', { event_type: 0xffff_ffff }, { type: 0xffff_ffff }],
    ['no digest', { digest: null }, { digest: null }],
    ['a stripped digest', { digest: '' }, { digest: null }],
    ['no name', { event: null }, { name: '' }],
    ['no payload', { event_payload: null }, { payload: null }],
    ['an empty payload', { event_payload: '' }, { payload: new Uint8Array() }],
    ['the longest name', { event: 'a'.repeat(1024) }, { name: 'a'.repeat(1024) }],
    ['the longest payload', { event_payload: '00'.repeat(65_536) }, { payload: new Uint8Array(65_536) }],
    ['the first register', { imr: 0 }, { register: 0 }],
  ])('may have an event with %s', (_, change, expected) => {
    expect(readEventLog([{ ...EVENT, ...change }], 'log')).toEqual([{ ...LOGGED, ...expected }])
  })

  it('reads what an event inherits from nobody', () => {
    const event = Object.assign(Object.create({ event_payload: '00', digest: '00', event: 'x' }), { imr: 1 })
    expect(readEventLog([event], 'log')).toEqual([{ register: 1, type: null, digest: null, name: '', payload: null }])
  })

  it.each<[string, unknown, string]>([
    ['a number', 1, 'log: expected a list'],
    ['an object', {}, 'log: expected a list'],
    ['broken text', '[', 'log: expected JSON'],
    ['too long a text', ' '.repeat(2_097_153), 'log: expected JSON of at most 2097152 characters'],
    ['too many events', new Array(MAX_EVENTS + 1).fill(EVENT), 'log: expected a list of at most 2048 entries'],
    ['no object', [EVENT, 'event'], 'log[1]: expected an event'],
    ['a list as event', [[]], 'log[0]: expected an event'],
    ['no register', [{ ...EVENT, imr: null }], 'log[0].imr: expected a whole number from 0 to 3'],
    ['a fifth register', [{ ...EVENT, imr: 4 }], 'log[0].imr: expected a whole number from 0 to 3'],
    [
      'too large a type',
      [{ ...EVENT, event_type: 2 ** 32 }],
      'log[0].event_type: expected a whole number from 0 to 4294967295',
    ],
    ['a short digest', [{ ...EVENT, digest: 'ab'.repeat(47) }], 'log[0].digest: expected 48 bytes'],
    ['a long digest', [{ ...EVENT, digest: 'ab'.repeat(49) }], 'log[0].digest: expected at most 48 bytes'],
    ['a number as digest', [{ ...EVENT, digest: 0 }], 'log[0].digest: expected text'],
    ['a number as name', [{ ...EVENT, event: 1 }], 'log[0].event: expected text'],
    ['a long name', [{ ...EVENT, event: 'a'.repeat(1025) }], 'log[0].event: expected text of at most 1024 characters'],
    [
      'a payload that is no hex',
      [{ ...EVENT, event_payload: 'xx' }],
      'log[0].event_payload: expected hex digits in pairs',
    ],
    [
      'a long payload',
      [{ ...EVENT, event_payload: '00'.repeat(65_537) }],
      'log[0].event_payload: expected at most 65536 bytes',
    ],
  ])('is refused with %s', (_, value, expected) => {
    expect(refusal(value)).toBe(`malformed ${expected}`)
  })
})
