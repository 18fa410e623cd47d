import { describe, expect, it } from 'vitest'
import {
  evidenceOf,
  fetched,
  honestRecords,
  PAYER,
  PROVIDER,
  STRANGER,
  settlementOf,
  trailOf,
  trust,
} from '../../testing/scenario.js'
import { checkOpening } from '../opening/opening.js'
import type { FetchedTrail, Hex, SettlementSubject } from '../subject.js'
import { checkContent, looksEncrypted } from './content.js'

const records = honestRecords(2)

function look(trails: FetchedTrail[], subject: SettlementSubject) {
  const evidence = evidenceOf({ trails })
  return checkContent(subject, evidence, trust, checkOpening(subject, evidence))
}

describe('without an opening', () => {
  const of = settlementOf(records)
  const base = { id: 'storage-root', question: 'content', evidence: [] }

  it('content waits, or belongs to nothing', () => {
    const waiting = 'The bytes cannot be judged before the list of requests can be.'
    expect(look([], { ...of, item: null }).checks).toEqual([{ ...base, status: 'unavailable', reason: waiting }])
    const lie = { ...trailOf(records), root: `0x${'dd'.repeat(32)}` as Hex }
    expect(look([lie], of).checks).toEqual([{ ...base, status: 'unavailable', reason: waiting }])
    const known = (count: number) => `${count} response(s) proven, total unknown.`
    const alone = (count: number) => ({
      ...{ ...base, status: 'absent', found: known(count) },
      reason: `No published list of requests opens this bill, so no bytes belong to it for certain: ${known(count)}`,
    })
    expect(look([], of).checks).toEqual([alone(0)])
    expect(look([trailOf(records.slice(1), PAYER)], of).checks).toEqual([alone(1)])
    expect(look([trailOf(records.slice(1), STRANGER)], of).checks).toEqual([alone(0)])
  })

  it('content is sealed where a party’s file looks it', () => {
    const bytes = new Uint8Array(600).fill(7).with(0, 1)
    for (const [author, role] of [
      [PROVIDER, 'provider'],
      [PAYER, 'payer'],
    ] as const) {
      const trail = fetched(bytes, author)
      expect(look([trail], of).checks).toEqual([
        {
          ...{ ...base, status: 'absent', found: '0 response(s) proven, total unknown.' },
          reason: `The file of the ${role} recomputes to its root and looks encrypted: only who has its key can check the content. 0 response(s) proven, total unknown.`,
          evidence: [{ kind: 'root', ref: trail.root }],
        },
      ])
    }
    expect(look([fetched(bytes, STRANGER)], of).checks[0]?.reason).toMatch(/^No published list/)
    const lie = { ...fetched(bytes, PAYER), root: `0x${'dd'.repeat(32)}` as Hex }
    expect(look([lie], of).checks[0]?.reason).toMatch(/^No published list/)
  })

  it.each<[number, number, boolean]>([
    [1, 18, true],
    [1, 17, false],
    [2, 51, true],
    [2, 50, false],
    [2, 18, false],
    [3, 100, false],
    [0, 100, false],
  ])('bytes that start with %i, %i long, look encrypted: %s', (first, length, found) => {
    expect(looksEncrypted(new Uint8Array(length).with(0, first))).toBe(found)
  })
})
