import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAYER, PAYER_AS_HASHED, PROVIDER } from '../../testing/scenario.js'
import { buildTags, parseTags } from './tags.js'

const TAGS =
  '0x746f75636873746f6e652f313c44cdddb6a900fa2b585dd299e03d12fa4293bc70997970c51812dc3a010c7d01b50e0d17dc79c8'

describe('tags of an anchor', () => {
  it('are ASCII touchstone/1, payer, provider: 52 bytes', () => {
    expect(buildTags({ payer: PAYER_AS_HASHED, provider: PROVIDER })).toBe(TAGS)
    expect(TAGS.length).toBe(2 + 2 * 52)
    expect(parseTags(TAGS)).toEqual({ payer: PAYER, provider: PROVIDER })
  })

  it('may be followed by bytes of somebody else', () => {
    expect(parseTags(`${TAGS}00ff`)).toEqual({ payer: PAYER, provider: PROVIDER })
  })

  it.each([
    ['0x'],
    [TAGS.slice(0, -2)],
    [TAGS.slice(0, -1)],
    [TAGS.replace('746f', '546f')],
    [TAGS.replace('2f31', '2f32')],
    ['0xzz'],
    [TAGS.slice(2)],
  ])('of anything else are nobody’s: %s', (tags) => {
    expect(parseTags(tags as `0x${string}`)).toBeUndefined()
  })

  it('never throws on what anyone can put on chain', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        const tags = parseTags(bytes)
        if (tags !== undefined) expect(buildTags(tags).slice(2)).toBe(Buffer.from(bytes.slice(0, 52)).toString('hex'))
      }),
    )
  })

  it('names the address that has the wrong size', () => {
    expect(() => buildTags({ payer: '0x12', provider: PROVIDER })).toThrow('payer must have 20 bytes, got 1')
  })
})
