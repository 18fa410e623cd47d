import { describe, expect, it } from 'vitest'
import {
  BLOCK_TIME,
  evidenceOf,
  honestRecord,
  honestRecords,
  INPUT_PRICE,
  mockKey,
  OUTPUT_PRICE,
  otherKey,
  PAYER,
  PROVIDER,
  STRANGER,
  serviceKey,
  settlementOf,
  sha256,
  trailOf,
  trust,
} from '../../testing/scenario.js'
import { toBase64 } from '../base64.js'
import { checkOpening } from '../opening/opening.js'
import type { FetchedTrail, Hex, ServiceInForce, SettlementSubject, SignatureUse } from '../subject.js'
import type { TrailRecord } from '../trail/record.js'
import { checkContent } from './content.js'

const utf8 = new TextEncoder()
const question = 'content'
const records = honestRecords(2)
const [service] = settlementOf(records).services as [ServiceInForce]

function look(trails: FetchedTrail[], of: SettlementSubject, earlierUses: SignatureUse[] = []) {
  const evidence = evidenceOf({ trails, earlierUses })
  const { checks, observations } = checkContent(of, evidence, trust, checkOpening(of, evidence))
  return { checks, observations, find: (id: string) => checks.find((check) => check.id === id) }
}
function lookAt(list: TrailRecord[], changes: Partial<SettlementSubject> = {}, author: Hex = PROVIDER) {
  const trail = trailOf(list, author)
  return { ...look([trail], { ...settlementOf(list), ...changes }), trail }
}
function withFirst(changes: Partial<TrailRecord>): TrailRecord[] {
  return records.map((record, at) => (at === 0 ? { ...record, ...changes } : record))
}
function signedBy(key: typeof serviceKey, text: string, address = key.address) {
  return { text, signature: key.signText(text), signingAddress: address }
}
function answering(response: string, suffix = ''): Partial<TrailRecord> {
  const bytes = utf8.encode(response)
  const text = `${records[0]?.request.sha256}:${sha256(bytes)}${suffix}`
  return { response: { sha256: sha256(bytes), bytes: toBase64(bytes) }, proof: signedBy(serviceKey, text) }
}
const text = records[0]?.proof?.text ?? ''
const own = records[0]?.request.sha256 ?? ''
const answer = records[0]?.response.sha256 ?? ''

describe('what is shown of content', () => {
  it('that holds is how many records it holds for, and the file', () => {
    const { checks, observations, trail } = lookAt(records)
    const evidence = [{ kind: 'root', ref: trail.root }]
    const pass = (id: string) => ({ id, question, status: 'pass', found: '2 of 2', evidence })
    expect(observations).toEqual([])
    expect(checks).toEqual([
      {
        ...{ id: 'storage-root', question, status: 'pass', expected: trail.root, found: trail.root },
        evidence: [
          { kind: 'anchor', ref: trail.anchorTx, note: trail.root },
          { kind: 'source', ref: trail.source },
        ],
      },
      ...['request-bytes', 'response-bytes', 'response-signature', 'distinct-signatures', 'bytes-fit-bill'].map(pass),
    ])
  })

  const other = honestRecord(9)
  it.each<[string, Partial<TrailRecord>, Partial<SettlementSubject>, string, object]>([
    [
      'request-bytes',
      { request: { sha256: own, bytes: toBase64(utf8.encode('{}')) } },
      {},
      'the bytes of the request have another SHA-256 than the record says',
      { expected: own, found: sha256(utf8.encode('{}')) },
    ],
    [
      'request-bytes',
      { request: other.request },
      {},
      'the record names another request than the signed text',
      { expected: own, found: other.request.sha256 },
    ],
    [
      'response-bytes',
      { response: { sha256: answer, bytes: toBase64(utf8.encode('{}')) } },
      {},
      'the bytes of the response have another SHA-256 than the record says',
      { expected: answer, found: sha256(utf8.encode('{}')) },
    ],
    [
      'response-bytes',
      { response: other.response },
      {},
      'the record names another response than the signed text',
      { expected: answer, found: other.response.sha256 },
    ],
    [
      'response-signature',
      { proof: signedBy(mockKey, text) },
      {},
      `the private key of ${mockKey.address} is public (test vectors)`,
      { found: mockKey.address },
    ],
    [
      'response-signature',
      { proof: signedBy(otherKey, text) },
      {},
      'the service did not hold the signing key between the inference and the bill',
      { expected: serviceKey.address, found: otherKey.address },
    ],
    [
      'response-signature',
      { proof: signedBy(otherKey, text) },
      { services: [{ ...service, targetTeeAddress: STRANGER }] },
      'the service did not hold the signing key between the inference and the bill',
      { expected: `${serviceKey.address} or ${STRANGER}`, found: otherKey.address },
    ],
    [
      'response-signature',
      { proof: signedBy(serviceKey, text, otherKey.address) },
      {},
      'the signature is not by the address that the record names',
      { expected: otherKey.address, found: serviceKey.address },
    ],
    [
      'response-signature',
      { proof: { ...signedBy(serviceKey, text), signature: `0x${'00'.repeat(65)}` } },
      {},
      'no key recovers from the signature of the response',
      {},
    ],
    [
      'bytes-fit-bill',
      answering('{"usage":{"prompt_tokens":1,"completion_tokens":2}}'),
      {},
      '1 + 2 tokens do not cost what was billed',
      {
        expected: `input ${INPUT_PRICE}, output ${2n * OUTPUT_PRICE}`,
        found: `input ${records[0]?.inputFee}, output ${records[0]?.outputFee}`,
      },
    ],
  ])('that is wrong in %s is both sides (%#)', (id, changes, of, why, shown) => {
    const { find, trail } = lookAt(withFirst(changes), of)
    expect(find(id)).toEqual({
      ...{ id, question, status: 'fail', fault: 'provider', ...shown },
      reason: `1 of 2 wrong, first on line 2: ${why}.`,
      evidence: [{ kind: 'record', ref: `${trail.root}#L2` }],
    })
    const payers = lookAt(withFirst(changes), of, PAYER)
    expect(payers.find(id)).toEqual({
      ...{ id, question, status: 'absent', found: '1 of 2' },
      reason: '1 of 2 hold. The others were published by a payer, not by the provider, and accuse nobody.',
      evidence: [{ kind: 'record', ref: `${payers.trail.root}#L2` }],
    })
  })

  const tiers = [{ ...service, outputPrice: 1n, pricing: { modified: 'tiers' } }]
  const unreadable = [{ ...service, pricing: { modified: 'unreadable' } }]
  it.each<[string, Partial<TrailRecord>, Partial<SettlementSubject>, string]>([
    ['request-bytes', { request: { sha256: own } }, {}, 'the bytes of the request are not published'],
    ['response-bytes', { response: { sha256: answer } }, {}, 'the bytes of the response are not published'],
    ['bytes-fit-bill', { response: { sha256: answer } }, {}, 'the signed response is not established'],
    ['bytes-fit-bill', answering('{"ok":1}'), {}, 'the response states no token counts'],
    ['bytes-fit-bill', answering('hello'), {}, 'the response is neither JSON nor a whole stream of events'],
    [
      'bytes-fit-bill',
      answering('{"usage":{"prompt_tokens":-1}}'),
      {},
      'the response states no token counts that are whole numbers',
    ],
    [
      'bytes-fit-bill',
      answering(
        '{"usage":{"prompt_tokens":1,"completion_tokens":1},"usage":{"prompt_tokens":1,"completion_tokens":1}}',
      ),
      {},
      'the response states a field twice',
    ],
    ['bytes-fit-bill', answering('{"a'), {}, 'a part of the response is not JSON'],
    ['bytes-fit-bill', {}, { services: tiers }, 'the fee is not tokens times price (tiers)'],
    [
      'response-signature',
      { proof: signedBy(otherKey, text) },
      { services: unreadable },
      'the signer may be a second key of the service, which cannot be read from the chain',
    ],
    ['response-signature', answering('{}', ':x'), {}, 'the signed text has a form that this version does not read'],
    [
      'response-signature',
      { proof: signedBy(serviceKey, `zg-sig-v1/plain:${text}`) },
      {},
      'the signed text has a form that is reserved and not in use',
    ],
    [
      'request-bytes',
      { proof: signedBy(serviceKey, `zg-sig-v1/plain:${text}`) },
      {},
      'the signature is over a canonical form that is not defined yet',
    ],
    [
      'request-bytes',
      { proof: signedBy(serviceKey, `zg-sig-v1/e2ee-ct:${text}`) },
      {},
      'the signature covers a sealed request, and what is published is another form of it',
    ],
    [
      'response-bytes',
      { proof: signedBy(serviceKey, `zg-sig-v1/e2ee-ct:${text}`) },
      {},
      'the signature covers a sealed response, and what is published is another form of it',
    ],
  ])('that has a gap in %s says why (%#)', (id, changes, of, why) => {
    const { find, trail } = lookAt(withFirst(changes), of)
    // A price counts for both records, the rest for the first alone.
    const held = of.services !== undefined && id === 'bytes-fit-bill' ? 0 : 1
    expect(find(id)).toEqual({
      ...{ id, question, status: 'absent', found: `${held} of 2` },
      reason: `${held} of 2 published and right. First gap on line 2: ${why}.`,
      evidence: [{ kind: 'record', ref: `${trail.root}#L2` }],
    })
  })

  it('that has no proof says so of signature, distinctness and fees', () => {
    const { proof, ...rest } = records[0] as TrailRecord
    const { find } = lookAt([rest as TrailRecord, records[1] as TrailRecord])
    const gap = (why: string) => `1 of 2 published and right. First gap on line 2: ${why}.`
    expect(proof).toBeDefined()
    for (const id of ['response-signature', 'distinct-signatures'])
      expect(find(id)?.reason).toBe(gap("the service's signature is not published"))
    expect(find('bytes-fit-bill')?.reason).toBe(gap('the signed response is not established'))
    expect(find('request-bytes')?.status).toBe('pass')
  })

  it('of a provider whose services nobody knows is unavailable', () => {
    const { find, trail } = lookAt(records, { services: [] })
    expect(find('response-signature')).toEqual({
      ...{ id: 'response-signature', question, status: 'unavailable' },
      reason: 'index-inconsistent: no service of the provider is known for the time of the record.',
      evidence: [{ kind: 'record', ref: `${trail.root}#L2` }],
    })
  })

  it('that was signed before names where, and who published it', () => {
    const [first] = records
    const signature = first?.proof?.signature ?? '0x'
    const use: SignatureUse = {
      signature,
      settlement: 's',
      blockTime: BLOCK_TIME,
      root: `0x${'ee'.repeat(32)}`,
      line: 7,
    }
    const of = settlementOf(records)
    const distinct = (changes: Partial<SignatureUse>) =>
      look([trailOf(records)], of, [{ ...use, ...changes }]).find('distinct-signatures')
    const where = `under settlement s, line 7 of trail ${use.root}`
    expect(distinct({ author: PROVIDER })).toMatchObject({
      ...{ status: 'fail', fault: 'provider', expected: 'no use before this bill', found: where },
      reason: `1 of 2 wrong, first on line 2: its signature already stands ${where}.`,
    })
    const gap = (why: string) => ({
      status: 'absent',
      reason: `1 of 2 published and right. First gap on line 2: its signature already stands ${where}, ${why}.`,
    })
    expect(distinct({ author: STRANGER })).toMatchObject(gap('and not both were published by the provider'))
    expect(distinct({})).toMatchObject(gap('and not both were published by the provider'))
    expect(distinct({ author: PROVIDER, isPartial: true })).toMatchObject(
      gap('which was paid in part, so that its requests may be billed again'),
    )
    expect(distinct({ author: PROVIDER, blockTime: BLOCK_TIME + 1 })?.status).toBe('pass')
    expect(distinct({ author: PROVIDER, settlement: of.id })?.status).toBe('pass')
    const named = { signature: '0x12' as const, text: first?.proof?.text ?? '', signingAddress: serviceKey.address }
    expect(distinct({ author: PROVIDER, ...named })?.status).toBe('fail')
    const { text: _, ...unnamed } = named
    expect(distinct({ author: PROVIDER, ...unnamed })?.status).toBe('pass')
  })

  it('that stands twice in one list names both lines', () => {
    const [first, second] = records as [TrailRecord, TrailRecord]
    const again = { ...second, request: first.request, response: first.response, proof: first.proof } as TrailRecord
    const { find } = lookAt([first, again])
    expect(find('distinct-signatures')).toMatchObject({
      ...{ status: 'fail', found: first.proof?.signature },
      reason: '1 of 2 wrong, first on line 3: its signature already stands on line 2.',
    })
  })

  it('that came through relays counts each', () => {
    const tls = 'c'.repeat(64)
    const relayed = records.map((record, at) => {
      const halves = `${record.request.sha256}:${record.response.sha256}`
      return { ...record, proof: signedBy(serviceKey, `${halves}:t:${at === 0 ? 'a' : 'b'}:${tls}`) }
    })
    const { observations, trail } = lookAt(relayed)
    const said = (name: string) => ({
      ...{ id: 'relayed-to', question, evidence: [{ kind: 'root', ref: trail.root }] },
      text: `1 response(s) came through a relay, as the service signed: t ${name}, TLS certificate ${tls}.`,
    })
    expect(observations).toEqual([said('a'), said('b')])
    const same = records.map((record) => {
      const halves = `${record.request.sha256}:${record.response.sha256}`
      return { ...record, proof: signedBy(serviceKey, `${halves}:t:a:${tls}`) }
    })
    expect(lookAt(same).observations.map((one) => one.text.slice(0, 13))).toEqual(['2 response(s)'])
  })

  it('from nodes that served other bytes names twenty of them', () => {
    const faultySources = Array.from({ length: 21 }, (_, n) => ({ source: `http://${n}.test`, foundRoot: `0x${n}` }))
    const trail = { ...trailOf(records), faultySources }
    for (const of of [settlementOf(records), { ...settlementOf(records), item: null }]) {
      const { observations } = look([trail], of)
      expect(observations).toHaveLength(20)
      expect(observations[1]).toEqual({
        ...{ id: 'faulty-source', question },
        text: `http://1.test served bytes with root 0x1 for ${trail.root}. Other bytes were used.`,
        evidence: [
          { kind: 'source', ref: 'http://1.test' },
          { kind: 'root', ref: trail.root },
        ],
      })
    }
  })
})
