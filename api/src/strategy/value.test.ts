import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBytes, readDataCard, readText } from './value'

const HASH = 'ab'.repeat(32)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hexOf = (text: string) => `0x${Buffer.from(text).toString('hex')}`

describe('a committed value', () => {
  it.each([
    ['32 bytes', `0x${HASH}`, 32, { form: 'hash', value: HASH }],
    ['a hash as text', hexOf(`0x${HASH.toUpperCase()}`), 66, { form: 'hash', value: HASH }],
    ['a hash with its function', hexOf(`sha256:${HASH}`), 71, { form: 'hash', value: HASH }],
    ['plain text', hexOf('You are Atlas.'), 14, { form: 'text', value: sha256('You are Atlas.') }],
    ['bytes that were cut', hexOf('You are'), 4097, { form: 'unreadable', value: null }],
    ['no bytes', '0x', 0, { form: 'unreadable', value: null }],
    ['bytes that are no text', '0xff', 1, { form: 'unreadable', value: null }],
  ])('of %s', (_, hex, size, expected) => {
    expect(readBytes(hex, size)).toEqual(expected)
  })

  it('is read from a card that lies on chain, and from nothing else', () => {
    const json = JSON.stringify({ system: HASH })
    expect(readDataCard(`data:application/json,${encodeURIComponent(json)}`)).toEqual({ system: HASH })
    expect(readDataCard(`data:application/json;base64,${Buffer.from(json).toString('base64')}`)).toEqual({
      system: HASH,
    })
    for (const uri of ['data:,', 'data:,[1]', 'data:,%', `https://x/${json}`]) expect(readDataCard(uri)).toBeUndefined()
  })

  it('never throws on what strangers write', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ maxLength: 40 }), (text, bytes) => {
        readText(text)
        readDataCard(`data:${text}`)
        expect(readBytes(`0x${Buffer.from(bytes).toString('hex')}`, bytes.length).value ?? HASH).toMatch(
          /^[0-9a-f]{64}$/,
        )
      }),
    )
  })
})
