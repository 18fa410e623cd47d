import { describe, expect, it } from 'vitest'
import {
  asPayerRecord,
  honestRecord,
  honestRecords,
  mockKey,
  NONCE,
  otherKey,
  PROVIDER,
  STRANGER,
  trailOf,
  trust,
} from '../../testing/scenario.js'
import { conclude } from '../conclude.js'
import type { TrailRecord } from '../trail/record.js'
import { verifyTrailFile } from './trailFile.js'

const records = honestRecords(3)

function look(list: readonly TrailRecord[], header = {}) {
  return lookAt(trailOf(list, PROVIDER, header).bytes)
}
function lookAt(bytes: Uint8Array) {
  const verdict = verifyTrailFile(bytes, trust)
  const { outcome, fault } = conclude({ kind: 'trail' }, verdict.checks)
  return {
    ...verdict,
    outcome,
    fault,
    status: Object.fromEntries(verdict.checks.map(({ id, status }) => [id, status])),
  }
}
function withSecond(changes: Partial<TrailRecord>): TrailRecord[] {
  return records.map((record, at) => (at === 1 ? { ...record, ...changes } : record))
}

describe('a trail by itself', () => {
  it('passes where fields, digests and signatures hold', () => {
    const { root } = trailOf(records)
    const other = { ...honestRecord(5), settlement: `${NONCE + 1n}` }
    expect(look(records)).toMatchObject({ outcome: 'verified', root, rejection: null, observations: [] })
    const { counts, header } = look([...records, other])
    expect(counts).toEqual({ records: 4, settlements: 2, hashed: 4, requests: 4, responses: 4, proofs: 4 })
    expect(header?.provider).toBe(PROVIDER)
  })

  it('takes a body from another of its lines', () => {
    const again = { ...records[1], requestHash: honestRecord(9).requestHash } as TrailRecord
    const withheld = { ...again, request: { sha256: again.request.sha256 } }
    expect(look([...records, withheld]).status).toMatchObject({
      'request-bytes': 'pass',
      'distinct-signatures': 'fail',
    })
  })

  it.each<[string, string, TrailRecord[]]>([
    ['a fee that is not its parts', 'record-fields', withSecond({ fee: '1' })],
    ['a user who is not the payer', 'record-fields', withSecond({ userAddress: STRANGER })],
    [
      'other request bytes',
      'request-bytes',
      withSecond({ request: { ...records[1]?.request, bytes: 'e30=' } as never }),
    ],
    ['another response than was signed', 'response-bytes', withSecond({ response: honestRecord(9).response })],
    [
      'a signature by another key than it names',
      'response-signature',
      withSecond({ proof: { ...records[1]?.proof, signingAddress: otherKey.address } as never }),
    ],
    ['a mock key', 'response-signature', records.map((_, n) => honestRecord(n, mockKey))],
    [
      'a proof twice',
      'distinct-signatures',
      [...records, { ...honestRecord(0), requestHash: honestRecord(8).requestHash ?? '' }],
    ],
  ])('fails whoever published %s', (_, id, list) => {
    const { checks, outcome, fault } = look(list)
    expect([outcome, fault]).toEqual(['failed', 'publisher'])
    expect(checks.filter(({ status }) => status === 'fail').map((check) => check.id)).toEqual([id])
  })

  it.each<[string, string, TrailRecord[]]>([
    ['hashed fields', 'record-fields', records.map(asPayerRecord)],
    ['hashed fields on one line', 'record-fields', [...records, asPayerRecord(honestRecord(5))]],
    ['a request', 'request-bytes', withSecond({ request: { sha256: records[1]?.request.sha256 ?? '' } })],
    ['records', 'record-fields', []],
  ])('is partial without %s', (_, id, list) => {
    const { outcome, status } = look(list)
    expect([outcome, status[id]]).toEqual(['partial', 'absent'])
  })

  it.each([
    ['nothing', new Uint8Array(), null],
    ['no trail', new TextEncoder().encode('hello\n'), expect.stringMatching(/^0x/)],
    ['a line cut short', trailOf(records).bytes.subarray(0, -1), expect.stringMatching(/^0x/)],
  ])('is not read from %s, and accuses nobody', (_, bytes, root) => {
    const { header, rejection, outcome, status, root: found } = lookAt(bytes)
    expect([header, outcome, found]).toEqual([null, 'partial', root])
    expect(rejection?.reason).toBeDefined()
    expect(new Set(Object.values(status))).toEqual(new Set(['absent']))
  })

  it('says that mock keys are not known without a list of them', () => {
    const { bytes } = trailOf(records.map((_, n) => honestRecord(n, mockKey)))
    const { observations, checks } = verifyTrailFile(bytes)
    expect(observations).toEqual([expect.objectContaining({ id: 'mock-keys-unknown' })])
    expect(checks.some(({ status }) => status === 'fail')).toBe(false)
  })

  it('loses its verdict, or its root, with every changed byte', () => {
    const { bytes, root } = trailOf(records.slice(0, 1))
    const kept = []
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)))
      const { outcome, root: found } = lookAt(changed)
      expect(found).not.toBe(root)
      if (outcome === 'verified') kept.push(at)
    }
    // What no digest and no signature covers: parties, times, nonce, model, ids and fees that still add up.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const proof = text.indexOf('"proof"')
    const sealed = kept.filter((at) => at > proof && at < text.indexOf('"requestHash"'))
    expect(sealed).toEqual([])
  })
})
