import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCid } from './cid.js'

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

describe('parseCid', () => {
  it('knows identifiers that others made', () => {
    // The raw block "hello world", and the older form of a tree.
    const sha256 = createHash('sha256').update('hello world').digest('hex')
    expect(parseCid('bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e')).toMatchObject({ sha256 })
    expect(parseCid('QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG')).toMatchObject({ sha256: undefined })
    expect(parseCid('bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi')).toMatchObject({ sha256: undefined })
  })

  it('reads the digest of every raw block, in every base', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (file) => {
        const digest = createHash('sha256').update(file).digest()
        const bytes = Buffer.concat([Buffer.from([1, 0x55, 0x12, 32]), digest])
        for (const text of [`b${toBase32(bytes)}`, `B${toBase32(bytes).toUpperCase()}`, `f${bytes.toString('hex')}`])
          expect(parseCid(text)).toEqual({ text, sha256: digest.toString('hex') })
      }),
    )
  })

  it.each([
    ['another code', [1, 0x70, 0x12, 32], 32],
    ['another hash', [1, 0x55, 0x1b, 32], 32],
    ['an identity hash', [1, 0x55, 0, 5], 5],
  ] as const)('gives no digest for %s', (_what, head, length) => {
    const text = `f${Buffer.from([...head, ...Array(length).fill(7)]).toString('hex')}`
    expect(parseCid(text)).toEqual({ text, sha256: undefined })
  })

  it.each([
    ['nothing', ''],
    ['version 0 in base 16', `f${'00'.repeat(36)}`],
    ['too short a digest', `f01551220${'ab'.repeat(31)}`],
    ['too long a digest', `f01551220${'ab'.repeat(33)}`],
    ['a number that could be shorter', `f8100551220${'ab'.repeat(32)}`],
    ['a number without end', `f${'ff'.repeat(36)}`],
    ['odd hex', `f0155122${'ab'.repeat(32)}`],
    ['another base', `m${'ab'.repeat(32)}`],
    ['digits of another base', 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n51'],
    ['an old one whose bytes are no hash', `Qm${'z'.repeat(44)}`],
    ['a long one', `f01551220${'ab'.repeat(99)}`],
  ])('does not read %s', (_what, text) => expect(parseCid(text)).toBeUndefined())

  it('never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'b', 'f', 'z', 'Qm'), fc.string(), (base, text) => void parseCid(base + text)),
    )
  })
})
