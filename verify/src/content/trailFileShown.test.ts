import { describe, expect, it } from 'vitest'
import {
  asPayerRecord,
  honestRecord,
  honestRecords,
  mockKey,
  serviceKey,
  trailOf,
  trust,
} from '../../testing/scenario.js'
import type { TrailRecord } from '../trail/record.js'
import { verifyTrailFile } from './trailFile.js'

const utf8 = new TextEncoder()
const question = 'content'
const records = honestRecords(2)
const [first, second] = records as [TrailRecord, TrailRecord]

describe('a file by itself in words', () => {
  const check = (bytes: Uint8Array, id: string) => verifyTrailFile(bytes, trust).checks.find((one) => one.id === id)
  const reason = (list: TrailRecord[], id: string) => check(trailOf(list).bytes, id)?.reason

  it('names lines and gaps', () => {
    const { root, bytes } = trailOf(records)
    expect(check(bytes, 'record-fields')).toEqual({
      ...{ id: 'record-fields', question: 'opening', status: 'pass', found: '2 of 2' },
      evidence: [{ kind: 'root', ref: root }],
    })
    const wrong = trailOf([first, { ...second, fee: '1' }])
    expect(check(wrong.bytes, 'record-fields')).toMatchObject({
      ...{ status: 'fail', fault: 'publisher', evidence: [{ kind: 'record', ref: `${wrong.root}#L3` }] },
      reason: expect.stringMatching(/^Line 3: fee 1 is not inputFee \+ outputFee = \d+\.$/),
    })
    expect(reason([], 'record-fields')).toBe('The file has no record.')
    expect(check(trailOf([first, asPayerRecord(second)]).bytes, 'record-fields')).toMatchObject({
      ...{ status: 'absent', found: '1 of 2' },
      reason: "1 of 2 record(s) have the fields that a commitment hashes; a payer's own trail has none.",
    })
    const unread = verifyTrailFile(utf8.encode('x\n'), trust)
    expect(unread.checks).toHaveLength(5)
    for (const one of unread.checks)
      expect(one.reason).toBe(
        'The file cannot be read as a trail, line 1: the line differs from its canonical JSON (RFC 8785).',
      )
    expect(unread.counts).toEqual({ records: 0, settlements: 0, hashed: 0, requests: 0, responses: 0, proofs: 0 })
  })

  it('says what of signatures it cannot tell', () => {
    const { proof, ...bare } = second
    expect(proof).toBeDefined()
    const gap = (why: string) => `1 of 2 published and right. First gap on line 3: ${why}.`
    expect(reason([first, bare as TrailRecord], 'response-signature')).toBe(
      gap("the service's signature is not published"),
    )
    const form = (text: string) => ({
      ...second,
      proof: { text, signature: serviceKey.signText(text), signingAddress: serviceKey.address },
    })
    const unread = gap('the signed text has a form that this version does not read')
    expect(reason([first, form('x')], 'response-signature')).toBe(unread)
    expect(reason([first, form(`zg-sig-v1/plain:${second.proof?.text}`)], 'response-signature')).toBe(unread)
    expect(reason([honestRecord(0, mockKey)], 'response-signature')).toBe(
      `1 of 1 wrong, first on line 2: the private key of ${mockKey.address} is public (test vectors).`,
    )
    expect(verifyTrailFile(trailOf(records).bytes).observations).toEqual([
      {
        id: 'mock-keys-unknown',
        question,
        evidence: [],
        text: 'No list of publicly known keys was given: mock keys are not recognised.',
      },
    ])
  })
})
