import { describe, expect, it } from 'vitest'
import {
  asPayerRecord,
  BLOCK_TIME,
  evidenceOf,
  honestRecord,
  honestRecords,
  otherKey,
  PAYER,
  PROVIDER,
  STRANGER,
  settlementOf,
  trailOf,
  trust,
} from '../../testing/scenario.js'
import { checkOpening } from '../opening/opening.js'
import type { FetchedTrail, ServiceInForce, SettlementSubject } from '../subject.js'
import type { TrailRecord } from '../trail/record.js'
import { checkContent } from './content.js'

const question = 'content'
const records = honestRecords(2)
const [first, second] = records as [TrailRecord, TrailRecord]

describe('the payer’s own record', () => {
  const [service] = settlementOf(records).services as [ServiceInForce]
  const look = (trails: FetchedTrail[], changes: Partial<SettlementSubject> = {}) => {
    const of = { ...settlementOf(records), ...changes }
    const evidence = evidenceOf({ trails })
    return checkContent(of, evidence, trust, checkOpening(of, evidence))
  }
  const notes = (...parameters: Parameters<typeof look>) => look(...parameters).observations.map(({ text }) => text)
  const sum = records.reduce((all, { fee }) => all + BigInt(fee ?? 0), 0n)
  const payers = (list: TrailRecord[], header = {}) => trailOf(list, PAYER, header)
  const reconciled = `Reconciled with the payer's own record: its 2 request(s) cost ${sum} neuron, the billed amount.`
  const untold = (line: number) =>
    `The payer's own record names 2 request(s); what they cost cannot be told from it (line ${line}).`

  it('adds up or differs, beside the opened list and without one', () => {
    const own = payers(records.map(asPayerRecord))
    const opened = look([trailOf(records), own])
    expect(opened.observations).toEqual(
      [reconciled, "Of 2 response(s) proven in the payer's own record, 2 stand in the opened list and 0 do not."].map(
        (text) => ({
          ...{ id: 'payer-record', question, text },
          evidence: [{ kind: 'anchor', ref: own.anchorTx, note: own.root }],
        }),
      ),
    )
    expect(notes([own])).toEqual([reconciled])
    const less = payers([asPayerRecord(first)])
    expect(notes([less])).toEqual([
      `The payer's own record differs: its 1 request(s) cost ${first.fee} neuron, billed were ${sum}.`,
    ])
    const foreign = payers([...records, honestRecord(7)].map(asPayerRecord))
    expect(notes([trailOf(records), foreign])[1]).toBe(
      "Of 3 response(s) proven in the payer's own record, 2 stand in the opened list and 1 do not.",
    )
    expect(notes([payers(records)])).toEqual([])
    const bare = records.map(({ proof, ...rest }) => asPayerRecord(rest as TrailRecord))
    const unproven = records.map(({ proof, ...rest }) => rest as TrailRecord)
    expect(notes([trailOf(unproven), payers(bare)])).toEqual([reconciled])
  })

  it('says nothing of what costs cannot be told', () => {
    const own = payers(records.map(asPayerRecord))
    const dearer = { ...service, since: BLOCK_TIME - 10 }
    for (const services of [
      [],
      [{ ...service, pricing: { modified: 'tiers' } }],
      [
        { ...service, until: BLOCK_TIME - 10 },
        { ...dearer, inputPrice: 1n },
      ],
      [
        { ...service, until: BLOCK_TIME - 10 },
        { ...dearer, outputPrice: 1n },
      ],
      [
        { ...service, until: BLOCK_TIME - 10 },
        { ...dearer, pricing: { modified: 'tiers' } },
      ],
    ])
      expect(notes([own], { services })).toEqual([untold(2)])
    expect(notes([own], { services: [{ ...service, until: BLOCK_TIME - 10 }, dearer] })).toEqual([reconciled])
    for (const fee of ['x1', '1x', '01', '-1'])
      expect(notes([payers([{ ...second, fee }, first])])).toEqual([untold(2)])
    const stated = asPayerRecord({ ...second, response: { sha256: second.response.sha256 } })
    const usage = { promptTokens: 11, completionTokens: 21 }
    expect(notes([payers([asPayerRecord(first), { ...stated, usage }])])).toEqual([reconciled])
    expect(notes([payers([asPayerRecord(first), stated])])).toEqual([untold(3)])
  })

  it('is looked at in five files of the payer alone', () => {
    const files = Array.from({ length: 6 }, (_, from) => payers([asPayerRecord(first)], { from }))
    expect(notes(files)).toHaveLength(5)
    expect(notes([trailOf([first], PROVIDER), trailOf([first], STRANGER)])).toEqual([])
  })

  it('counts as proven what a key of the service signed over shown bytes', () => {
    const proven = (list: TrailRecord[]) => look([payers(list)]).checks[0]?.found
    const of = (count: number) => `${count} response(s) proven, total unknown.`
    expect(proven([asPayerRecord(first), asPayerRecord(second)])).toBe(of(2))
    expect(proven([asPayerRecord(first), asPayerRecord(first)])).toBe(of(1))
    const spoil = (changes: Partial<TrailRecord>) => proven([{ ...asPayerRecord(first), ...changes }])
    const text = first.proof?.text ?? ''
    expect(spoil({ proof: { text, signature: otherKey.signText(text), signingAddress: otherKey.address } })).toBe(of(0))
    expect(spoil({ response: { sha256: first.response.sha256 } })).toBe(of(0))
    expect(spoil({ request: second.request })).toBe(of(0))
    expect(spoil({ request: { sha256: first.request.sha256 } })).toBe(of(1))
  })
})
