import { describe, expect, it } from 'vitest'
import { findFixture, skipReason } from '../../testing/fixtures.js'
import { findKnownAnswers, KNOWN_ANSWERS } from '../../testing/known.js'
import { mockKey, otherKey, serviceKey, sha256, trust } from '../../testing/scenario.js'
import { toBase64 } from '../base64.js'
import { conclude } from '../conclude.js'
import type { Hex } from '../subject.js'
import { type ResponseProof, verifyResponseProof } from './responseProof.js'

const utf8 = new TextEncoder()
const request = utf8.encode('{"messages":[]}')
const response = utf8.encode('{"choices":[]}')
const IDS = ['request-bytes', 'response-bytes', 'response-signature']

function signed(text: string, key = serviceKey): ResponseProof {
  return { text, signature: key.signText(text), signingAddress: key.address, request, response, trust }
}
const text = `${sha256(request)}:${sha256(response)}`
const honest = signed(text)

function statusOf(proof: ResponseProof): string {
  const { checks } = verifyResponseProof(proof)
  expect(checks.map(({ id }) => id)).toEqual(IDS)
  for (const check of checks) if (check.status === 'fail') expect(check.fault).toBe('publisher')
  return checks.map(({ status }) => status).join(' ')
}

describe('a chat signature', () => {
  it('passes with the bytes that it names, and concludes', () => {
    const { checks, observations } = verifyResponseProof(honest)
    expect(statusOf(honest)).toBe('pass pass pass')
    expect(conclude({ kind: 'chat-signature' }, checks).outcome).toBe('verified')
    expect(observations).toEqual([])
    expect(checks[2]).toMatchObject({ expected: serviceKey.address, found: serviceKey.address })
  })

  it.each<[string, Partial<ResponseProof>, string]>([
    ['without bytes', { request: undefined as never, response: undefined as never }, 'absent absent pass'],
    ['without a request', { request: undefined as never }, 'absent pass pass'],
    ['with another request', { request: response }, 'fail pass pass'],
    ['with another response', { response: request }, 'pass fail pass'],
    ['with one byte more', { response: utf8.encode('{"choices":[]}\n') }, 'pass fail pass'],
    ['with an empty response', { response: new Uint8Array() }, 'pass fail pass'],
    ['by another key than it names', { signingAddress: otherKey.address }, 'pass pass fail'],
    ['over another text', { signature: serviceKey.signText('x') }, 'pass pass fail'],
    ['that is no signature', { signature: `0x${'00'.repeat(65)}` }, 'pass pass fail'],
    ['by a key that everybody knows', signed(text, mockKey), 'pass pass fail'],
    ['over a text of another form', signed(`${text}:x`), 'absent absent absent'],
    ['over a reserved form', signed(`zg-sig-v1/plain:${text}`), 'absent absent absent'],
    ['over a sealed form, with plaintext', signed(`zg-sig-v1/e2ee-ct:${text}`), 'absent absent pass'],
    ['with upper-case digests', signed(text.toUpperCase()), 'absent absent absent'],
  ])('%s: %s', (_, changes, statuses) => {
    expect(statusOf({ ...honest, ...changes })).toBe(statuses)
  })

  it('says what it could not look at', () => {
    const { trust: _, ...proof } = signed(text, mockKey)
    expect(verifyResponseProof(proof).observations).toEqual([expect.objectContaining({ id: 'mock-keys-unknown' })])
    const relayed = verifyResponseProof(signed(`${text}:centralized:aliyun:${'c'.repeat(64)}`))
    expect(relayed.observations).toEqual([expect.objectContaining({ id: 'relayed-to' })])
  })

  it('covers images', () => {
    const images = ['one', 'two'].map((image) => utf8.encode(image))
    const answer = (some: Uint8Array[]) =>
      utf8.encode(JSON.stringify({ data: some.map((image) => ({ b64_json: toBase64(image) })) }))
    const over = (some: Uint8Array[]) => `${sha256(request)}:${some.map(sha256).join(',')}`
    const [one] = images
    if (one === undefined) throw new Error('an image')
    expect(statusOf({ ...signed(over(images)), response: answer(images) })).toBe('pass pass pass')
    expect(statusOf({ ...signed(over([one])), response: answer([one]) })).toBe('pass pass pass')
    expect(statusOf({ ...signed(over([one])), response: one })).toBe('pass pass pass')
    expect(statusOf({ ...signed(over(images)), response: answer(images.toReversed()) })).toBe('pass fail pass')
    expect(statusOf({ ...signed(over(images)), response: one })).toBe('pass fail pass')
  })
})

describe('real responses', () => {
  const name = 'compute/tee-inference-enclave-v0.vectors.json'
  interface Vector {
    name: string
    inputs: { preimage: string; signature: Hex; claimed_signer: Hex; canonical: string }
  }

  it('of mainnet: the honest one passes, tampered text and answer fail', (ctx) => {
    const fixture = findFixture<{ vectors: Vector[] }>(name)
    if (fixture === undefined) return ctx.skip(skipReason(name, 4))
    const get = (which: string) => {
      const vector = fixture.vectors.find((candidate) => candidate.name === which)
      if (vector === undefined) throw new Error(`no vector ${which}`)
      return vector.inputs
    }
    const { preimage, signature, claimed_signer: signingAddress } = get('signer_recovery_match')
    const real: ResponseProof = {
      text: preimage,
      signature,
      signingAddress,
      request: utf8.encode(get('request_digest_match').canonical),
      response: utf8.encode(get('response_digest_match').canonical),
      trust,
    }
    expect(statusOf(real)).toBe('pass pass pass')
    expect(statusOf({ ...real, text: get('signer_recovery_tampered_preimage').preimage })).toBe('fail pass fail')
    expect(statusOf({ ...real, response: utf8.encode(get('response_digest_tampered').canonical) })).toBe(
      'pass fail pass',
    )
    expect(statusOf({ ...real, signingAddress: otherKey.address })).toBe('pass pass fail')
  })

  it('of the known answers, plain and relayed', (ctx) => {
    const known = findKnownAnswers()
    if (known === undefined) return ctx.skip(skipReason(KNOWN_ANSWERS, 3))
    const bodies = {
      signingAddress: known.signer,
      request: utf8.encode(known.response.request_utf8),
      response: utf8.encode(known.response.response_utf8),
    }
    expect(statusOf({ ...bodies, ...known.response.teeml, trust })).toBe('pass pass pass')
    expect(statusOf({ ...bodies, ...known.response.routing })).toBe('pass pass pass')
    expect(statusOf({ ...bodies, ...known.response.routing, text: known.response.teeml.text })).toBe('pass pass fail')
  })
})

describe('every changed byte', () => {
  it('of text, signature, address and bodies takes the verdict away', () => {
    const outcomeOf = (proof: ResponseProof) =>
      conclude({ kind: 'chat-signature' }, verifyResponseProof(proof).checks).outcome
    const flip = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)))
    const change = (hex: string, at: number) => hex.slice(0, at) + (hex[at] === '0' ? '1' : '0') + hex.slice(at + 1)
    const mutants = [
      ...Array.from(text, (_, at) => ({ text: change(text, at) })),
      ...Array.from(honest.signature.slice(2), (_, at) => ({ signature: change(honest.signature, at + 2) as Hex })),
      ...Array.from(serviceKey.address.slice(2), (_, at) => ({
        signingAddress: change(serviceKey.address, at + 2) as Hex,
      })),
      ...Array.from(request, (_, at) => ({ request: flip(request, at) })),
      ...Array.from(response, (_, at) => ({ response: flip(response, at) })),
    ]
    expect(mutants.length).toBeGreaterThan(300)
    for (const mutant of mutants)
      expect([mutant, outcomeOf({ ...honest, ...mutant })]).not.toEqual([mutant, 'verified'])
  })
})
