import { describe, expect, it } from 'vitest'
import { TextBuffer } from './textBuffer.js'

describe('TextBuffer', () => {
  it('holds one text after another, whatever their sizes and characters', () => {
    const buffer = new TextBuffer()
    const texts = [['a', 'ü', '🜚'], [], ['x'.repeat(70_000), 'ü'.repeat(70_000)], ['🜚'.repeat(200_000)], ['b', '', 'c']]
    for (const pieces of texts) expect(buffer.fill(pieces).toString('utf8') === pieces.join('')).toBe(true)
  })

  it('takes pieces as they come to be', () => {
    const buffer = new TextBuffer()
    let made = 0
    function* pieces() {
      for (let n = 0; n < 100_000; n++) yield `${made++} `
    }
    expect(buffer.fill(pieces()).toString('utf8').trimEnd().split(' ').map(Number)).toEqual(
      Array.from({ length: 100_000 }, (_, n) => n),
    )
  })
})
