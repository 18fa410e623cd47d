import { describe, expect, it } from 'vitest'
import { readRequest, readResponse } from './reading.js'
import { findEnvelope, findFrames, sealedHash, sealedStreamHash } from './sealed.js'

const utf8 = new TextEncoder()

// Known answers of the protocol's own suite: envelopes in, hashes out.
const REQUEST =
  '{"model":"gpt-4o","_e2ee":{"v":1,"kem_id":"X25519","key_id":"AAAAAAAAAAA","client_eph_pub":"Y2xpZW50ZXBo","enc":"ZW5jYXBz","sealed_fields":["messages"],"ciphertext":"AAECAwQF"}}'
const RESPONSE =
  '{"model":"gpt-4o","usage":{"total_tokens":3},"_e2ee":{"v":1,"enc":"cmVzcGVuYw","sealed_fields":["choices"],"unbound_fields":["model","x_0g_trace"],"final":true,"ciphertext":"BgcICQoL"}}'
const FRAMES = [
  '{"model":"gpt-4o","_e2ee":{"v":1,"enc":"cmVzcGVuYw","sealed_fields":["choices"],"unbound_fields":["model","x_0g_trace"],"final":false,"ciphertext":"DA0ODxAR"}}',
  '{"model":"gpt-4o","_e2ee":{"sealed_fields":["choices"],"unbound_fields":["model","x_0g_trace"],"final":true,"ciphertext":"EhMUFRYX"}}',
]
const REQUEST_HASH = '7142bf93edca74323dd450689f4e087fea152d0b811ed5c89ad3c7668f349b8e'
const RESPONSE_HASH = 'b45f993cafa582df20c1ebb03ce421cccd00f54aa2664ac6658a98f26ec55ff7'
const STREAM_HASH = '4f41983a49ff197ec60de80a892ba9322f8e41051b4813a9edd817ac7ed8ea85'

function hashOf(text: string): string | undefined {
  const envelope = findEnvelope(text)
  return envelope && sealedHash(envelope)
}
function streamOf(...frames: string[]): string {
  return frames.map((frame) => `data: ${frame}\n\n`).join('')
}
function streamHashOf(text: string): string | undefined {
  const frames = findFrames(text)
  return frames && sealedStreamHash(frames)
}

describe('sealed hashes', () => {
  it('are those of the known answers', () => {
    const known = { aad: utf8.encode('kat-aad'), ciphertext: utf8.encode('kat-ct') }
    expect(sealedHash(known)).toBe('cd267304498951f9045bd85577a28b1c15f1a1c287987fdcedd81a62e8f507fc')
    expect(hashOf(REQUEST)).toBe(REQUEST_HASH)
    expect(hashOf(RESPONSE)).toBe(RESPONSE_HASH)
    expect(streamHashOf(streamOf(...FRAMES))).toBe(STREAM_HASH)
    expect(streamHashOf(streamOf(...FRAMES, '[DONE]'))).toBe(STREAM_HASH)
  })

  it('stand beside the SHA-256 of the bytes that travelled', () => {
    expect(readRequest(utf8.encode(REQUEST)).sealed).toBe(REQUEST_HASH)
    expect(readResponse(utf8.encode(RESPONSE)).sealed).toBe(RESPONSE_HASH)
    expect(readResponse(utf8.encode(streamOf(...FRAMES))).sealedStream).toBe(STREAM_HASH)
    expect(readRequest(utf8.encode('{"messages":[]}')).sealed).toBeUndefined()
  })

  it('do not change with what is declared unbound, and with everything else', () => {
    expect(hashOf(RESPONSE.replace('gpt-4o', 'other'))).toBe(RESPONSE_HASH)
    expect(hashOf(RESPONSE.replace('{"model"', '{"x_0g_trace":{},"model"'))).toBe(RESPONSE_HASH)
    for (const changed of [
      RESPONSE.replace('"total_tokens":3', '"total_tokens":4'),
      RESPONSE.replace('BgcICQoL', 'BgcICQoM'),
      RESPONSE.replace('"x_0g_trace"]', '"x_0g_trace","usage"]'),
      RESPONSE.replace('"choices"]', '"choices","usage"]'),
      RESPONSE.replace('{"model"', '{"extra":1,"model"'),
    ])
      expect(hashOf(changed)).not.toBe(RESPONSE_HASH)
  })

  it.each([
    ['one frame less', streamOf(...FRAMES.slice(1)), 'other'],
    ['another order', streamOf(...FRAMES.toReversed()), undefined],
    ['no final frame', streamOf(...FRAMES.slice(0, 1)), undefined],
    ['a frame twice', streamOf(FRAMES[0] ?? '', ...FRAMES), 'other'],
    ['two final frames', streamOf(...FRAMES, FRAMES[1] ?? ''), undefined],
    ['a frame in clear', streamOf('{"choices":[]}', ...FRAMES), undefined],
    ['a frame after the end', `${streamOf(...FRAMES, '[DONE]')}${streamOf(FRAMES[1] ?? '')}`, undefined],
    ['nothing', '', undefined],
  ])('differ or do not exist for a stream with %s', (_, text, expected) => {
    const found = streamHashOf(text)
    if (expected === undefined) expect(found).toBeUndefined()
    else expect([found === undefined, found === STREAM_HASH]).toEqual([false, false])
  })

  it.each([
    '{}',
    '[]',
    'null',
    '{"_e2ee":[]}',
    '{"_e2ee":{}}',
    '{"_e2ee":{"ciphertext":1}}',
    '{"_e2ee":{"ciphertext":"AA=="}}',
    '{"_e2ee":{"ciphertext":"A+/A"}}',
    '{"_e2ee":{"ciphertext":"A"}}',
    '{"_e2ee":{"ciphertext":"AB"}}',
    '{"_e2ee":{"ciphertext":"AA","unbound_fields":{}}}',
    '{"_e2ee":{"ciphertext":"AA","unbound_fields":[1]}}',
    '{"_e2ee":{"ciphertext":"AA","unbound_fields":["_e2ee"]}}',
    '{"_e2ee":{"ciphertext":"AA","v":"\\ud800"}}',
    `{"_e2ee":{"ciphertext":"AA"},"deep":${'['.repeat(60)}${']'.repeat(60)}}`,
    `${REQUEST}x`,
  ])('are not made up from %j', (text) => {
    expect(findEnvelope(text)).toBeUndefined()
  })
})
