import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keccak256 } from '#primitives'
import { toHex } from '../hex.js'
import { storageRoot } from '../storage/storageRoot.js'
import { type Commitment, type CommitmentScheme, verifyCommitment } from './commitment.js'

const bytes = new TextEncoder().encode('{"value":1}')
const keccak = toHex(keccak256(bytes))
const root = storageRoot(bytes).root ?? ''
const COMMITTER = `0x${'aa'.repeat(20)}` as const
const STRANGER = `0x${'bb'.repeat(20)}` as const
const judge = (scheme: CommitmentScheme, expected: string, rest: Partial<Commitment> = {}) =>
  verifyCommitment({ scheme, expected, bytes, ...rest })

describe('commitment', () => {
  it.each<[CommitmentScheme, string, string]>([
    ['erc8004-file', keccak, 'keccak256'],
    ['agent-card', keccak.toUpperCase().replace('0X', '0x'), 'keccak256'],
    ['erc7857-data', root, 'storage-root'],
    ['erc7857-data', keccak, 'keccak256'],
    ['fine-tuning-model', root, 'storage-root'],
    ['reference', `0g://${root}`, 'storage-root'],
  ])('of %s passes by %s', (scheme, expected, method) => {
    expect(judge(scheme, expected)).toMatchObject({ status: 'pass', method })
  })

  it.each<[CommitmentScheme, string]>([
    ['erc8004-file', root],
    ['agent-card', root],
    ['fine-tuning-model', keccak],
    ['reference', `0g://${keccak}`],
  ])('of %s is not met by the hash of another kind', (scheme, expected) => {
    expect(judge(scheme, expected).status).toBe('unavailable')
  })

  it('accuses the committer of bytes that it authored, and nobody of anybody else’s', () => {
    const other = toHex(keccak256(new Uint8Array(1)))
    const by = (author?: typeof COMMITTER | typeof STRANGER) =>
      judge('erc8004-file', other, { committer: COMMITTER, ...(author && { author }) }).status
    expect([by(COMMITTER), by(STRANGER), by()]).toEqual(['fail', 'unavailable', 'unavailable'])
    expect(judge('erc8004-file', other, { author: COMMITTER }).status).toBe('unavailable')
    expect(judge('erc8004-file', other)).toMatchObject({ expected: other, found: keccak })
  })

  it('is unavailable without bytes', () => {
    expect(judge('erc8004-file', keccak, { bytes: null })).toMatchObject({ status: 'unavailable', found: null })
  })

  it.each<[CommitmentScheme, string, string | undefined, string]>([
    ['erc8004-file', `0x${'00'.repeat(32)}`, 'ipfs://bafy', 'names its content itself'],
    ['erc8004-file', `0x${'00'.repeat(32)}`, 'https://x.test', 'No hash is on chain.'],
    ['erc8004-file', `0x${'00'.repeat(32)}`, undefined, 'No hash is on chain.'],
    ['erc8004-file', '0x12', undefined, 'no hash that is understood'],
    ['reference', keccak, undefined, 'no hash that is understood'],
    ['reference', 'da://1/2', undefined, 'no hash that is understood'],
    ['reference', '', undefined, 'no hash that is understood'],
  ])('of %s is absent for %s at %s', (scheme, expected, uri, reason) => {
    const found = judge(scheme, expected, {
      ...(uri === undefined ? {} : { uri }),
      committer: COMMITTER,
      author: COMMITTER,
    })
    expect(found).toMatchObject({ status: 'absent', reason: expect.stringContaining(reason) })
  })

  it('never passes after a change of any byte, and never throws', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.string(), (at, mask, text) => {
        const spoiled = bytes.with(at, (bytes[at] ?? 0) ^ mask)
        for (const expected of [keccak, root, `0g://${root}`, text])
          for (const scheme of ['erc8004-file', 'erc7857-data', 'fine-tuning-model', 'reference'] as const)
            expect(judge(scheme, expected, { bytes: spoiled }).status).not.toBe('pass')
        expect(judge('fine-tuning-model', root, { bytes: new Uint8Array(0) }).status).not.toBe('pass')
      }),
    )
  })
})
