import { describe, expect, it } from 'vitest'
import { findComposeHash, findPlatformEvent, readConfigId } from './compose.js'

const HASH = new Uint8Array(32).fill(0xab)
const OTHER = new Uint8Array(32).fill(0xcd)
const none = new Uint8Array()

function configId(version: number, hash: Uint8Array, ...tail: number[]): Uint8Array {
  const value = new Uint8Array(48)
  value.set([version, ...hash, ...tail])
  return value
}
/** Events with the payload given, or none. */
function events(...list: (string | [name: string, payload: Uint8Array])[]) {
  return list.map((entry) => {
    const [name, payload] = typeof entry === 'string' ? [entry, none] : entry
    return { name, payload }
  })
}

describe('MRCONFIGID', () => {
  it('is nothing, the hash of a compose, or another form', () => {
    expect(readConfigId(new Uint8Array(48))).toEqual({ kind: 'none' })
    expect(readConfigId(configId(1, HASH))).toEqual({ kind: 'compose', hash: 'ab'.repeat(32) })
    expect(readConfigId(configId(2, HASH))).toEqual({ kind: 'other', version: 2 })
    expect(readConfigId(configId(0, HASH))).toEqual({ kind: 'other', version: 0 })
  })

  it('is no hash with anything behind it', () => {
    expect(readConfigId(configId(1, HASH, 1))).toEqual({ kind: 'other', version: 1 })
    expect(readConfigId(configId(1, HASH).with(47, 1))).toEqual({ kind: 'other', version: 1 })
  })
})

describe('measured compose hash', () => {
  const hash = { hash: 'ab'.repeat(32) }
  it.each([
    ['is the one before the end of the boot', events(['compose-hash', HASH], 'boot-mr-done'), hash],
    ['is not what the application measures later', events('boot-mr-done', ['compose-hash', HASH]), null],
    [
      'stays, whatever is measured later',
      events(['compose-hash', HASH], 'boot-mr-done', ['compose-hash', OTHER]),
      hash,
    ],
    ['is none where the boot never ends', events(['compose-hash', HASH], 'system-ready'), null],
    ['is none of another name', events(['app-id', HASH], 'boot-mr-done'), null],
    ['is none of another length', events(['compose-hash', HASH.subarray(1)], 'boot-mr-done'), null],
    [
      'is doubled where the boot measures two',
      events(['compose-hash', HASH], ['compose-hash', OTHER], 'boot-mr-done'),
      'doubled',
    ],
    [
      'is doubled where it measures one twice',
      events(['compose-hash', HASH], ['compose-hash', HASH], 'boot-mr-done'),
      'doubled',
    ],
    [
      'ends at the first end of the boot',
      events(['compose-hash', HASH], 'boot-mr-done', ['compose-hash', OTHER], 'boot-mr-done'),
      hash,
    ],
    ['is none without events', [], null],
  ])('%s', (_, measured, expected) => {
    expect(findComposeHash(measured)).toEqual(expected)
  })
})

describe('event of the platform', () => {
  it.each([
    ['is found before the system is ready', events(['os', HASH], 'system-ready'), HASH],
    ['is found behind the end of the boot', events('boot-mr-done', ['os', HASH], 'system-ready'), HASH],
    ['is the first of its name', events(['os', HASH], ['os', OTHER], 'system-ready'), HASH],
    ['is none that the application measures', events('system-ready', ['os', HASH]), null],
    ['is none where the system is never ready', events(['os', HASH]), null],
    ['is none of another name', events(['other', HASH], 'system-ready'), null],
  ])('%s', (_, measured, expected) => {
    expect(findPlatformEvent(measured, 'os')).toEqual(expected)
  })
})
