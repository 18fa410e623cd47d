import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serviceKey } from '../../testing/scenario.js'
import { ChatSignatureError, parseChatSignature } from './chatSignature.js'

const text = `${'a'.repeat(64)}:${'b'.repeat(64)}`
const served = {
  text,
  signature: serviceKey.signText(text),
  signing_address: serviceKey.address.toUpperCase().replace('0X', '0x'),
  signing_algo: 'ecdsa',
}
const nested = { ...served, provider_type: 'centralized', provider_identity: 'aliyun', tls_cert_fingerprint: 'c' }

describe('a chat signature as served', () => {
  it('is read into lower case, without what no signature covers', () => {
    const statement = { text, signature: served.signature, signingAddress: serviceKey.address }
    expect(parseChatSignature(JSON.stringify({ ...served, provider_identity: 'aliyun' }))).toEqual(statement)
    expect(parseChatSignature(JSON.stringify({ ...served, routing_proof: nested }))).toEqual({
      ...statement,
      routingProof: statement,
    })
    expect(parseChatSignature(JSON.stringify({ ...served, signing_algo: undefined }))).toEqual(statement)
  })

  it.each<[string, unknown, RegExp]>([
    ['no object', null, /expected an object/],
    ['a list', [served], /expected an object|signature\.text/],
    ['no text', { ...served, text: undefined }, /signature\.text/],
    ['a text that is none', { ...served, text: 5 }, /signature\.text/],
    ['a text without end', { ...served, text: 'x'.repeat(8193) }, /signature\.text/],
    ['no signature', { ...served, signature: undefined }, /signature\.signature/],
    ['64 bytes', { ...served, signature: served.signature.slice(0, -2) }, /130 hex digits/],
    ['66 bytes', { ...served, signature: `${served.signature}00` }, /130 hex digits/],
    ['no hex', { ...served, signature: served.signature.replace(/.$/, 'g') }, /130 hex digits/],
    ['no prefix', { ...served, signature: served.signature.slice(2) }, /130 hex digits/],
    ['no address', { ...served, signing_address: '0x12' }, /signing_address/],
    ['another algorithm', { ...served, signing_algo: 'ed25519' }, /signing_algo: expected "ecdsa"/],
    ['a routing proof that is none', { ...served, routing_proof: 'x' }, /routing_proof: expected an object/],
    [
      'a routing proof without text',
      { ...served, routing_proof: { ...nested, text: undefined } },
      /routing_proof\.text/,
    ],
  ])('is refused with %s', (_, value, message) => {
    expect(() => parseChatSignature(JSON.stringify(value))).toThrow(ChatSignatureError)
    expect(() => parseChatSignature(JSON.stringify(value))).toThrow(message)
  })

  it('is refused where it is not JSON, cut short or too long', () => {
    const json = JSON.stringify(served)
    for (const wrong of ['', 'null', json.slice(0, -1), `${json}x`, `${json}${' '.repeat(65_536)}`])
      expect(() => parseChatSignature(wrong)).toThrow(ChatSignatureError)
  })

  it('throws nothing else, whatever is read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ ...served, text: value })),
        ),
        (json) => {
          try {
            parseChatSignature(json)
          } catch (error) {
            expect(error).toBeInstanceOf(ChatSignatureError)
          }
        },
      ),
    )
  })
})
