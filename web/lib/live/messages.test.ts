import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageReader } from './messages'

const STREAM =
  'retry: 2000\n\nid: 0a0b0c0d.1.1\nevent: settlement\ndata: {"payer":"0x1"}\n\n:\n\nid: 0a0b0c0d.2.5\n\nevent: dropped\ndata: a\ndata: b\n\n'
const MESSAGES = [
  { id: '0a0b0c0d.1.1', event: 'settlement', data: '{"payer":"0x1"}' },
  { id: '0a0b0c0d.2.5', event: 'message', data: '' },
  { id: undefined, event: 'dropped', data: 'a\nb' },
]

describe('a stream of events', () => {
  it('gives the same messages wherever it was cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: STREAM.length }), { maxLength: 8 }), (cuts) => {
        const reader = new MessageReader()
        const places = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length]
        const pieces = places.slice(1).map((place, n) => STREAM.slice(places[n], place))
        expect(pieces.flatMap((piece) => reader.read(piece))).toEqual(MESSAGES)
      }),
    )
  })

  it('keeps no message that does not end', () => {
    const reader = new MessageReader()
    expect(() => {
      for (let n = 0; n < 100; n++) reader.read('x'.repeat(1024))
    }).toThrow(RangeError)
  })
})
