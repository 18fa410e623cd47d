import { describe, expect, it } from 'vitest'
import { asPayerRecord, headerOf, honestRecord, honestRecords } from '../../testing/scenario.js'
import { buildTrail } from '../trail/parse.js'
import type { HashedFields, TrailRecord } from '../trail/record.js'
import { hashBills } from './hashBills.js'
import { requestsHash } from './requestsHash.js'

const records = honestRecords(4)
const { settlement } = honestRecord(1)
const other = `${BigInt(settlement) + 1n}`
const hashOf = (published: TrailRecord[]) => requestsHash(published as unknown as HashedFields[])
const billsOf = (published: TrailRecord[]) => [...hashBills(buildTrail(headerOf(), published))]

describe('the commitments of the bills in a trail', () => {
  it('are of the records of each, in the order of the file, mixed as they may be', () => {
    const [first, second, third, fourth] = records.map((record, at) =>
      at % 2 === 0 ? record : { ...record, settlement: other },
    ) as [TrailRecord, TrailRecord, TrailRecord, TrailRecord]
    expect(billsOf([first, second, third, fourth])).toEqual([
      [settlement, hashOf([first, third])],
      [other, hashOf([second, fourth])],
    ])
    expect(billsOf([third, first])).not.toEqual(billsOf([first, third]))
  })

  it.each([0, 1, 3])('leave out a bill whose record %i lacks a hashed field, wherever it stands', (at) => {
    const published = records.map((record, place) => (place === at ? asPayerRecord(record) : record))
    expect(billsOf(published)).toEqual([])
    expect(billsOf([...published, { ...honestRecord(9), settlement: other }])).toEqual([
      [other, hashOf([honestRecord(9)])],
    ])
  })

  it('are none in a file without records, or without a header', () => {
    expect(billsOf([])).toEqual([])
    expect([...hashBills(new TextEncoder().encode('not a trail\n'))]).toEqual([])
  })
})
