import { expect, it } from 'vitest'
import {
  asPayerRecord,
  evidenceOf,
  fetched,
  honestRecords,
  PAYER,
  STRANGER,
  settlementOf,
  trailOf,
  trust,
} from '../../testing/scenario.js'
import { checkOpening } from '../opening/opening.js'
import type { FetchedTrail } from '../subject.js'
import { checkContent } from './content.js'

const records = honestRecords(2)
const subject = settlementOf(records)
const [first, second] = records
if (first === undefined || second === undefined) throw new Error('there are two')

function look(trails: FetchedTrail[]): Map<string, string> {
  const evidence = evidenceOf({ trails })
  const opening = checkOpening(subject, evidence)
  const { checks } = checkContent(subject, evidence, trust, opening)
  return new Map([...opening.checks, ...checks].map(({ id, status }) => [id, status]))
}
function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1) yield bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)))
}
/** No check passes that did not before the change, and none fails that did not. */
function expectNoGain(before: Map<string, string>, after: Map<string, string>): void {
  for (const [id, status] of after)
    if (status === 'pass' || status === 'fail') expect([id, before.get(id) ?? 'not made']).toEqual([id, status])
}

it('no changed byte of a stranger’s file adds a pass to what it lacks, or accuses', () => {
  const { proof, ...unsigned } = second
  const opened = trailOf(
    records.map(({ proof: _, request, response, ...rest }) => ({
      ...rest,
      request: { sha256: request.sha256 },
      response: { sha256: response.sha256 },
    })),
  )
  for (const author of [STRANGER, PAYER]) {
    const { bytes } = trailOf([first, unsigned].map(asPayerRecord), author)
    const before = look([opened, fetched(bytes, author)])
    expect(before.get('response-signature')).toBe('absent')
    expect(before.get('request-bytes')).toBe('pass')
    for (const changed of flips(bytes)) expectNoGain(before, look([opened, fetched(changed, author)]))
  }
})

it('no changed byte of the provider’s file passes under the root of the honest one', () => {
  const honest = trailOf(records)
  for (const bytes of flips(honest.bytes)) {
    const after = look([{ ...honest, bytes }])
    expect([...after.values()]).toEqual(['unavailable', 'unavailable'])
  }
})

it('no changed byte of a stranger’s opening opens another list, and none accuses', () => {
  const { bytes } = trailOf(records, STRANGER)
  const before = look([fetched(bytes, STRANGER)])
  expect(new Set(before.values())).toEqual(new Set(['pass']))
  for (const changed of flips(bytes)) {
    const after = look([fetched(changed, STRANGER)])
    expect([...after.values()]).not.toContain('fail')
  }
})
