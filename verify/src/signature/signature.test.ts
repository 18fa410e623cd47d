import { getBytes, hashMessage, solidityPackedKeccak256, verifyMessage, verifyTypedData } from 'ethers'
import { describe, expect, it } from 'vitest'
import { recoverAddress } from '#primitives'
import { skipReason } from '../../testing/fixtures.js'
import { testKey } from '../../testing/keys.js'
import { findKnownAnswers, KNOWN_ANSWERS, toSigned } from '../../testing/known.js'
import {
  CHAIN,
  CONTRACT,
  honestRecords,
  mockKey,
  otherKey,
  serviceKey,
  settlementOf,
  trust,
} from '../../testing/scenario.js'
import { personalMessageDigest } from '../content/personalMessage.js'
import { fromHex } from '../hex.js'
import type { Hex, SettlementSubject } from '../subject.js'
import { eip712SettlementDigest, settlementDigest, settlementDomainSeparator } from './digest.js'
import { readSignature, recoverSigner } from './recover.js'
import { checkSignature } from './signature.js'

const DOMAIN = { chainId: CHAIN, contract: CONTRACT }
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

function recoverFrom(digest: Hex, signature: Hex): Hex | undefined {
  const form = readSignature(signature)
  return form.kind === 'signature' ? recoverAddress(fromHex(digest), form.signature) : undefined
}

function statuses(subject: SettlementSubject): Record<string, string> {
  const checks = checkSignature(subject, trust).checks
  return Object.fromEntries(checks.map((check) => [check.id, check.status]))
}

describe('settlement digest', () => {
  it.for(['mainnet', 'testnet'] as const)('equals the known answers of %s', (network, ctx) => {
    const known = findKnownAnswers()
    if (known === undefined) return ctx.skip(skipReason(KNOWN_ANSWERS, 1))
    const { domain, domainSeparator, digest, signature } = known.eip712[network]
    const own = { chainId: domain.chainId, contract: domain.verifyingContract }
    expect(settlementDomainSeparator(own)).toBe(domainSeparator)
    expect(eip712SettlementDigest(own, toSigned(known))).toBe(digest)
    expect(recoverFrom(digest, signature)).toBe(known.signer.toLowerCase())
    const elsewhere = eip712SettlementDigest({ ...own, chainId: 1 }, toSigned(known))
    expect(recoverFrom(elsewhere, signature)).not.toBe(known.signer.toLowerCase())
  })

  it('is what ethers verifies as typed data', () => {
    const { item } = settlementOf(honestRecords(2))
    const types = {
      TEESettlement: [
        'bytes32 requestsHash',
        'uint256 nonce',
        'address provider',
        'address user',
        'uint256 totalFee',
      ].map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' })),
    }
    const domain = { name: '0G Inference Serving', version: '1', chainId: CHAIN, verifyingContract: CONTRACT }
    expect(verifyTypedData(domain, types, item, item.signature).toLowerCase()).toBe(serviceKey.address)
  })

  it('of the old scheme is what ethers makes of the packed fields, whatever chain and contract are said', () => {
    const { item } = settlementOf(honestRecords(2))
    const packed = solidityPackedKeccak256(
      ['bytes32', 'uint256', 'address', 'address', 'uint256'],
      [item.requestsHash, item.nonce, item.provider, item.user, item.totalFee],
    )
    for (const chainId of [1, CHAIN])
      expect(settlementDigest({ scheme: 'eip191', ...DOMAIN, chainId, ...item })).toBe(hashMessage(getBytes(packed)))
  })

  it('takes zero and the largest uint256, and no number beyond them', () => {
    const { item } = settlementOf(honestRecords(1))
    for (const nonce of [0n, (1n << 256n) - 1n])
      expect(eip712SettlementDigest(DOMAIN, { ...item, nonce })).toMatch(/^0x[0-9a-f]{64}$/)
    for (const nonce of [-1n, 1n << 256n])
      expect(() => eip712SettlementDigest(DOMAIN, { ...item, nonce })).toThrow('nonce is not a uint256')
    expect(() => eip712SettlementDigest(DOMAIN, { ...item, totalFee: -1n })).toThrow('totalFee is not a uint256')
  })

  it('names the field that has the wrong size', () => {
    const { item } = settlementOf(honestRecords(1))
    const input = { ...DOMAIN, ...item }
    for (const scheme of ['eip712', 'eip191'] as const) {
      expect(() => settlementDigest({ ...input, scheme, user: '0x12' })).toThrow('user must have 20 bytes')
      expect(() => settlementDigest({ ...input, scheme, provider: '0x12' })).toThrow('provider must have 20 bytes')
      expect(() => settlementDigest({ ...input, scheme, nonce: -1n })).toThrow('nonce is not a uint256')
      expect(() => settlementDigest({ ...input, scheme, totalFee: -1n })).toThrow('totalFee is not a uint256')
    }
    expect(() => settlementDomainSeparator({ ...DOMAIN, contract: '0x12' })).toThrow('contract must have 20 bytes')
    expect(() => settlementDomainSeparator({ ...DOMAIN, chainId: -1 })).toThrow('chainId is not a uint256')
  })
})

describe('response signature', () => {
  it('equals the known answers for both forms of text', (ctx) => {
    const known = findKnownAnswers()
    if (known === undefined) return ctx.skip(skipReason(KNOWN_ANSWERS, 2))
    for (const { text, signature } of [known.response.teeml, known.response.routing]) {
      const form = readSignature(signature)
      if (form.kind !== 'signature') throw new Error(form.why)
      expect(recoverAddress(personalMessageDigest(text), form.signature)).toBe(known.signer.toLowerCase())
      expect(recoverAddress(personalMessageDigest(`${text} `), form.signature)).not.toBe(known.signer.toLowerCase())
    }
  })

  it('counts bytes, not characters, as ethers does', () => {
    const text = 'größer ✓'
    expect(verifyMessage(text, serviceKey.signText(text)).toLowerCase()).toBe(serviceKey.address)
  })
})

describe('form of a signature', () => {
  const good = serviceKey.signText('hello')
  const flipS = (signature: Hex): Hex => {
    const s = ORDER - BigInt(`0x${signature.slice(66, 130)}`)
    const v = signature.endsWith('1b') ? '1c' : '1b'
    return `0x${signature.slice(2, 66)}${s.toString(16).padStart(64, '0')}${v}`
  }
  it.each<[string, Hex, string]>([
    ['short', good.slice(0, -2) as Hex, '64 bytes instead of 65'],
    ['long', `${good}00`, '66 bytes instead of 65'],
    ['of the other v', `${good.slice(0, -2)}00` as Hex, 'v is 0'],
    ['with its twin’s s', flipS(good), 'upper half'],
    ['led by something else', `1${good}` as Hex, 'not hex'],
    ['no hex', '0xzz', 'not hex'],
    ['of an odd number of digits', '0x1', 'not hex'],
  ])('is refused when %s', (_, signature, why) => {
    expect(readSignature(signature)).toEqual({ kind: 'malformed', why: expect.stringContaining(why) })
  })

  it('may have the largest s of the lower half, and no larger one', () => {
    const withS = (s: bigint): Hex => `${good.slice(0, 66)}${s.toString(16).padStart(64, '0')}1b` as Hex
    expect(readSignature(withS(ORDER >> 1n))).toMatchObject({ kind: 'signature', hasTwin: false })
    expect(readSignature(withS((ORDER >> 1n) + 1n)).kind).toBe('malformed')
    expect(readSignature(withS((ORDER >> 1n) + 1n), 'legacy')).toMatchObject({ kind: 'signature', hasTwin: true })
  })

  it('may end in 0 or 1 by the old rules, and in nothing else below 27', () => {
    const ending = (v: string) => readSignature(`${good.slice(0, -2)}${v}` as Hex, 'legacy')
    expect([ending('00'), ending('01')]).toMatchObject([{ signature: { recovery: 0 } }, { signature: { recovery: 1 } }])
    for (const v of ['02', '03', '1a', '1d'])
      expect(ending(v)).toEqual({ kind: 'malformed', why: `v is ${Number(`0x${v}`)} instead of 27 or 28` })
  })

  it('may hold numbers from which no key recovers', () => {
    expect(recoverFrom(`0x${'11'.repeat(32)}`, `0x${'00'.repeat(64)}1b`)).toBeUndefined()
    expect(recoverFrom(`0x${'11'.repeat(32)}`, `0x${'ff'.repeat(32)}${'00'.repeat(31)}011b`)).toBeUndefined()
  })
})

describe('signature of a bill', () => {
  const honest = settlementOf(honestRecords(2))

  it('passes for the acknowledged key of the service', () => {
    expect(statuses(honest)).toEqual({
      'signature-form': 'pass',
      'signer-matches': 'pass',
      'signer-acknowledged': 'pass',
      'signer-secret': 'pass',
    })
  })

  it.each<[string, SettlementSubject, string]>([
    ['another key', { ...honest, signer: otherKey.address }, 'signer-matches'],
    ['no key at all', { ...honest, signer: null }, 'signer-matches'],
    ['no acknowledgement', { ...honest, signerAcknowledged: false }, 'signer-acknowledged'],
    ['another amount', { ...honest, item: { ...honest.item, totalFee: 1n } }, 'signer-matches'],
    ['a torn signature', { ...honest, item: { ...honest.item, signature: '0x12' } }, 'signature-form'],
  ])('accuses nobody where the index has %s', (_, subject, id) => {
    const checks = checkSignature(subject, trust).checks
    expect(checks.some((check) => check.status === 'fail')).toBe(false)
    expect(checks.find((check) => check.id === id)).toMatchObject({
      status: 'unavailable',
      reason: expect.stringMatching(/^index-inconsistent: /),
    })
  })

  it('fails the provider for a key that everybody knows', () => {
    const checks = checkSignature(settlementOf(honestRecords(2), mockKey), trust).checks
    expect(checks.at(-1)).toMatchObject({
      id: 'signer-secret',
      status: 'fail',
      fault: 'provider',
      reason: expect.stringContaining('is public (test vectors)'),
    })
    expect(checks.filter((check) => check.status === 'pass')).toHaveLength(3)
  })

  it('knows a mock key in any casing, and only that', () => {
    const upper = `0x${mockKey.address.slice(2).toUpperCase()}` as Hex
    const shouted = { ...trust, mockSigners: [{ address: upper, source: 's' }] }
    const mocked = settlementOf(honestRecords(1), mockKey)
    expect(checkSignature(mocked, shouted).checks.at(-1)?.status).toBe('fail')
    const other = { ...trust, mockSigners: [{ address: testKey(0x44).address, source: 's' }] }
    expect(checkSignature(mocked, other).checks.at(-1)?.status).toBe('pass')
  })

  it('is not judged for generation B', () => {
    const { checks, observations } = checkSignature({ ...honest, generation: 'B' }, trust)
    expect(checks).toEqual([expect.objectContaining({ id: 'signature-form', status: 'absent' })])
    expect(observations).toEqual([])
  })

  it('could not be checked without calldata', () => {
    expect(new Set(Object.values(statuses({ ...honest, item: null })))).toEqual(new Set(['unavailable']))
    expect(checkSignature({ ...honest, item: null }, trust).observations).toEqual([])
  })
})

describe('legacy signature of a bill', () => {
  const honest = settlementOf(honestRecords(2))
  const legacy = (generation: 'C' | 'D', change = (signature: Hex) => signature): SettlementSubject => {
    const digest = settlementDigest({ scheme: 'eip191', chainId: 1, contract: CONTRACT, ...honest.item })
    const signature = change(serviceKey.signDigest(fromHex(digest)))
    return { ...honest, generation, item: { ...honest.item, signature } }
  }
  const twin = (signature: Hex): Hex => {
    const s = ORDER - BigInt(`0x${signature.slice(66, 130)}`)
    return `0x${signature.slice(2, 66)}${s.toString(16).padStart(64, '0')}${signature.endsWith('1b') ? '1c' : '1b'}`
  }
  const zeroBased = (signature: Hex): Hex => `${signature.slice(0, -2) as Hex}${signature.endsWith('1b') ? '00' : '01'}`
  const idsOf = (subject: SettlementSubject) => checkSignature(subject, trust).observations.map(({ id }) => id)

  it('equals the known answer', (ctx) => {
    const known = findKnownAnswers()
    if (known === undefined) return ctx.skip(skipReason(KNOWN_ANSWERS, 1))
    const { digest, signature } = known.eip191_legacy
    const input = { chainId: 16_661, contract: CONTRACT, ...toSigned(known) }
    expect(settlementDigest({ scheme: 'eip191', ...input })).toBe(digest)
    expect(settlementDigest({ scheme: 'eip191', ...input, nonce: known.nonce, totalFee: known.totalFee })).toBe(digest)
    expect(recoverSigner(digest, signature)).toBe(known.signer.toLowerCase())
    expect(settlementDigest({ scheme: 'eip712', ...input })).toBe(known.eip712.mainnet.digest)
    expect(recoverSigner(known.eip712.mainnet.digest, signature)).not.toBe(known.signer.toLowerCase())
  })

  it('passes in generation D, and says that it names no chain', () => {
    expect(Object.values(statuses(legacy('D')))).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(idsOf(legacy('D'))).toEqual(['signature-replayable'])
    expect(Object.values(statuses(legacy('D', zeroBased)))).toEqual(['pass', 'pass', 'pass', 'pass'])
  })

  it('passes with s in the upper half, and says that it has a twin', () => {
    expect(Object.values(statuses(legacy('D', twin)))).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(idsOf(legacy('D', twin))).toEqual(['signature-replayable', 'signature-malleable'])
  })

  it('finds no acknowledgement by the owner in generation C', () => {
    expect(Object.values(statuses(legacy('C')))).toEqual(['pass', 'pass', 'absent', 'pass'])
    const unread = checkSignature({ ...legacy('C'), signer: null }, trust).checks[1]
    expect(unread).toMatchObject({ status: 'unavailable', reason: expect.stringMatching(/^The payer named the key/) })
    const wrong = checkSignature({ ...legacy('C'), signer: otherKey.address }, trust).checks[1]
    expect(wrong?.reason).toMatch(/^index-inconsistent/)
  })

  it('of one scheme does not pass as that of the other', () => {
    expect(statuses({ ...legacy('D'), generation: 'E' })['signer-matches']).toBe('unavailable')
    expect(statuses({ ...honest, generation: 'D' })['signer-matches']).toBe('unavailable')
    for (const change of [twin, zeroBased])
      expect(statuses({ ...legacy('D', change), generation: 'E' })['signature-form']).toBe('unavailable')
    const other = (signature: Hex): Hex => `${signature.slice(0, -2) as Hex}02`
    expect(statuses(legacy('D', other))['signature-form']).toBe('unavailable')
  })
})

describe('digest and recovery by themselves', () => {
  const { item } = settlementOf(honestRecords(1))
  const input = { scheme: 'eip712' as const, chainId: CHAIN, contract: CONTRACT, ...item }

  it('name the signer', () => {
    expect(recoverSigner(settlementDigest(input), item.signature)).toBe(serviceKey.address)
    expect(recoverSigner(settlementDigest({ ...input, chainId: 1 }), item.signature)).not.toBe(serviceKey.address)
    expect(recoverSigner(settlementDigest(input), '0x12')).toBeUndefined()
  })

  it.each([
    [{ nonce: '01' }, 'nonce is not a canonical decimal'],
    [{ nonce: '-1' }, 'nonce is not a canonical decimal'],
    [{ totalFee: '1e3' }, 'totalFee is not a canonical decimal'],
    [{ totalFee: `${1n << 256n}` }, 'totalFee is not a uint256'],
    [{ requestsHash: '0x12' as Hex }, 'requestsHash must have 32 bytes'],
  ])('take nothing else: %o', (changes, why) => {
    for (const scheme of ['eip712', 'eip191'] as const)
      expect(() => settlementDigest({ ...input, scheme, ...changes })).toThrow(why)
    expect(() => recoverSigner('0x12', item.signature)).toThrow('digest must have 32 bytes')
  })
})
