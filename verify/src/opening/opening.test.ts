import { describe, expect, it } from 'vitest'
import {
  asPayerRecord,
  evidenceOf,
  fetched,
  honestRecords,
  NONCE,
  PAYER,
  PROVIDER,
  STRANGER,
  settlementOf,
  trailOf,
  word,
} from '../../testing/scenario.js'
import type { FetchedTrail, Hex, SettlementSubject, UnfetchedTrail } from '../subject.js'
import type { TrailRecord } from '../trail/record.js'
import { checkOpening } from './opening.js'

const records = honestRecords(3)
const subject = settlementOf(records)

function open(trails: FetchedTrail[], unfetched: UnfetchedTrail[] = [], of: SettlementSubject = subject) {
  const { checks, observations, opened } = checkOpening(of, evidenceOf({ trails, unfetched }))
  const status = Object.fromEntries(checks.map((check) => [check.id, check.status]))
  const reason = checks.find((check) => check.status !== 'pass')?.reason
  const notes = observations.map(({ text }) => text)
  return { checks, status, reason, notes, opened }
}
function statusesOf(trails: FetchedTrail[], unfetched: UnfetchedTrail[] = []): Set<string> {
  return new Set(Object.values(open(trails, unfetched).status))
}
function withFirst(changes: Partial<TrailRecord>): TrailRecord[] {
  return records.map((record, at) => (at === 0 ? { ...record, ...changes } : record))
}
function unfetchedBy(author: Hex): UnfetchedTrail {
  return {
    root: word(0xdd),
    author,
    anchorTx: word(0xee),
    attempts: [
      { source: 'http://a.test', outcome: 'time-out' },
      { source: 'http://b.test', outcome: 'pruned' },
    ],
  }
}

const ALL_PASS = {
  'opening-published': 'pass',
  'record-fields': 'pass',
  'requests-hash': 'pass',
  'fee-sum': 'pass',
  'single-reading': 'pass',
  'no-equivocation': 'pass',
}

describe('an opening passes', () => {
  it.each([PROVIDER, PAYER, STRANGER])('whoever anchored it: %s', (author) => {
    const { status, opened, notes } = open([trailOf(records, author)])
    expect(status).toEqual(ALL_PASS)
    expect(opened?.trail.author).toBe(author)
    expect(notes).toEqual([])
  })

  it('in a file that also holds other bills', () => {
    const others = honestRecords(2).map((record) => ({ ...record, settlement: `${NONCE + 1n}`, fee: '1' }))
    const [first, ...rest] = records
    if (first === undefined) throw new Error('there are records')
    expect(open([trailOf([...others, first, ...others, ...rest])]).status).toEqual(ALL_PASS)
  })

  it('beside false lists of strangers, of the payer and anchors that nobody serves', () => {
    const forged = withFirst({ fee: '1', inputFee: '1', outputFee: '0' })
    const { status, notes } = open(
      [trailOf(forged, STRANGER), trailOf(forged, PAYER), trailOf(records)],
      [unfetchedBy(STRANGER), unfetchedBy(PROVIDER)],
    )
    expect(status).toEqual(ALL_PASS)
    expect(notes).toHaveLength(2)
    expect(notes[0]).toMatch(/\(payer\), was not used: its requests do not recompute/)
    expect(notes[1]).toMatch(/\(stranger\), was not used: its requests do not recompute/)
  })

  it('where the provider publishes the same list again with more in it', () => {
    const bare = records.map(({ proof, ...record }) => ({ ...record, request: { sha256: record.request.sha256 } }))
    const copies = [1, 2, 3, 4, 5, 6, 7, 8].map((from) => trailOf(bare, PROVIDER, { from }))
    const { status, opened, notes } = open([...copies, trailOf(records)])
    expect(status).toEqual(ALL_PASS)
    expect(opened?.published).toBe(9)
    expect(notes).toEqual(copies.map(() => expect.stringContaining('it opens the bill too')))
  })

  it('for the provider’s copy before anybody else’s', () => {
    expect(open([trailOf(records, STRANGER), trailOf(records)]).opened?.role).toBe('provider')
  })
})

describe('an opening fails the provider', () => {
  const shifted = withFirst({ fee: '500000000001', inputFee: '500000000001', outputFee: '0' })
  it.each<[string, TrailRecord[], string[]]>([
    ['for a list that leaves a request out', records.slice(1), ['requests-hash', 'fee-sum']],
    ['for another order', records.toReversed(), ['requests-hash']],
    ['for other fees', shifted, ['requests-hash', 'fee-sum']],
    ['for a request id that is no UUID v4', withFirst({ requestHash: 'abc' }), ['record-fields', 'requests-hash']],
    ['for another user', withFirst({ userAddress: STRANGER }), ['record-fields', 'requests-hash']],
    ['for a user in other casing', withFirst({ userAddress: PAYER }), ['requests-hash']],
    ['for a padded fee', withFirst({ fee: `0${records[0]?.fee}` }), ['record-fields', 'requests-hash', 'fee-sum']],
    ['for a fee that is not its parts', withFirst({ outputFee: '7' }), ['record-fields', 'requests-hash']],
  ])('%s', (_, list, wrong) => {
    const { checks, opened } = open([trailOf(list)])
    expect(opened).toBeUndefined()
    expect(checks.filter((check) => check.status === 'fail').map((check) => check.id)).toEqual(wrong)
    for (const check of checks) if (check.status === 'fail') expect(check.fault).toBe('provider')
  })

  it('and shows what was billed and what was found', () => {
    const { checks } = open([trailOf(records.slice(1))])
    const billed = subject.item.totalFee
    const found = billed - BigInt(records[0]?.fee ?? 0)
    expect(checks.find((check) => check.id === 'fee-sum')).toMatchObject({ expected: `${billed}`, found: `${found}` })
    expect(checks.find((check) => check.id === 'requests-hash')?.expected).toBe(subject.item.requestsHash)
  })

  it('for over-billing: the commitment holds, the sum does not', () => {
    const overbilled = { ...subject, item: { ...subject.item, totalFee: subject.item.totalFee + 1n } }
    const { checks, opened } = open([trailOf(records)], [], overbilled)
    expect(checks.filter((check) => check.status === 'fail').map((check) => check.id)).toEqual(['fee-sum'])
    expect(opened).toBeUndefined()
    expect(open([trailOf(records, STRANGER)], [], overbilled).status).toEqual({ 'opening-published': 'absent' })
  })

  it.each([
    ['of which one opens the bill', [records, withFirst({ model: 'm', fee: '9', inputFee: '9', outputFee: '0' })]],
    ['of which none does', [records.slice(1), records.slice(2)]],
    ['of which one is a part of the other', [records, records.slice(0, 2)]],
  ])('for two lists %s', (_, lists) => {
    const { checks } = open(lists.map((list) => trailOf(list)))
    expect(checks.find((check) => check.id === 'no-equivocation')).toMatchObject({
      status: 'fail',
      fault: 'provider',
      found: '2 lists',
    })
  })

  it('but not for two lists by different authors', () => {
    expect(open([trailOf(records), trailOf(records.slice(1), STRANGER)]).status).toEqual(ALL_PASS)
  })
})

describe('an opening is absent', () => {
  it('where nobody published anything', () => {
    const { status, reason } = open([])
    expect(status).toEqual({ 'opening-published': 'absent' })
    expect(reason).toContain('the commitment is opaque')
  })

  it.each([PAYER, STRANGER])('where only %s published a false list', (author) => {
    const { status, notes } = open([trailOf(records.slice(1), author)], [unfetchedBy(author)])
    expect(status).toEqual({ 'opening-published': 'absent' })
    expect(notes).toHaveLength(1)
  })

  it.each<[string, FetchedTrail, string]>([
    ['another chain', trailOf(records.slice(1), PROVIDER, { chainId: 1 }), 'names chain 1'],
    ['another contract', trailOf(records.slice(1), PROVIDER, { contract: STRANGER }), 'names contract'],
    ['another provider', trailOf(records.slice(1), PROVIDER, { provider: STRANGER }), 'names provider'],
    ['another payer', trailOf(records.slice(1), PROVIDER, { payer: STRANGER }), 'names payer'],
    ['another bill', trailOf(records.map((record) => ({ ...record, settlement: '1' }))), 'no request of this bill'],
    ['no hashed fields', trailOf(records.map(asPayerRecord)), 'lack the fields'],
    ['no trail at all', fetched(new TextEncoder().encode('hello')), 'cannot be read as a trail, line 1'],
  ])('where the provider’s file names %s', (_, trail, why) => {
    const { status, notes } = open([trail])
    expect(status).toEqual({ 'opening-published': 'absent' })
    expect(notes).toEqual([expect.stringContaining(why)])
  })

  it('where the author was paid but is not whom the bill names', () => {
    const caller = { ...subject, caller: STRANGER }
    expect(open([trailOf(records.slice(1), STRANGER)], [], caller).status).toEqual({ 'opening-published': 'absent' })
    expect(open([trailOf(records.slice(1), PROVIDER)], [], caller).status).toEqual({ 'opening-published': 'absent' })
  })

  it('where the bytes read in two ways, though everything else holds', () => {
    const fees = { fee: '11', inputFee: '1', outputFee: '10' }
    const twoWays = honestRecords(1).map((record) => ({ ...record, ...fees }))
    const { checks, opened } = open([trailOf(twoWays)], [], settlementOf(twoWays))
    expect(checks.filter((check) => check.status !== 'pass')).toEqual([
      expect.objectContaining({ id: 'single-reading', status: 'absent', reason: expect.stringMatching(/^ambiguous/) }),
    ])
    expect(opened).toBeUndefined()
  })

  it('and lists a bounded number of what strangers anchor', () => {
    const flood = Array.from({ length: 25 }, (_, n) => trailOf(honestRecords(n + 4), STRANGER))
    const { notes } = open(flood)
    expect(notes).toHaveLength(21)
    expect(notes.at(-1)).toBe('5 more trails were not used.')
  })
})

describe('an opening could not be checked', () => {
  it('where the storage term of all that the provider anchored is over', () => {
    const day = Date.UTC(2026, 0, 2)
    const expired = { ...unfetchedBy(PROVIDER), expiredAt: day }
    const { status, reason } = open([], [expired, { ...expired, expiredAt: day - 86_400_000 }])
    expect(status).toEqual({ 'opening-published': 'unavailable' })
    expect(reason).toMatch(/^Could not be checked: storage term ended on 2026-01-02, .*the 2 trail\(s\)/)
    expect(open([], [expired, unfetchedBy(PROVIDER)]).reason).toContain('http://a.test: time-out')
    expect(open([], [{ ...expired, author: STRANGER }]).status).toEqual({ 'opening-published': 'absent' })
  })

  it('where the provider’s anchor was served by nobody', () => {
    const { status, reason } = open([], [unfetchedBy(PROVIDER)])
    expect(status).toEqual({ 'opening-published': 'unavailable' })
    expect(reason).toContain('http://a.test: time-out; http://b.test: pruned')
  })

  it('where the bytes at hand are not those that the provider anchored', () => {
    const lie = { ...trailOf(records.slice(1)), root: word(0xdd) }
    expect(statusesOf([lie])).toEqual(new Set(['unavailable']))
    const garbage = { ...fetched(new Uint8Array([1, 2, 3])), root: word(0xdd) }
    expect(statusesOf([garbage])).toEqual(new Set(['unavailable']))
  })

  it('and such bytes open nothing, even if they would recompute', () => {
    expect(statusesOf([{ ...trailOf(records), root: word(0xdd) }])).toEqual(new Set(['unavailable']))
    expect(statusesOf([{ ...trailOf(records, STRANGER), root: word(0xdd) }])).toEqual(new Set(['absent']))
  })

  it('without calldata', () => {
    expect(open([trailOf(records)], [], { ...subject, item: null }).status).toEqual({ 'requests-hash': 'unavailable' })
  })
})
