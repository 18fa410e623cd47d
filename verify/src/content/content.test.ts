import { describe, expect, it } from 'vitest'
import { findFixture, skipReason } from '../../testing/fixtures.js'
import {
  BLOCK_TIME,
  evidenceOf,
  fetched,
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
import type { FetchedTrail, Hex, ServiceInForce, SettlementSubject } from '../subject.js'
import type { TrailRecord } from '../trail/record.js'
import { checkContent, looksEncrypted } from './content.js'
import { personalMessageDigest } from './personalMessage.js'
import { findUsage } from './usage.js'

const utf8 = new TextEncoder()

/** Content of the bill that commits to `records`, looked at in these trails. */
function look(trails: FetchedTrail[], subject: SettlementSubject) {
  const evidence = evidenceOf({ trails, unfetched: [] })
  const opening = checkOpening(subject, evidence)
  const { checks, observations } = checkContent(subject, evidence, trust, opening)
  return { checks, status: Object.fromEntries(checks.map(({ id, status }) => [id, status])), observations }
}
function lookAt(records: TrailRecord[], author: Hex = PROVIDER, changes: Partial<SettlementSubject> = {}) {
  return look([trailOf(records, author)], { ...settlementOf(records), ...changes })
}
function withSecond(changes: (record: TrailRecord) => Partial<TrailRecord>): TrailRecord[] {
  return honestRecords(3).map((record, at) => (at === 1 ? { ...record, ...changes(record) } : record))
}
/** A record whose bytes are others, with digest and signature made anew. */
function answering(record: TrailRecord, response: string, key = serviceKey, suffix = ''): Partial<TrailRecord> {
  const bytes = utf8.encode(response)
  const text = `${record.request.sha256}:${sha256(bytes)}${suffix}`
  return {
    response: { sha256: sha256(bytes), bytes: toBase64(bytes) },
    proof: { text, signature: key.signText(text), signingAddress: key.address },
  }
}
function responseOf(record: TrailRecord): string {
  return Buffer.from(record.response.bytes ?? '', 'base64').toString()
}
function service(changes: Partial<ServiceInForce> = {}): ServiceInForce {
  const [only] = settlementOf(honestRecords(1)).services
  if (only === undefined) throw new Error('the scenario has a service')
  return { ...only, ...changes }
}
function resign(record: TrailRecord, key: typeof serviceKey): Partial<TrailRecord> {
  const text = record.proof?.text ?? ''
  return { proof: { text, signature: key.signText(text), signingAddress: key.address } }
}

const ALL_PASS = {
  'storage-root': 'pass',
  'request-bytes': 'pass',
  'response-bytes': 'pass',
  'response-signature': 'pass',
  'distinct-signatures': 'pass',
  'bytes-fit-bill': 'pass',
}

describe('content passes', () => {
  it.each([PROVIDER, PAYER, STRANGER])('for honest bytes anchored by %s', (author) => {
    expect(lookAt(honestRecords(3), author).status).toEqual(ALL_PASS)
  })

  it('for the second key of a separated service, and for a key held when the record was made', () => {
    const records = withSecond((record) => resign(record, otherKey))
    expect(lookAt(records, PROVIDER, { services: [service({ targetTeeAddress: otherKey.address })] }).status).toEqual(
      ALL_PASS,
    )
    const rotated = [
      service({ teeSigner: otherKey.address, until: BLOCK_TIME - 30_000 }),
      service({ since: BLOCK_TIME - 30_000 }),
    ]
    expect(lookAt(records, PROVIDER, { services: rotated }).status).toEqual(ALL_PASS)
  })

  it('for a relay, and says where it relayed to', () => {
    const tls = sha256(utf8.encode('leaf'))
    const records = withSecond((record) =>
      answering(record, responseOf(record), serviceKey, `:centralized:aliyun:${tls}`),
    )
    const { status, observations } = lookAt(records)
    expect(status).toEqual(ALL_PASS)
    expect(observations.map(({ id, text }) => [id, text])).toEqual([
      [
        'relayed-to',
        `1 response(s) came through a relay, as the service signed: centralized aliyun, TLS certificate ${tls}.`,
      ],
    ])
  })

  it('for a price that was in force before the bill', () => {
    const services = [
      service({ until: BLOCK_TIME - 10_000 }),
      service({ since: BLOCK_TIME - 10_000, inputPrice: 2n * INPUT_PRICE }),
    ]
    expect(lookAt(honestRecords(2), PROVIDER, { services }).status).toEqual(ALL_PASS)
  })

  it('and names the node that served other bytes first', () => {
    const records = honestRecords(1)
    const trail = { ...trailOf(records), faultySources: [{ source: 'http://liar.test', foundRoot: '0xbad' }] }
    const { status, observations } = look([trail], settlementOf(records))
    expect(status).toEqual(ALL_PASS)
    expect(observations[0]).toMatchObject({ id: 'faulty-source', text: expect.stringContaining('http://liar.test') })
  })
})

const WRONG: [string, string, TrailRecord[], Partial<SettlementSubject>][] = [
  [
    'other request bytes',
    'request-bytes',
    withSecond((record) => ({ request: { ...record.request, bytes: toBase64(utf8.encode('{}')) } })),
    {},
  ],
  ['another request than was signed', 'request-bytes', withSecond(() => ({ request: honestRecord(9).request })), {}],
  [
    'other response bytes',
    'response-bytes',
    withSecond((record) => ({ response: { ...record.response, bytes: toBase64(utf8.encode('{}')) } })),
    {},
  ],
  [
    'another response than was signed',
    'response-bytes',
    withSecond(() => ({ response: honestRecord(9).response })),
    {},
  ],
  ['a signature by a foreign key', 'response-signature', withSecond((record) => resign(record, otherKey)), {}],
  [
    'a signature by a key that everybody knows',
    'response-signature',
    withSecond((record) => resign(record, mockKey)),
    {},
  ],
  [
    'a mock key that the service really holds',
    'response-signature',
    withSecond((record) => resign(record, mockKey)),
    { services: [service({ targetTeeAddress: mockKey.address })] },
  ],
  [
    'a signature over another text',
    'response-signature',
    withSecond((record) => ({ proof: { ...resign(record, serviceKey).proof, ...otherSignature() } as never })),
    {},
  ],
  [
    'a signature by another key than it names',
    'response-signature',
    withSecond((record) => ({
      proof: { ...resign(record, serviceKey).proof, signingAddress: otherKey.address } as never,
    })),
    { services: [service({ targetTeeAddress: otherKey.address })] },
  ],
  [
    'a key that was given up before the record was made',
    'response-signature',
    withSecond((record) => resign(record, otherKey)),
    { services: [service({ teeSigner: otherKey.address, until: BLOCK_TIME - 600_000 }), service()] },
  ],
  [
    'a key that the service took only after the bill',
    'response-signature',
    withSecond((record) => resign(record, otherKey)),
    { services: [service({ until: BLOCK_TIME + 1 }), service({ teeSigner: otherKey.address, since: BLOCK_TIME + 1 })] },
  ],
  ['a replayed signature', 'distinct-signatures', withSecond(() => asReplay(honestRecord(0))), {}],
  [
    'more tokens billed than the response states',
    'bytes-fit-bill',
    withSecond((record) => answering(record, '{"usage":{"prompt_tokens":1,"completion_tokens":1}}')),
    {},
  ],
  ['a price that was never in force', 'bytes-fit-bill', honestRecords(2), { services: [service({ outputPrice: 1n })] }],
]

function otherSignature() {
  return { signature: serviceKey.signText('something else') }
}
function asReplay({ request, response, proof }: TrailRecord): Partial<TrailRecord> {
  return { request, response, ...(proof === undefined ? {} : { proof }) }
}

describe('content fails the provider who anchored', () => {
  it.each(WRONG)('%s', (_, id, records, changes) => {
    const { checks } = lookAt(records, PROVIDER, changes)
    const check = checks.find((found) => found.id === id)
    expect(check).toMatchObject({ status: 'fail', fault: 'provider', evidence: [{ kind: 'record' }] })
    expect(check?.reason).toMatch(/^\d of \d wrong, first on line [234]: /)
  })

  it('with line, expected and found', () => {
    const { checks } = lookAt(withSecond(() => ({ response: honestRecord(9).response })))
    expect(checks.find(({ id }) => id === 'response-bytes')).toMatchObject({
      expected: honestRecord(1).response.sha256,
      found: honestRecord(9).response.sha256,
      reason: expect.stringContaining('1 of 3 wrong, first on line 3'),
    })
  })
})

describe('content accuses nobody', () => {
  it.each(WRONG)('where somebody else anchored %s', (_, id, records, changes) => {
    for (const author of [PAYER, STRANGER]) {
      const { checks } = lookAt(records, author, changes)
      expect(checks.some(({ status }) => status === 'fail')).toBe(false)
      expect(checks.find((found) => found.id === id)?.status).toBe('absent')
    }
  })

  it('of a signer that the index cannot know', () => {
    const records = withSecond((record) => resign(record, otherKey))
    const unreadable = { services: [service({ pricing: { modified: 'additionalInfo unreadable' } })] }
    expect(lookAt(records, PROVIDER, unreadable).status['response-signature']).toBe('absent')
    const none = lookAt(records, PROVIDER, { services: [] })
    expect(none.status['response-signature']).toBe('unavailable')
    expect(none.checks.find(({ id }) => id === 'response-signature')?.reason).toMatch(/^index-inconsistent/)
  })
})

describe('content is absent', () => {
  it.each<[string, string, (record: TrailRecord) => Partial<TrailRecord>, string]>([
    ['withheld requests', 'request-bytes', ({ request }) => ({ request: { sha256: request.sha256 } }), '2 of 3'],
    ['withheld responses', 'response-bytes', ({ response }) => ({ response: { sha256: response.sha256 } }), '2 of 3'],
    ['withheld responses', 'bytes-fit-bill', ({ response }) => ({ response: { sha256: response.sha256 } }), '2 of 3'],
    ['responses without counts', 'bytes-fit-bill', (record) => answering(record, '{"ok":true}'), 'no token counts'],
    ['negative counts', 'bytes-fit-bill', (record) => answering(record, usage('-1', '2')), 'no token counts'],
    ['counts that are texts', 'bytes-fit-bill', (record) => answering(record, usage('"1"', '2')), 'no token counts'],
    [
      'texts of an unknown form',
      'response-signature',
      (record) => answering(record, responseOf(record), serviceKey, ':extra'),
      'a form that this version does not read',
    ],
  ])('for %s: %s', (_, id, change, reason) => {
    const { checks } = lookAt(withSecond(change))
    expect(checks.some(({ status }) => status === 'fail')).toBe(false)
    expect(checks.find((found) => found.id === id)).toMatchObject({
      status: 'absent',
      reason: expect.stringContaining(reason),
    })
  })

  it.each(['response-signature', 'distinct-signatures', 'bytes-fit-bill'])('for missing proofs: %s', (id) => {
    const records = honestRecords(3).map(({ proof, ...record }, at) => (at === 1 ? record : { ...record, proof }))
    expect(lookAt(records as TrailRecord[]).status[id]).toBe('absent')
  })

  it('where the price is not tokens times price', () => {
    const services = [service({ outputPrice: 1n, pricing: { modified: 'tiers' } })]
    const { checks } = lookAt(honestRecords(1), PROVIDER, { services })
    expect(checks.at(-1)).toMatchObject({ status: 'absent', reason: expect.stringContaining('(tiers)') })
    const fitting = [service({ pricing: { modified: 'tiers' } })]
    expect(lookAt(honestRecords(1), PROVIDER, { services: fitting }).status['bytes-fit-bill']).toBe('absent')
  })

  it('without an opening', () => {
    const subject = settlementOf(honestRecords(3))
    expect(look([], subject).status).toEqual({ 'storage-root': 'absent' })
    expect(look([trailOf(honestRecords(2))], subject).status).toEqual({ 'storage-root': 'absent' })
  })

  it('where the file looks encrypted', () => {
    const sealed = fetched(new Uint8Array(600).fill(7).with(0, 1))
    const { checks } = look([sealed], settlementOf(honestRecords(1)))
    expect(checks[0]).toMatchObject({ status: 'absent', reason: expect.stringContaining('looks encrypted') })
    expect(looksEncrypted(utf8.encode('{"chainId"'))).toBe(false)
    expect(looksEncrypted(new Uint8Array([1, 2]))).toBe(false)
  })

  it('and waits where the opening could not be checked', () => {
    const subject = { ...settlementOf(honestRecords(1)), item: null }
    expect(look([], subject).status).toEqual({ 'storage-root': 'unavailable' })
  })
})

function usage(prompt: string, completion: string): string {
  return `{"usage":{"prompt_tokens":${prompt},"completion_tokens":${completion}}}`
}

it('reproduces a real response of mainnet: digests, signer and counts', (ctx) => {
  const name = 'compute/tee-inference-enclave-v0.vectors.json'
  interface Vector {
    name: string
    inputs: { preimage: string; signature: Hex; canonical: string; attested_hash: string }
    expected: { recovered: string }
  }
  const fixture = findFixture<{ vectors: Vector[] }>(name)
  if (fixture === undefined) return ctx.skip(skipReason(name, 3))
  const get = (which: string): Vector => {
    const vector = fixture.vectors.find((candidate) => candidate.name === which)
    if (vector === undefined) throw new Error(`no vector ${which} in ${name}`)
    return vector
  }
  const { inputs, expected } = get('signer_recovery_match')
  const request = utf8.encode(get('request_digest_match').inputs.canonical)
  const response = utf8.encode(get('response_digest_match').inputs.canonical)
  const signature: Hex = inputs.signature.startsWith('0x') ? inputs.signature : `0x${inputs.signature}`
  const key = { address: expected.recovered.toLowerCase() as Hex }
  const counts = findUsage(response)
  if (counts === undefined) throw new Error('the real response states its token counts')
  const record: TrailRecord = {
    ...honestRecord(0),
    inputFee: `${counts.promptTokens * INPUT_PRICE}`,
    outputFee: `${counts.completionTokens * OUTPUT_PRICE}`,
    fee: `${counts.promptTokens * INPUT_PRICE + counts.completionTokens * OUTPUT_PRICE}`,
    request: { sha256: sha256(request), bytes: toBase64(request) },
    response: { sha256: sha256(response), bytes: toBase64(response) },
    proof: { text: inputs.preimage, signature, signingAddress: key.address },
  }
  const held = { services: [service({ teeSigner: key.address })] }
  expect(lookAt([record], PROVIDER, held).status).toEqual(ALL_PASS)
  const tampered = get('signer_recovery_tampered_preimage').inputs.preimage
  expect(personalMessageDigest(tampered)).not.toEqual(personalMessageDigest(inputs.preimage))
  const forged = { ...record, proof: { text: tampered, signature, signingAddress: key.address } }
  expect(lookAt([forged], PROVIDER, held).status).toMatchObject({
    'request-bytes': 'fail',
    'response-signature': 'fail',
  })
})
