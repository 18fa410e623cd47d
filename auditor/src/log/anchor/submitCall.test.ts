import { createHash } from 'node:crypto'
import { buildLogTags, checkSubmission, parseTags, storageRoot } from '@touchstone/verify'
import { expect, it } from 'vitest'
import { buildSubmitCall } from './submitCall.js'

const TAGS = buildLogTags('ab'.repeat(32))
const SUBMITTER = `0x${'1A'.repeat(20)}` as const

// SHA-256 of the call as the ethers library encodes it from the contract's ABI.
it.each([
  [1, 1n, '8fd1fe65385565f66a9b52527c8119ca5915b51b3c9a2d890002de2b0883fe80'],
  [257, 2n, '35736d6a41bac0dfa21aa1c0516a34e06451bbb88394a2a98561a2b131d2bf49'],
  [700, 3n, '53b39a91958204aaabb1e681dceee73cba78747a9e462932f13003c4948ba6e2'],
])('encodes a file of %i bytes as another implementation does', (size, sectors, digest) => {
  const file = new Uint8Array(size).fill(7)
  const call = buildSubmitCall(file, TAGS, SUBMITTER)
  const { root, nodes } = storageRoot(file)
  expect(call).toMatchObject({ root, sectors })
  expect(createHash('sha256').update(call.data).digest('hex')).toBe(digest)
  expect(checkSubmission(BigInt(size), nodes)).toEqual({ kind: 'valid', sectors })
})

it('anchors no empty file', () => {
  expect(() => buildSubmitCall(new Uint8Array(), TAGS, SUBMITTER)).toThrow(RangeError)
})

it('is taken for no trail', () => {
  expect(TAGS).toBe(`0x${Buffer.from('touchstone/log/1').toString('hex')}${'ab'.repeat(32)}`)
  expect(parseTags(TAGS)).toBeUndefined()
})
