import { describe, expect, it } from 'vitest'
import { claimOf, pattern, withProof } from '../../testing/segments.js'
import { fromHex, toHex } from '../hex.js'
import type { Hex } from '../subject.js'
import { joinHashes, SEGMENT_BYTES } from './chunkTree.js'
import type { SegmentProof } from './segmentProof.js'
import { storageRoot } from './storageRoot.js'
import { type SegmentClaim, type SegmentResult, verifySegment } from './verifySegment.js'

type Refusal = Omit<Extract<SegmentResult, { kind: 'mismatch' }>, 'kind'>
function expectRefusal(claim: SegmentClaim, refusal: Refusal): void {
  expect(verifySegment(claim)).toStrictEqual({ kind: 'mismatch', ...refusal })
}

// The third of four: a sibling on its right, then one on its left.
const claim = claimOf(pattern(1_000_000), 2)
const last = claimOf(pattern(1_000_000), 3)
const { lemma, path } = claim.proof
const other = `0x${'ee'.repeat(32)}` as const

describe('a refused segment says of the question', () => {
  it.each(['', '0x', '0x12', `${other}00`, other.slice(2), `0x${'zz'.repeat(32)}`])('that %o is no root', (root) => {
    expectRefusal({ ...claim, root: root as Hex }, { why: 'the root is not 32 bytes of hex', found: root })
  })

  it('that the file has no such segment', () => {
    expectRefusal({ ...claim, index: 4 }, { why: 'a file of 1000000 bytes has no bytes in segment 4' })
    expectRefusal({ ...claim, fileSize: 1.5 }, { why: 'a file of 1.5 bytes has no bytes in segment 2' })
  })

  it('nothing where the root is in upper case', () => {
    const root = `0x${claim.root.slice(2).toUpperCase()}` as const
    expect(verifySegment({ ...claim, root })).toEqual({ kind: 'match' })
  })
})

describe('a refused segment says of the data', () => {
  it.each<[string, unknown]>([
    ['text', 'a'.repeat(SEGMENT_BYTES)],
    ['a list', new Array(SEGMENT_BYTES).fill(0)],
    ['nothing', undefined],
  ])('that %s is no bytes', (_, data) => {
    expectRefusal({ ...claim, data: data as Uint8Array }, { why: 'the data is not bytes' })
  })

  it('which length or lengths it could have', () => {
    const why = 'the segment has another length'
    expectRefusal({ ...claim, data: claim.data.subarray(1) }, { why, expected: '262144', found: '262143' })
    // 999 936 bytes would be whole chunks; 64 follow.
    expectRefusal({ ...last, data: new Uint8Array(213_569) }, { why, expected: '213568 or 213760', found: '213569' })
    expect(verifySegment(last)).toEqual({ kind: 'match' })
    expect(verifySegment({ ...last, data: last.data.subarray(0, 213_568) })).toEqual({ kind: 'match' })
  })

  it('that something stands behind the file', () => {
    for (const at of [213_568, 213_759])
      expectRefusal({ ...last, data: last.data.with(at, 1) }, { why: 'there are bytes after the end of the file' })
  })

  it('which root it has', () => {
    const data = claim.data.with(0, 0xee)
    const found = storageRoot(data).root ?? undefined
    expectRefusal({ ...claim, data }, { why: 'the bytes have another segment root', expected: lemma[0], found })
  })
})

describe('a refused segment says of the proof', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'proof'],
    ['no sides', { lemma }],
    ['no hashes', { path }],
    ['lists in text', { lemma: lemma.join(), path: path.join() }],
  ])('that %s is none', (_, proof) => {
    expectRefusal(
      { ...claim, proof: proof as SegmentProof },
      { why: 'the proof is not a list of hashes and a list of sides' },
    )
  })

  it('how many hashes it should have', () => {
    const why = 'the proof has another number of hashes'
    expectRefusal(withProof(claim, { lemma: [] }), { why, expected: '4', found: '0' })
    expectRefusal(withProof(claim, { lemma: lemma.slice(1) }), { why, expected: '4', found: '3' })
    expectRefusal(withProof(claim, { lemma: [...lemma, claim.root] }), { why, expected: '4', found: '5' })
    const only = claimOf(pattern(256), 0)
    expectRefusal(withProof(only, { lemma: [only.root, only.root] }), { why, expected: '1', found: '2' })
  })

  it.each<[string, unknown]>([
    ['upper case', lemma[1]?.toUpperCase()],
    ['31 bytes', lemma[1]?.slice(0, -2)],
    ['no prefix', lemma[1]?.slice(2)],
    ['a list whose text is a hash', [lemma[1]]],
    ['nothing', null],
  ])('that %s is no hash', (_, hash) => {
    const changed = lemma.with(1, hash as Hex)
    expectRefusal(withProof(claim, { lemma: changed }), {
      why: 'a hash of the proof is not 32 bytes of lower-case hex',
    })
  })

  it.each<[string, readonly unknown[], string]>([
    ['the other sides', [false, true], '2: right left'],
    ['one side alone', [true], '1: left'],
    ['no side', [], '0: '],
    ['a third side', [true, false, true], '3: left right left'],
    ['numbers', [1, 0], '2: neither neither'],
    ['a very long path', new Array(100_000).fill(true), `100000: ${new Array(64).fill('left').join(' ')}`],
  ])('that it goes by %s', (_, sides, found) => {
    expectRefusal(withProof(claim, { path: sides as boolean[] }), {
      why: 'the proof takes another path',
      expected: '2: left right',
      found,
    })
  })

  it('to which root it leads', () => {
    const changed = withProof(claim, { lemma: lemma.with(-1, other) })
    expectRefusal(changed, { why: 'the proof leads to another root', expected: claim.root, found: other })
  })

  it.each([0, 1, 2])('to what it folds with another hash at %i', (at) => {
    const changed = lemma.with(at, other)
    const [own, right, left] = changed.map(fromHex)
    if (own === undefined || right === undefined || left === undefined) throw new Error('The proof is too short.')
    const found = toHex(joinHashes(left, joinHashes(own, right)))
    const why = 'the proof does not fold to the root'
    expectRefusal(withProof(claim, { lemma: changed }), { why, expected: claim.root, found })
  })
})
