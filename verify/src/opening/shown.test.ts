import { describe, expect, it } from 'vitest'
import {
  asPayerRecord,
  evidenceOf,
  fetched,
  honestRecords,
  PAYER,
  PAYER_AS_HASHED,
  PROVIDER,
  STRANGER,
  settlementOf,
  trailOf,
  word,
} from '../../testing/scenario.js'
import { storageRoot } from '../storage/storageRoot.js'
import type { FetchedTrail, Hex, JudgedTrail, SettlementSubject, UnfetchedTrail } from '../subject.js'
import type { TrailRecord } from '../trail/record.js'
import { checkOpening } from './opening.js'

const records = honestRecords(2)
const subject = settlementOf(records)
const { totalFee, requestsHash } = subject.item
const question = 'opening'

function open(trails: FetchedTrail[], unfetched: UnfetchedTrail[] = [], of: SettlementSubject = subject) {
  return checkOpening(of, evidenceOf({ trails, unfetched }))
}
function anchor(trail: { root: string; anchorTx: string }) {
  return { kind: 'anchor', ref: trail.anchorTx, note: trail.root }
}
function unfetchedBy(author: Hex, changes: Partial<UnfetchedTrail> = {}): UnfetchedTrail {
  return { root: word(0xdd), author, anchorTx: word(0xee), attempts: [], ...changes }
}
function withFirst(changes: Partial<TrailRecord>): TrailRecord[] {
  return records.map((record, at) => (at === 0 ? { ...record, ...changes } : record))
}

describe('what is shown of an opening', () => {
  it('that passes', () => {
    const trail = trailOf(records)
    const evidence = [anchor(trail)]
    const pass = (id: string) => ({ id, question, status: 'pass', evidence })
    expect(open([trail])).toMatchObject({ observations: [], opened: { trail, role: 'provider', published: 6 } })
    expect(open([trail]).checks).toEqual([
      { ...pass('opening-published'), found: `2 request(s), anchored by ${PROVIDER} (provider)` },
      { ...pass('record-fields'), found: '2 request(s)' },
      { ...pass('requests-hash'), expected: requestsHash, found: requestsHash },
      { ...pass('fee-sum'), expected: `${totalFee}`, found: `${totalFee}` },
      pass('single-reading'),
      pass('no-equivocation'),
    ])
  })

  it('that the provider spoiled', () => {
    const trails = [trailOf(records.slice(1)), trailOf(withFirst({ fee: '01' }))]
    const [{ checks, observations, opened, trails: sorted }] = [open(trails)]
    const judged = sorted?.candidates[0]?.trail
    const other = sorted?.candidates[1]?.trail
    if (judged === undefined || other === undefined) throw new Error('both are candidates')
    expect(opened).toBeUndefined()
    // The one that publishes more comes first: its first fee is no decimal.
    expect(judged.root).toBe(trails[1]?.root)
    const fail = (id: string) => ({ id, question, status: 'fail', fault: 'provider', evidence: [anchor(judged)] })
    expect(checks.slice(1)).toEqual([
      {
        ...fail('record-fields'),
        reason: 'Line 2: fee 01 is not a canonical decimal.',
        evidence: [{ kind: 'record', ref: `${judged.root}#L2` }],
      },
      {
        ...fail('requests-hash'),
        reason: 'The published requests are not those that the bill commits to.',
        expected: requestsHash,
        found: sorted?.candidates[0]?.assessment.requestsHash,
      },
      {
        ...fail('fee-sum'),
        reason: 'The published fees do not sum to the billed amount.',
        expected: `${totalFee}`,
        found: 'no sum',
      },
      {
        ...{ id: 'single-reading', question, status: 'absent', evidence: [anchor(judged)] },
        reason: 'The requests do not recompute, so there is no reading to count.',
      },
      {
        ...fail('no-equivocation'),
        reason: 'The provider published 2 different lists of requests for this one bill.',
        expected: 'one list',
        found: '2 lists',
        evidence: [anchor(judged), anchor(other)],
      },
    ])
    const text = `Trail ${other.root}, anchored by ${PROVIDER} (provider), was not used: its requests do not recompute to the bill.`
    expect(observations).toEqual([{ id: 'trail-ignored', question, text, evidence: [anchor(other)] }])
  })

  it.each<[string, Partial<TrailRecord>]>([
    ['requestHash abc is not a UUID v4', { requestHash: 'abc' }],
    [`userAddress x${PAYER} is not an address`, { userAddress: `x${PAYER}` }],
    [`userAddress ${PAYER}00 is not an address`, { userAddress: `${PAYER}00` }],
    [`userAddress ${STRANGER} is not the payer ${PAYER}`, { userAddress: STRANGER }],
    ['inputFee -1 is not a canonical decimal', { inputFee: '-1' }],
    ['outputFee 1e3 is not a canonical decimal', { outputFee: '1e3' }],
    [`fee ${records[0]?.fee} is not inputFee + outputFee = 1000`, { inputFee: '999', outputFee: '1' }],
  ])('of which the bill itself commits to a record with %s', (what, changes) => {
    // Hash and sum hold, and still nothing is opened.
    const spoiled = withFirst(changes)
    for (const author of [PROVIDER, STRANGER]) {
      const { checks, opened } = open([trailOf(spoiled, author)], [], settlementOf(spoiled))
      expect(opened).toBeUndefined()
      expect(checks.find(({ id }) => id === 'single-reading')?.status).toBe(author === PROVIDER ? 'absent' : undefined)
      const wrong = checks.filter(({ status }) => status === 'fail').map(({ id, reason }) => ({ id, reason }))
      expect(wrong).toEqual(author === PROVIDER ? [{ id: 'record-fields', reason: `Line 2: ${what}.` }] : [])
    }
  })

  it('of which one record has no hashed fields', () => {
    const [first, second] = records
    if (first === undefined || second === undefined) throw new Error('there are two')
    const { checks, opened } = open([trailOf([first, asPayerRecord(second)])], [], settlementOf([first]))
    expect(opened).toBeUndefined()
    const status = checks.map(({ id, status: found }) => `${id} ${found}`)
    expect(status).toContain('record-fields fail')
    expect(status).toContain('requests-hash pass')
    expect(checks[1]?.reason).toBe('Line 3: the hashed fields are missing.')
  })

  it('whose readings are several', () => {
    const reason = (list: TrailRecord[]) => {
      const trail = trailOf(list)
      const { checks, opened } = open([trail], [], settlementOf(list))
      expect(opened).toBeUndefined()
      expect(checks.every(({ status }) => status !== 'fail')).toBe(true)
      const found = checks.find(({ id }) => id === 'single-reading')
      return { status: found?.status, reason: found?.reason, evidence: found?.evidence, of: trail }
    }
    const twoWays = honestRecords(1).map((record) => ({ ...record, fee: '11', inputFee: '1', outputFee: '10' }))
    const two = reason(twoWays)
    expect(two).toMatchObject({ status: 'absent', evidence: [anchor(two.of)] })
    expect(two.reason).toBe('ambiguous: the same bytes also read as other fees with the same sum.')
  })

  it('that nobody can look at', () => {
    const attempts = (from: number) =>
      Array.from({ length: 3 }, (_, at) => ({ source: `n${from + at}`, outcome: 'pruned' }))
    const missing = Array.from({ length: 22 }, (_, at) =>
      unfetchedBy(PROVIDER, { root: word(at), attempts: attempts(at) }),
    )
    const named = 'n0: pruned; n1: pruned; n2: pruned; n3: pruned; n4: pruned'
    const published = { id: 'opening-published', question }
    expect(open([], missing).checks).toEqual([
      {
        ...{ ...published, status: 'unavailable', evidence: missing.slice(0, 20).map(anchor) },
        reason: `The provider anchored 22 trail(s) that no source delivered (${named}).`,
      },
    ])
    expect(open([], [unfetchedBy(PROVIDER)]).checks[0]?.reason).toBe(
      'The provider anchored 1 trail(s) that no source delivered (no source is known).',
    )
    const trail = { ...trailOf(records), root: word(9) }
    const { root } = storageRoot(trail.bytes)
    expect(open([trail]).trails?.missing).toEqual([
      {
        ...{ root: word(9), author: PROVIDER, anchorTx: trail.anchorTx },
        attempts: [{ source: 'http://node.test', outcome: `served bytes with root ${root}` }],
      },
    ])
    expect(open([{ ...fetched(Uint8Array.of(1)), bytes: new Uint8Array(0) }]).trails?.missing[0]?.attempts).toEqual([
      { source: 'http://node.test', outcome: 'served bytes with root no root' },
    ])
  })

  it('that was withdrawn', () => {
    const withdrawn = unfetchedBy(PROVIDER, { withdrawnAt: 5 })
    const published = { id: 'opening-published', question, status: 'absent', evidence: [] }
    const text = `Trail ${withdrawn.root}, anchored by ${PROVIDER}, was withdrawn: its bytes are no longer looked at.`
    const observation = { id: 'trail-withdrawn', question, text, evidence: [anchor(withdrawn)] }
    expect(open([], [withdrawn])).toMatchObject({
      checks: [
        {
          ...published,
          reason: 'What was published about this bill was withdrawn; nothing is left that opens it.',
        },
      ],
      observations: [observation],
    })
    expect(open([], [unfetchedBy(STRANGER), withdrawn]).checks[0]?.reason).toMatch(/^What was published/)
    expect(open([], [unfetchedBy(STRANGER)]).checks).toEqual([
      { ...published, reason: 'Nobody published the requests behind this bill: the commitment is opaque.' },
    ])
    const still = open([], [withdrawn, unfetchedBy(PROVIDER)])
    expect(still.checks[0]?.status).toBe('unavailable')
    expect(still.observations).toEqual([observation])
    expect(open([], Array(25).fill(withdrawn)).observations).toHaveLength(20)
    expect(open([trailOf(records)], [withdrawn]).checks.every(({ status }) => status === 'pass')).toBe(true)
  })

  it('without calldata is that alone', () => {
    const bare = open([trailOf(records)], [], { ...subject, item: null })
    expect(bare).toMatchObject({ observations: [], opened: undefined, trails: undefined })
    expect(bare.checks.map(({ id, status }) => `${id} ${status}`)).toEqual(['requests-hash unavailable'])
  })

  it('names twenty trails that were not used, and counts the rest', () => {
    const flood = (count: number) =>
      open(Array.from({ length: count }, (_, from) => trailOf(records.slice(1), STRANGER, { from }))).observations
    expect(flood(20)).toHaveLength(20)
    expect(flood(21)).toHaveLength(21)
    expect(flood(21).at(-1)).toEqual({
      ...{ id: 'trail-ignored', question, evidence: [] },
      text: '1 more trails were not used.',
    })
  })
})

describe('trails sorted by what they say', () => {
  const sort = (...trails: FetchedTrail[]) => open(trails).trails

  it('are the parties’ where they name the bill, open or not, and nobody else’s', () => {
    const own = trailOf(records)
    const payers = trailOf(records.map(asPayerRecord), PAYER)
    const other = trailOf(records, PAYER, { chainId: 1 })
    const sorted = sort(trailOf(records, STRANGER), own, payers, other)
    expect(sorted?.parties.map(({ trail, role, requests }) => [trail.root, role, requests.length])).toEqual([
      [own.root, 'provider', 2],
      [payers.root, 'payer', 2],
    ])
    expect(sorted?.ignored.map(({ trail, role, why, isGenuine }) => [trail.root, role, why, isGenuine])).toEqual(
      [
        [payers.root, 'payer', 'its requests lack the fields that the commitment hashes', true],
        [other.root, 'payer', 'its header names chain 1', true],
      ].sort(([a], [b]) => (`${a}` < `${b}` ? -1 : 1)),
    )
    expect(sorted?.missing).toEqual([])
  })

  it('say whose bytes are not the anchored ones, as far as that was looked at', () => {
    const lie = (author: Hex) => ({ ...trailOf(records, author), root: word(0xdd) })
    const { root } = storageRoot(trailOf(records).bytes)
    const why = `its bytes have the root ${root}`
    expect(sort(lie(PAYER), lie(STRANGER))?.ignored).toMatchObject([
      { role: 'payer', why, isGenuine: false },
      { role: 'stranger', why, isGenuine: false },
    ])
    const useless = { ...trailOf(records.slice(1), STRANGER), root: word(0xdd) }
    expect(sort(useless)).toMatchObject({ ignored: [], candidates: [{ trail: useless }] })
    const unread = { ...fetched(Uint8Array.of(7), STRANGER), root: word(0xdd) }
    expect(sort(unread)?.ignored).toMatchObject([{ role: 'stranger', isGenuine: true }])
  })

  it('are in one order, whatever order they come in', () => {
    const trails = [1, 2, 3, 4].flatMap((from) => [
      trailOf(records, PROVIDER, { from }),
      trailOf(records, PAYER, { from }),
      trailOf(records, STRANGER, { from, chainId: 1 }),
      trailOf(records, PAYER, { from, chainId: 1 }),
    ])
    const order = (list: FetchedTrail[]) => {
      const sorted = sort(...list)
      const place = ({ trail, role }: { trail: JudgedTrail; role: string }) => [role, trail.root]
      return { candidates: sorted?.candidates.map(place), ignored: sorted?.ignored.map(place) }
    }
    const found = order(trails)
    expect(found.candidates?.map(([role]) => role)).toEqual([...Array(4).fill('provider'), ...Array(4).fill('payer')])
    expect(found.ignored?.map(([role]) => role)).toEqual([...Array(4).fill('payer'), ...Array(4).fill('stranger')])
    for (const list of [found.candidates, found.ignored])
      for (const part of [list?.slice(0, 4), list?.slice(4)]) expect(part).toEqual(part?.toSorted())
    expect(order(trails.toReversed())).toEqual(found)
  })

  it('have the fullest first, by whoever it is', () => {
    const bare = records.map(({ proof, ...record }) => record)
    const sorted = sort(trailOf(bare), trailOf(records), trailOf(records, PAYER))
    expect(sorted?.candidates.map(({ role, published }) => [role, published])).toEqual([
      ['provider', 6],
      ['provider', 4],
      ['payer', 6],
    ])
    expect(records[0]?.userAddress).toBe(PAYER_AS_HASHED)
  })
})
