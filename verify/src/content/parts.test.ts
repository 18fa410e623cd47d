import { describe, expect, it } from 'vitest'
import { honestRecords, PAYER, sha256 } from '../../testing/scenario.js'
import { toBase64 } from '../base64.js'
import { toHex } from '../hex.js'
import type { TrailProof, TrailRecord } from '../trail/record.js'
import { createDistinctness } from './distinct.js'
import { createPool } from './pool.js'
import { countPublished, readPublished } from './published.js'
import { readResponse } from './reading.js'
import { createTally } from './tally.js'

const utf8 = new TextEncoder()
const question = 'content'
const records = honestRecords(2)
const [first] = records as [TrailRecord]

describe('images in a body', () => {
  const read = (data: unknown) => readResponse(utf8.encode(JSON.stringify({ data, note: '"b64_json"' }))).images
  const image = { b64_json: toBase64(utf8.encode('i')) }

  it('are listed where every entry is one, up to 128', () => {
    expect(read([image])).toEqual([sha256(utf8.encode('i'))])
    expect(read(Array(128).fill(image))).toHaveLength(128)
    for (const wrong of [
      Array(129).fill(image),
      [],
      {},
      null,
      [null],
      [{}],
      [image, {}],
      [{ b64_json: 'x' }],
      [{ b64_json: 5 }],
      [image, 'x'],
    ])
      expect(read(wrong)).toBeUndefined()
    expect('images' in readResponse(utf8.encode('{"data":[]}'))).toBe(false)
    expect(readResponse(utf8.encode('{"b64_json"'))).toMatchObject({ sha256: sha256(utf8.encode('{"b64_json"')) })
    expect(readResponse(Uint8Array.of(0xff))).toEqual({
      ...{ sha256: sha256(Uint8Array.of(0xff)), usage: { kind: 'unstated', why: 'the response is not text' } },
    })
  })
})

describe('a tally', () => {
  const evidence = (line: number) => [{ kind: 'record', ref: `r#L${line}` }]
  const base = { id: 'request-bytes', question }
  const check = (...findings: Parameters<ReturnType<typeof createTally>['add']>[1][]) => {
    const tally = createTally()
    for (const [at, finding] of findings.entries()) tally.add(at + 1, finding)
    return {
      fault: tally.toCheck('request-bytes', 'r', 'a', 'f'),
      none: tally.toCheck('request-bytes', 'r', 'a', undefined),
    }
  }
  const match = { kind: 'match' } as const
  const missing = (why: string) => ({ kind: 'missing', why }) as const
  const unknown = { kind: 'unknown', why: 'u' } as const
  const mismatch = (why: string) => ({ kind: 'mismatch', why, expected: 'e', found: 'f' }) as const

  it('is of nothing, of all that match, or of the first of the worst', () => {
    expect(check().fault).toEqual({ ...base, status: 'absent', reason: 'There is no record to look at.', evidence: [] })
    expect(check(match, match).fault).toEqual({
      ...{ ...base, status: 'pass', found: '2 of 2', evidence: [{ kind: 'root', ref: 'r' }] },
    })
    expect(check(match, missing('m'), missing('n')).fault).toEqual({
      ...{ ...base, status: 'absent', found: '1 of 3', evidence: evidence(2) },
      reason: '1 of 3 published and right. First gap on line 2: m.',
    })
    const unavailable = { ...base, status: 'unavailable', reason: 'u', evidence: evidence(2) }
    expect(check(missing('m'), unknown, { ...unknown, why: 'v' }).fault).toEqual(unavailable)
    const wrong = check(missing('m'), unknown, mismatch('w'), mismatch('x'), match)
    expect(wrong.fault).toEqual({
      ...{ ...base, status: 'fail', fault: 'f', expected: 'e', found: 'f', evidence: evidence(3) },
      reason: '2 of 5 wrong, first on line 3: w.',
    })
    expect(wrong.none).toEqual(unavailable)
    expect(check(missing('m'), mismatch('w'), match).none).toEqual({
      ...{ ...base, status: 'absent', found: '1 of 3', evidence: evidence(2) },
      reason: '1 of 3 hold. The others were published by a a, not by the provider, and accuse nobody.',
    })
  })
})

describe('a signature used twice', () => {
  it('is wrong only where the list itself has both', () => {
    const proof = first.proof as TrailProof
    const seen = (one: boolean, two: boolean) => {
      const find = createDistinctness()
      expect(find(2, { proof, isOwn: one })).toEqual({ kind: 'match' })
      return find(3, { proof, isOwn: two })
    }
    const why = 'its signature already stands on line 2'
    expect(seen(true, true)).toEqual({ kind: 'mismatch', why, found: proof.signature })
    for (const [one, two] of [
      [true, false],
      [false, true],
      [false, false],
    ] as const)
      expect(seen(one, two)).toEqual({ kind: 'missing', why })
    expect(createDistinctness()(2, undefined)).toEqual({
      kind: 'missing',
      why: "the service's signature is not published",
    })
  })
})

describe('the pool of what is published', () => {
  const pooled = (...added: [TrailRecord, 'provider' | 'stranger'][]) => {
    const pool = createPool()
    for (const [record, role] of added) pool.add(readPublished(2, record), role)
    return pool
  }
  const halves = `${first.request.sha256}:${first.response.sha256}`
  const proof = first.proof as TrailProof
  const withProof = (changes: Partial<TrailProof>): TrailRecord => ({ ...first, proof: { ...proof, ...changes } })

  it('keeps a proof once, and eight of each role', () => {
    const signatureOf = (n: number) => toHex(new Uint8Array(65).fill(n))
    const nested = { text: 'tε', signature: signatureOf(1), signingAddress: PAYER }
    const four = [{}, { signature: signatureOf(2) }, { signingAddress: PAYER }, { routingProof: nested }].map(withProof)
    const pool = pooled(...[...four, ...four].map((record): [TrailRecord, 'provider'] => [record, 'provider']))
    expect(pool.listProofs(halves)).toEqual(four.map((record) => record.proof))
    const flood = Array.from({ length: 12 }, (_, n): [TrailRecord, 'stranger'] => [
      withProof({ signature: signatureOf(n + 10) }),
      'stranger',
    ])
    expect(pooled(...flood).listProofs(halves)).toHaveLength(8)
    expect(pooled(...flood, [first, 'provider']).listProofs(halves)).toHaveLength(9)
    expect(pooled([first, 'provider']).listProofs('x')).toEqual([])
    expect(pooled([withProof({ text: 'x' }), 'provider']).listProofs('x')).toEqual([])
  })

  it('knows images shown in bodies and beside them, and no others', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((image) => utf8.encode(image)) as [Uint8Array, Uint8Array, Uint8Array]
    const answer = utf8.encode(JSON.stringify({ data: [{ b64_json: toBase64(a) }] }))
    const response = { sha256: sha256(answer), bytes: toBase64(answer) }
    const images = [{ sha256: sha256(b), bytes: toBase64(b) }, { sha256: sha256(c) }]
    const pool = pooled([{ ...first, response, images }, 'provider'])
    expect([a, b, c].map((image) => pool.hasImage(sha256(image)))).toEqual([true, true, false])
    const published = readPublished(2, { ...first, response, images })
    expect(published.record.images).toEqual([{ sha256: sha256(b) }, { sha256: sha256(c) }])
    expect(published.images).toEqual([sha256(b), undefined])
  })

  it('counts what a record shows, and knows which has the hashed fields', () => {
    expect(countPublished(first)).toBe(3)
    const { proof: _, ...rest } = first
    expect(countPublished({ ...rest, request: { sha256: first.request.sha256 } })).toBe(1)
    for (const field of ['requestHash', 'userAddress', 'fee', 'inputFee', 'outputFee'] as const) {
      const { [field]: __, ...lacking } = first
      expect(readPublished(2, lacking as TrailRecord).fields).toBeUndefined()
    }
    expect(readPublished(2, first).fields?.fee).toBe(first.fee)
    expect('images' in readPublished(2, first).record).toBe(false)
  })
})
