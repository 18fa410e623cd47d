import { describe, expect, it } from 'vitest'
import { mockKey, otherKey, serviceKey, sha256, trust } from '../../testing/scenario.js'
import { toBase64 } from '../base64.js'
import { type ResponseProof, verifyResponseProof } from './responseProof.js'

const utf8 = new TextEncoder()
const question = 'content'

describe('a chat signature in words', () => {
  const request = utf8.encode('{"messages":[]}')
  const response = utf8.encode('{"choices":[]}')
  const text = `${sha256(request)}:${sha256(response)}`
  const signed = (of: string, key = serviceKey): ResponseProof => {
    return { text: of, signature: key.signText(of), signingAddress: key.address, request, response, trust }
  }
  const reasons = (proof: ResponseProof) => verifyResponseProof(proof).checks.map(({ reason }) => reason)
  const expectedKey = serviceKey.address

  it('holds', () => {
    const pass = { question, status: 'pass', evidence: [] }
    expect(verifyResponseProof(signed(text))).toEqual({
      checks: [
        { ...pass, id: 'request-bytes', expected: sha256(request), found: sha256(request) },
        { ...pass, id: 'response-bytes', expected: sha256(response), found: sha256(response) },
        { ...pass, id: 'response-signature', expected: expectedKey, found: expectedKey },
      ],
      observations: [],
    })
  })

  it('is wrong for the bytes and for the key', () => {
    const { checks } = verifyResponseProof({
      ...signed(text),
      request: response,
      response: request,
      signingAddress: otherKey.address,
    })
    const fail = { question, status: 'fail', fault: 'publisher', evidence: [] }
    expect(checks).toEqual([
      {
        ...fail,
        id: 'request-bytes',
        reason: 'The given request is not the one that was signed.',
        expected: sha256(request),
        found: sha256(response),
      },
      {
        ...fail,
        id: 'response-bytes',
        reason: 'The given response is not the one that was signed.',
        expected: sha256(response),
        found: sha256(request),
      },
      {
        ...fail,
        id: 'response-signature',
        reason: 'The signature is not by the address that the record names.',
        expected: otherKey.address,
        found: expectedKey,
      },
    ])
    const none = verifyResponseProof({ ...signed(text), signature: `0x${'00'.repeat(65)}` }).checks[2]
    expect(none).toMatchObject({
      ...{ reason: 'No key recovers from the signature of the response.', expected: expectedKey, found: 'no key' },
    })
    expect(verifyResponseProof(signed(text, mockKey)).checks[2]).toMatchObject({
      ...{ reason: `The private key of ${mockKey.address} is public (test vectors).`, found: mockKey.address },
    })
  })

  it('says what it does not read', () => {
    const { request: _, response: __, ...bare } = signed(text)
    expect(reasons(bare)).toEqual([
      'The bytes of the request were not given.',
      'The bytes of the response were not given.',
      undefined,
    ])
    const unread = (which: string) => `The signed text names no ${which} in a form that this version reads.`
    expect(reasons(signed(`${text}:x`))).toEqual([
      unread('request'),
      unread('response'),
      'The signed text has a form that this version does not read.',
    ])
    expect(reasons(signed(`zg-sig-v1/plain:${text}`))).toEqual([
      unread('request'),
      unread('response'),
      'The signed text has a form that is reserved and not in use.',
    ])
    for (const form of ['e2ee-ct', 'e2ee-ct-stream']) {
      const sealed = verifyResponseProof(signed(`zg-sig-v1/${form}:${text}`))
      const other = (which: string) => `The signature covers a sealed ${which}; what was given is another form of it.`
      expect(sealed.checks.map(({ reason }) => reason)).toEqual([other('request'), other('response'), undefined])
      expect(sealed.checks.map(({ expected }) => expected)).toEqual([sha256(request), sha256(response), expectedKey])
      expect(sealed.observations).toEqual([
        {
          id: 'sealed',
          question,
          evidence: [],
          text: 'The signature covers sealed envelopes: what they say is known to the asker alone.',
        },
      ])
    }
    const { trust: ___, ...untrusting } = signed(`${text}:centralized:aliyun:${'c'.repeat(64)}`)
    expect(verifyResponseProof(untrusting).observations).toEqual([
      {
        id: 'relayed-to',
        question,
        evidence: [],
        text: `The signer says that it relayed the request: centralized aliyun, TLS certificate ${'c'.repeat(64)}.`,
      },
      {
        id: 'mock-keys-unknown',
        question,
        evidence: [],
        text: 'No list of publicly known keys was given: a mock key is not recognised.',
      },
    ])
    expect(verifyResponseProof({ ...untrusting, trust, signingAddress: otherKey.address }).observations).toEqual([])
  })

  it('takes one image for a body only where it is signed as one', () => {
    const image = utf8.encode('image')
    const answer = utf8.encode(JSON.stringify({ data: [{ b64_json: toBase64(image) }] }))
    const check = (of: string, bytes: Uint8Array) => verifyResponseProof({ ...signed(of), response: bytes }).checks[1]
    expect(check(`${sha256(request)}:${sha256(image)}`, answer)).toMatchObject({ status: 'pass', found: sha256(image) })
    expect(check(`${sha256(request)}:${sha256(answer)}`, answer)).toMatchObject({
      status: 'pass',
      found: sha256(answer),
    })
    const relayed = `${sha256(request)}:${sha256(image)}:t:a:${'c'.repeat(64)}`
    expect(check(relayed, answer)).toMatchObject({ status: 'fail', found: sha256(answer) })
    const two = `${sha256(request)}:${sha256(image)},${sha256(image)}`
    expect(check(two, image)).toMatchObject({ status: 'fail', found: 'no images' })
    const both = utf8.encode(
      JSON.stringify({ data: [image, utf8.encode('b')].map((one) => ({ b64_json: toBase64(one) })) }),
    )
    expect(check(`${sha256(request)}:${sha256(image)}`, both)).toMatchObject({ status: 'fail', found: sha256(both) })
  })
})
