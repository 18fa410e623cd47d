import { describe, expect, it } from 'vitest'
import { skipReason } from '../../testing/fixtures.js'
import { findKnownAnswers, KNOWN_ANSWERS, toFields } from '../../testing/known.js'
import { requestsHash, requestsPreimage } from './requestsHash.js'

describe('requests hash', () => {
  it('equals the known answers, casing of the user included', (ctx) => {
    const known = findKnownAnswers()
    if (known === undefined) return ctx.skip(skipReason(KNOWN_ANSWERS, 3))
    expect(requestsPreimage(toFields(known, known.user))).toBe(known.preimage_utf8)
    expect(requestsHash(toFields(known, known.user))).toBe(known.requestsHash)
    expect(requestsHash(toFields(known, known.user.toLowerCase()))).toBe(known.requestsHash_if_lowercase_user)
  })

  it('depends on order and on every digit', () => {
    const request = { requestHash: 'id', userAddress: '0xA', fee: '3', inputFee: '1', outputFee: '2' }
    const other = { ...request, requestHash: 'di' }
    expect(requestsHash([request, other])).not.toBe(requestsHash([other, request]))
    expect(requestsHash([request])).not.toBe(requestsHash([{ ...request, outputFee: '3' }]))
  })

  it('does not depend on where one field ends: that is what the readings are counted for', () => {
    const request = { requestHash: 'id', userAddress: '0xA', fee: '11', inputFee: '1', outputFee: '10' }
    expect(requestsHash([request])).toBe(requestsHash([{ ...request, inputFee: '11', outputFee: '0' }]))
  })
})
