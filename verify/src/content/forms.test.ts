import { describe, expect, it } from 'vitest'
import {
  evidenceOf,
  honestRecord,
  INPUT_PRICE,
  OUTPUT_PRICE,
  otherKey,
  PROVIDER,
  serviceKey,
  settlementOf,
  sha256,
  trailOf,
  trust,
} from '../../testing/scenario.js'
import { toBase64 } from '../base64.js'
import { checkOpening } from '../opening/opening.js'
import type { TrailRecord } from '../trail/record.js'
import { checkContent } from './content.js'
import { readRequest, readResponse } from './reading.js'

const utf8 = new TextEncoder()

function look(record: TrailRecord) {
  const subject = settlementOf([record])
  const evidence = evidenceOf({ trails: [trailOf([record], PROVIDER)] })
  const { checks, observations } = checkContent(subject, evidence, trust, checkOpening(subject, evidence))
  return {
    status: Object.fromEntries(checks.map(({ id, status }) => [id, status])),
    reason: (id: string) => checks.find((check) => check.id === id)?.reason,
    notes: observations.map(({ text }) => text),
  }
}
function body(text: string) {
  return { sha256: sha256(utf8.encode(text)), bytes: toBase64(utf8.encode(text)) }
}
function statement(text: string, key = serviceKey) {
  return { text, signature: key.signText(text), signingAddress: key.address }
}

describe('images', () => {
  const images = [utf8.encode('first image'), utf8.encode('second image')]
  const answer = JSON.stringify({ data: images.map((image) => ({ b64_json: toBase64(image) })) })
  const listed = images.map((image) => ({ sha256: sha256(image), bytes: toBase64(image) }))
  const signing = (digests: string[]) => statement(`${honestRecord(0).request.sha256}:${digests.join(',')}`)
  const record: TrailRecord = {
    ...honestRecord(0),
    response: body(answer),
    proof: signing(listed.map((image) => image.sha256)),
  }

  it('hold in the body of the response, or listed beside it', () => {
    for (const one of [
      record,
      { ...record, images: listed },
      { ...record, response: body('{"data":[]}'), images: listed },
    ]) {
      expect(look(one).status).toMatchObject({
        'request-bytes': 'pass',
        'response-bytes': 'pass',
        'response-signature': 'pass',
        'bytes-fit-bill': 'absent',
      })
    }
  })

  it('hold for a single image, which is signed like a body', () => {
    const single = JSON.stringify({ data: [{ b64_json: toBase64(images[0] ?? new Uint8Array()) }] })
    const one = { ...record, response: body(single), proof: signing([listed[0]?.sha256 ?? '']) }
    expect(look(one).status).toMatchObject({ 'response-bytes': 'pass', 'bytes-fit-bill': 'absent' })
  })

  it.each<[string, Partial<TrailRecord>, string]>([
    ['another image', { proof: signing([sha256(utf8.encode('x')), listed[1]?.sha256 ?? '']) }, 'fail'],
    ['another order', { proof: signing(listed.map((image) => image.sha256).reverse()) }, 'fail'],
    ['one image less', { proof: signing([...listed.map((image) => image.sha256), sha256(utf8.encode('x'))]) }, 'fail'],
    ['a list that differs', { images: listed.toReversed() }, 'fail'],
    ['bytes that differ from the list', { images: listed.map((image) => ({ ...image, bytes: 'e30=' })) }, 'fail'],
    ['images that are kept', { response: { sha256: record.response.sha256 } }, 'absent'],
    [
      'digests alone',
      { response: { sha256: record.response.sha256 }, images: listed.map((image) => ({ sha256: image.sha256 })) },
      'absent',
    ],
  ])('do not pass with %s', (_, changes, status) => {
    expect(look({ ...record, ...changes }).status['response-bytes']).toBe(status)
  })
})

describe('a sealed session', () => {
  const envelope = (ciphertext: string, clear: object = {}) =>
    JSON.stringify({ ...clear, _e2ee: { v: 1, unbound_fields: ['model'], final: true, ciphertext } })
  const usage = { prompt_tokens: 10, completion_tokens: 20 }
  const request = envelope('AAECAwQF', { model: 'm' })
  const response = envelope('BgcICQoL', { model: 'm', usage })
  const requestHash = readRequest(utf8.encode(request)).sealed ?? ''
  const responseHash = readResponse(utf8.encode(response)).sealed ?? ''
  const sealed = `zg-sig-v1/e2ee-ct:${requestHash}:${responseHash}`
  const tls = sha256(utf8.encode('leaf'))
  const fees = {
    inputFee: `${10n * INPUT_PRICE}`,
    outputFee: `${20n * OUTPUT_PRICE}`,
    fee: `${10n * INPUT_PRICE + 20n * OUTPUT_PRICE}`,
  }
  const record: TrailRecord = {
    ...honestRecord(0),
    ...fees,
    request: body(request),
    response: body(response),
    proof: statement(sealed),
  }
  const ABSENT = { 'request-bytes': 'absent', 'response-bytes': 'absent', 'response-signature': 'pass' }

  it('is signed and stays unread: its bytes are absent, its counts in clear are judged', () => {
    const { status, reason } = look(record)
    expect(status).toMatchObject({ ...ABSENT, 'bytes-fit-bill': 'pass' })
    expect(reason('response-bytes')).toContain('only the asker can read it')
    const costly = envelope('BgcICQoL', { usage: { ...usage, completion_tokens: 21 } })
    const text = `zg-sig-v1/e2ee-ct:${requestHash}:${readResponse(utf8.encode(costly)).sealed}`
    expect(look({ ...record, response: body(costly), proof: statement(text) }).status).toMatchObject({
      ...ABSENT,
      'bytes-fit-bill': 'fail',
    })
  })

  it('binds no counts that are declared unbound', () => {
    const loose = JSON.stringify({ usage, _e2ee: { unbound_fields: ['usage'], final: true, ciphertext: 'BgcI' } })
    const text = `zg-sig-v1/e2ee-ct:${requestHash}:${readResponse(utf8.encode(loose)).sealed}`
    expect(look({ ...record, response: body(loose), proof: statement(text) }).status['bytes-fit-bill']).toBe('absent')
  })

  it.each<[string, string, Partial<TrailRecord>, string]>([
    ['another ciphertext', 'response-bytes', { response: body(envelope('AAAA')) }, 'fail'],
    ['another request', 'request-bytes', { request: body(envelope('AAAA')) }, 'fail'],
    [
      'the stream form of a single answer',
      'response-bytes',
      { proof: statement(sealed.replace('ct:', 'ct-stream:')) },
      'absent',
    ],
    ['plaintext', 'response-bytes', { response: honestRecord(0).response }, 'absent'],
    ['a reserved form', 'response-signature', { proof: statement(sealed.replace('e2ee-ct', 'plain')) }, 'absent'],
  ])('with %s: %s', (_, id, changes, status) => {
    expect(look({ ...record, ...changes }).status[id]).toBe(status)
  })

  const routed = (text = `${requestHash}:${responseHash}:centralized:aliyun:${tls}`, key = serviceKey) => ({
    ...statement(sealed),
    routingProof: statement(text, key),
  })

  it('names its relay in a proof of its own', () => {
    const { status, notes } = look({ ...record, proof: routed() })
    expect(status).toMatchObject(ABSENT)
    expect(notes).toEqual([expect.stringContaining('centralized aliyun')])
  })

  it.each([
    ['another request', routed(`${'0'.repeat(64)}:${responseHash}:centralized:aliyun:${tls}`), 'fail'],
    ['another response', routed(`${requestHash}:${'0'.repeat(64)}:centralized:aliyun:${tls}`), 'fail'],
    ['no relay', routed(`${requestHash}:${responseHash}`), 'fail'],
    ['another key', routed(undefined, otherKey), 'fail'],
    [
      'another key than it names',
      { ...routed(), routingProof: { ...routed().routingProof, signingAddress: otherKey.address } },
      'fail',
    ],
    ['no sealed text', { ...routed(), ...statement(honestRecord(0).proof?.text ?? '') }, 'absent'],
  ])('is refused with a routing proof over %s', (_, proof, status) => {
    const found = look({ ...record, proof })
    expect(found.status['response-signature']).toBe(status)
    expect(found.notes).toEqual([])
  })
})
