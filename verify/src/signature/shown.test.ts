import { describe, expect, it } from 'vitest'
import { CONTRACT, honestRecords, mockKey, otherKey, serviceKey, settlementOf, trust } from '../../testing/scenario.js'
import { fromHex } from '../hex.js'
import type { Hex, SettlementSubject } from '../subject.js'
import { settlementDigest } from './digest.js'
import { checkSignature } from './signature.js'

const honest = settlementOf(honestRecords(1))
const evidence = [{ kind: 'transaction', ref: honest.txHash }]
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

function legacy(generation: 'C' | 'D', key = serviceKey): SettlementSubject & { item: typeof honest.item } {
  const digest = settlementDigest({ scheme: 'eip191', chainId: 1, contract: CONTRACT, ...honest.item })
  return { ...honest, generation, item: { ...honest.item, signature: key.signDigest(fromHex(digest)) } }
}

/** Whole checks, so that no word of what people are shown can change unnoticed. */
function checksOf(subject: SettlementSubject) {
  return checkSignature(subject, trust).checks
}

describe('what is shown of a signature', () => {
  it('is the recovered key beside the known one, and the transaction', () => {
    const of = (id: string) => ({ id, question: 'signature', status: 'pass', evidence })
    const key = serviceKey.address
    expect(checkSignature(honest, trust)).toEqual({
      checks: [
        of('signature-form'),
        { ...of('signer-matches'), expected: key, found: key },
        of('signer-acknowledged'),
        { ...of('signer-secret'), found: key },
      ],
      observations: [],
    })
  })

  it('is both keys where they differ', () => {
    const [, matches] = checksOf({ ...honest, signer: otherKey.address })
    expect(matches).toEqual({
      id: 'signer-matches',
      question: 'signature',
      status: 'unavailable',
      reason: 'index-inconsistent: the contract checked this signature against a key that the index does not have.',
      expected: otherKey.address,
      found: serviceKey.address,
      evidence,
    })
  })

  it('says that no key is known, none recovers, and none was acknowledged', () => {
    const torn = { ...honest, signer: null, signerAcknowledged: false, item: { ...honest.item, signature: '0x12' } }
    expect(checksOf(torn as SettlementSubject).map(({ question, ...check }) => check)).toEqual([
      {
        id: 'signature-form',
        status: 'unavailable',
        reason: 'index-inconsistent: the contract accepted this signature, but it has 1 bytes instead of 65.',
        evidence,
      },
      {
        id: 'signer-matches',
        status: 'unavailable',
        reason: 'index-inconsistent: the contract checked this signature against a key that the index does not have.',
        expected: 'no signer known',
        found: 'no key recovers',
        evidence,
      },
      {
        id: 'signer-acknowledged',
        status: 'unavailable',
        reason:
          'index-inconsistent: the contract accepts acknowledged keys only, but the index has no acknowledgement.',
        evidence,
      },
      {
        id: 'signer-secret',
        status: 'unavailable',
        reason: 'index-inconsistent: no key recovers from a signature that the contract accepted.',
        evidence,
      },
    ])
  })

  it('is the public key and who published it', () => {
    expect(checksOf(settlementOf(honestRecords(1), mockKey)).at(-1)).toMatchObject({
      reason: `The private key of ${mockKey.address} is public (test vectors): anyone could have signed this bill.`,
      found: mockKey.address,
      evidence: [{ kind: 'transaction' }],
    })
  })

  it('says who named the key in generation C', () => {
    expect(checksOf(legacy('C'))[2]).toEqual({
      id: 'signer-acknowledged',
      question: 'signature',
      status: 'absent',
      reason: 'In this generation (October 2025) the payer named the key in its account; nobody else had a say.',
      evidence,
    })
  })

  it('says of an old signature what it leaves open, and of a torn one no more than that', () => {
    const replayable = {
      id: 'signature-replayable',
      question: 'signature',
      text: 'The signature names neither chain nor contract: the same bill could be presented to other deployments.',
      evidence,
    }
    const malleable = {
      id: 'signature-malleable',
      question: 'signature',
      text: 'The s of the signature lies in the upper half: anyone can write the same signature in a second form.',
      evidence,
    }
    const signed = (signature: Hex) => ({ ...honest, generation: 'D' as const, item: { ...honest.item, signature } })
    const withS = (s: bigint): Hex => `0x${'11'.repeat(32)}${s.toString(16).padStart(64, '0')}1b`
    expect(checkSignature(signed(withS(HALF_ORDER)), trust).observations).toEqual([replayable])
    expect(checkSignature(signed(withS(HALF_ORDER + 1n)), trust).observations).toEqual([replayable, malleable])
    expect(checkSignature(signed('0x12'), trust).observations).toEqual([replayable])
  })
})
