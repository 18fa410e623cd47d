import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inPieces } from '../../testing/pieces.js'
import {
  asPayerRecord,
  evidenceOf,
  fetched,
  headerOf,
  honestRecords,
  NONCE,
  otherKey,
  PAYER,
  PROVIDER,
  STRANGER,
  settlementOf,
  trust,
} from '../../testing/scenario.js'
import { KeptTooMuch } from '../kept/keptBytes.js'
import { checkOpening } from '../opening/opening.js'
import type { JudgedTrail } from '../subject.js'
import { buildTrail, readTrail } from '../trail/parse.js'
import type { TrailRecord } from '../trail/record.js'
import { verifySettlement } from '../verify.js'
import { checkContent } from './content.js'
import { createHeldRoom, createRecordCollector } from './recordList.js'

const honest = honestRecords(6)
const subject = settlementOf(honest)

/** What a publisher may do to a record. */
const CHANGES: ((record: TrailRecord, other: TrailRecord) => TrailRecord)[] = [
  (record) => record,
  (record) => record,
  ({ proof: _, ...record }) => record,
  (record) => ({ ...record, request: { sha256: record.request.sha256 }, response: { sha256: record.response.sha256 } }),
  (record, other) => ({ ...record, response: { ...record.response, bytes: other.response.bytes as string } }),
  (record, other) => ({ ...record, response: other.response }),
  (record, other) => ({ ...record, ...(other.proof === undefined ? {} : { proof: other.proof }) }),
  (record) => asPayerRecord(record),
  (record) => ({ ...record, settlement: `${NONCE + 1n}` }),
  (record) => ({ ...record, fee: `${record.fee}0` }),
  (record) => ({ ...record, images: [record.request, { sha256: record.response.sha256 }] }),
  (record) => ({ ...record, usage: { promptTokens: 1, completionTokens: 2 }, extra: { of: ['readers', 'unknown'] } }),
  (record) => {
    const { text = '' } = record.proof ?? {}
    const nested = { text: `${text}ü`, signature: otherKey.signText(text), signingAddress: otherKey.address }
    return record.proof === undefined ? record : { ...record, proof: { ...record.proof, routingProof: nested } }
  },
]

const records = fc
  .array(fc.tuple(fc.nat(5), fc.nat(CHANGES.length - 1), fc.nat(5)), { minLength: 1, maxLength: 8 })
  .map((places) => places.map(([at, change, other]) => CHANGES[change]?.(pick(at), pick(other)) ?? pick(at)))
const whole = fc.constant<TrailRecord[]>(honest)
const files = fc.array(
  fc.record({
    author: fc.constantFrom(PROVIDER, PAYER, STRANGER),
    records: fc.oneof(records, whole),
    isOther: fc.boolean(),
    isCut: fc.nat(9).map((n) => n === 0),
  }),
  { minLength: 1, maxLength: 4 },
)

function pick(at: number): TrailRecord {
  return honest[at] as TrailRecord
}

function judge(trails: JudgedTrail[], held?: number) {
  const evidence = { ...evidenceOf({}, subject), trails }
  const room = held === undefined ? {} : { room: createHeldRoom(held) }
  const opening = checkOpening(subject, evidence, room)
  const { checks, observations, opened } = opening
  return { checks, observations, root: opened?.trail.root, content: checkContent(subject, evidence, trust, opening) }
}

describe('records that are read again', () => {
  it('have the same verdict as records that are held, whoever published what', () => {
    fc.assert(
      fc.property(files, fc.nat(20_000), (published, held) => {
        const trails = published.map(({ author, records: lines, isOther, isCut }): JudgedTrail => {
          const bytes = buildTrail(headerOf(isOther ? { payer: STRANGER } : {}), lines)
          const trail = fetched(isCut ? bytes.subarray(0, -1) : bytes, author)
          return { ...trail, bytes: inPieces(trail.bytes, [1, 999, 2_500]) }
        })
        const expected = judge(trails)
        expect(judge(trails, 0)).toEqual(expected)
        expect(judge(trails, held)).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  }, 120_000)

  it('are the ones of the file, all of them and those of a settlement', () => {
    const other = { ...pick(5), settlement: `${NONCE + 1n}` }
    const bytes = buildTrail(headerOf(), [...honest.slice(0, 5), other])
    const lists = [undefined, 0].map((held) => {
      const collector = createRecordCollector(bytes, createHeldRoom(held))
      for (const line of readTrail(bytes)) if (line.kind === 'record') collector.add(line.line, line.record)
      return [collector.list(), collector.listOf(`${NONCE}`, 5), collector.listOf('1', 0)]
    })
    const [held, again] = lists.map((of) => of.map((list) => ({ length: list.length, records: [...list] })))
    expect(again).toEqual(held)
    expect(held?.map(({ length }) => length)).toEqual([6, 5, 0])
    // As often as they are asked for.
    expect(lists[1]?.map((list) => [...list].length)).toEqual([6, 5, 0])
  })

  it('take no room once one of them does not fit, nor does a file that is none', () => {
    const room = createHeldRoom(10_000)
    const collector = createRecordCollector(new Uint8Array(), room)
    for (const [at, record] of honest.entries()) collector.add(at + 2, record)
    expect(room.left).toBe(10_000)
    const dropped = createRecordCollector(new Uint8Array(), room)
    dropped.add(2, pick(0))
    expect(room.left).toBeLessThan(9_000)
    dropped.drop()
    expect(room.left).toBe(10_000)
  })
})

it('a judgement that would keep more than it may ends, and says nothing of the records', async () => {
  const evidence = evidenceOf({ trails: [fetched(buildTrail(headerOf(), honest))] }, subject)
  await expect(verifySettlement(subject, evidence, trust, { maxKeptBytes: 1_000 })).rejects.toThrow(KeptTooMuch)
  const within = await verifySettlement(subject, evidence, trust, { maxKeptBytes: 2 ** 20 })
  expect(within).toEqual(await verifySettlement(subject, evidence, trust))
})
