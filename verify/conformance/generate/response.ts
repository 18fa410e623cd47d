import { mockKey, otherKey, serviceKey, sha256, trust } from '../../testing/scenario.js'
import { type Bytes, edited, text, type Writer } from './writer.js'

const REQUEST = '{"messages":[{"role":"user","content":"question"}]}'
const RESPONSE = '{"choices":[{"message":{"content":"answer"}}]}'
const utf8 = new TextEncoder()
const SIGNED = `${sha256(utf8.encode(REQUEST))}:${sha256(utf8.encode(RESPONSE))}`

/** Answers of the signature endpoint, with the bodies that they are about. */
export function responseVectors(writer: Writer): void {
  const material = text(JSON.stringify(trust))
  const bodies = { request: text(REQUEST), response: text(RESPONSE), trust: material }
  const claim = { answer: answerOf(SIGNED), ...bodies }
  const relayed = `${SIGNED}:centralized:aliyun:${'c'.repeat(64)}`
  writer.vector('response-proof/in-enclave.pass', 'Both bodies, signed by the key.', claim)
  writer.vector('response-proof/relayed.pass', 'The text names where the request went, too.', {
    ...claim,
    answer: answerOf(relayed),
  })
  writer.vector('response-proof/address-case.pass', 'An address is the same in either case of its letters.', {
    ...claim,
    answer: answerOf(SIGNED, serviceKey, { signing_address: serviceKey.address.toUpperCase().replace('X', 'x') }),
  })
  const failing: [string, string, Record<string, unknown>][] = [
    ['request-one-bit', 'One bit of the request differs.', { request: edited(bodies.request, ['flip', 4, 1]) }],
    ['response-one-bit', 'One bit of the response differs.', { response: edited(bodies.response, ['flip', 9, 2]) }],
    ['response-trailing', 'A line feed follows.', { response: edited(bodies.response, ['append', '0a']) }],
    ['response-truncated', 'A byte is missing.', { response: edited(bodies.response, ['cut', 1]) }],
    ['response-empty', 'No bytes.', { response: text('') }],
    ['bodies-swapped', 'The request as response.', { request: bodies.response, response: bodies.request }],
    [
      'other-key',
      'Signed by another key than named.',
      { answer: answerOf(SIGNED, otherKey, { signing_address: serviceKey.address }) },
    ],
    ['other-text', 'Signed over another text.', { answer: answerOf(SIGNED, serviceKey, { text: relayed }) }],
    ['mock-key', 'A key that everybody knows.', { answer: answerOf(SIGNED, mockKey) }],
    [
      'signature-zero',
      'No signature.',
      { answer: answerOf(SIGNED, serviceKey, { signature: `0x${'00'.repeat(65)}` }) },
    ],
  ]
  for (const [name, about, change] of failing)
    writer.vector(`response-proof/${name}.fail`, about, { ...claim, ...change })
  const { request: _, ...withoutRequest } = claim
  const absent: [string, string, Record<string, unknown>][] = [
    ['without-bodies', 'Digests alone show no bytes.', { answer: claim.answer, trust: material }],
    ['without-request', 'The request is not shown.', withoutRequest],
    ['unknown-form', 'A text of no known form.', { ...claim, answer: answerOf(`${SIGNED}:x`) }],
    ['digests-upper-case', 'A text of no known form.', { ...claim, answer: answerOf(SIGNED.toUpperCase()) }],
    ['reserved-form', 'A form without a definition.', { ...claim, answer: answerOf(`zg-sig-v1/plain:${SIGNED}`) }],
    ['sealed', 'Only the asker can read it.', { ...claim, answer: answerOf(`zg-sig-v1/e2ee-ct:${SIGNED}`) }],
    ['trailing-line-feed', 'Down to the last character.', { ...claim, answer: answerOf(`${SIGNED}\n`) }],
  ]
  for (const [name, about, input] of absent) writer.vector(`response-proof/${name}.absent`, about, input)
  refusedVectors(writer, claim)
}

function refusedVectors(writer: Writer, claim: { answer: Bytes }): void {
  const refused: [string, string, Bytes][] = [
    ['truncated', 'JSON cut off.', edited(claim.answer, ['cut', 1])],
    ['trailing', 'More than one JSON value.', edited(claim.answer, ['append', '7b'])],
    ['oversized', 'Longer than any such answer.', edited(claim.answer, ['fill', '20', 65_536])],
    ['empty', 'Nothing.', text('')],
    ['page', 'An error page.', text('<html>502</html>')],
    ['list', 'Wrong type.', text('[]')],
    ['signature-short', 'A signature has 65 bytes.', answerOf(SIGNED, serviceKey, { signature: '0x12' })],
    ['signature-number', 'Wrong type.', answerOf(SIGNED, serviceKey, { signature: 12 })],
    ['address-missing', 'A field is missing.', answerOf(SIGNED, serviceKey, { signing_address: undefined })],
    [
      'address-long',
      'An address has 20 bytes.',
      answerOf(SIGNED, serviceKey, { signing_address: `${serviceKey.address}00` }),
    ],
    ['algorithm', 'Another algorithm.', answerOf(SIGNED, serviceKey, { signing_algo: 'ed25519' })],
    ['text-too-long', 'Longer than any signed text.', answerOf('a'.repeat(8_193))],
  ]
  for (const [name, about, answer] of refused)
    writer.vector(`response-proof/${name}.refused`, about, { ...claim, answer })
}

function answerOf(signed: string, key = serviceKey, changes: Record<string, unknown> = {}): Bytes {
  const served = { text: signed, signature: key.signText(signed), signing_address: key.address, signing_algo: 'ecdsa' }
  return text(JSON.stringify({ ...served, ...changes }))
}
