import { describe, expect, it } from 'vitest'
import {
  asPayerRecord,
  BLOCK_TIME,
  evidenceOf,
  fetched,
  honestRecord,
  honestRecords,
  NONCE,
  otherKey,
  PAYER,
  PROVIDER,
  STRANGER,
  serviceKey,
  settlementOf,
  trailOf,
  trust,
  word,
} from '../../testing/scenario.js'
import { checkOpening } from '../opening/opening.js'
import type { FetchedTrail, Hex, SettlementSubject, SignatureUse } from '../subject.js'
import type { TrailRecord } from '../trail/record.js'
import { checkContent } from './content.js'

const records = honestRecords(3)
const subject = settlementOf(records)

function look(trails: FetchedTrail[], earlierUses: SignatureUse[] = [], of: SettlementSubject = subject) {
  const evidence = evidenceOf({ trails, earlierUses })
  const { checks, observations } = checkContent(of, evidence, trust, checkOpening(of, evidence))
  const status = Object.fromEntries(checks.map((check) => [check.id, check.status]))
  const reason = (id: string) => checks.find((check) => check.id === id)?.reason
  return { checks, status, reason, notes: observations.map(({ id, text }) => `${id}: ${text}`) }
}
/** The same record with no bytes and no proof. */
function bare({ proof, request, response, ...rest }: TrailRecord): TrailRecord {
  return { ...rest, request: { sha256: request.sha256 }, response: { sha256: response.sha256 } }
}
function withoutProof({ proof, ...rest }: TrailRecord): TrailRecord {
  return rest
}
const ALL_PASS = {
  'storage-root': 'pass',
  'request-bytes': 'pass',
  'response-bytes': 'pass',
  'response-signature': 'pass',
  'distinct-signatures': 'pass',
  'bytes-fit-bill': 'pass',
}

describe('a record is completed', () => {
  it.each([PROVIDER, PAYER, STRANGER])('by bodies and proofs in a file of %s', (author) => {
    const opened = trailOf(records.map(bare))
    expect(look([opened]).status['request-bytes']).toBe('absent')
    expect(look([opened, trailOf(records.map(asPayerRecord), author)]).status).toEqual(ALL_PASS)
    const elsewhere = records.map((record) => ({ ...asPayerRecord(record), settlement: '1' }))
    expect(look([opened, trailOf(elsewhere, author, { payer: STRANGER })]).status).toEqual(ALL_PASS)
  })

  it('piece by piece, whatever the order of the evidence', () => {
    const [first, second, third] = records.map(asPayerRecord)
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three')
    const trails = [
      trailOf([first], STRANGER),
      trailOf([withoutProof(second)], PAYER),
      trailOf(records.map(bare)),
      trailOf([{ ...bare(second), proof: second.proof as never }, third], STRANGER),
    ]
    expect(look(trails).status).toEqual(ALL_PASS)
    expect(look(trails.toReversed()).status).toEqual(ALL_PASS)
  })

  it('where its own copy is wrong and somebody else than the provider opened the bill', () => {
    const wrong = records.map((record) => ({ ...record, request: { ...record.request, bytes: 'e30=' } }))
    const right = trailOf(records.map(asPayerRecord), PAYER)
    expect(look([trailOf(wrong, STRANGER), right]).status).toEqual(ALL_PASS)
    expect(look([trailOf(wrong), right]).status['request-bytes']).toBe('fail')
  })

  it('by nothing that proves less: other bytes, other keys, other texts', () => {
    const opened = trailOf(records.map(bare))
    const forged = records.map((record) => {
      const text = record.proof?.text ?? ''
      return {
        ...asPayerRecord(record),
        proof: { text, signature: otherKey.signText(text), signingAddress: otherKey.address },
      }
    })
    const lying = records.map((record) => ({ ...asPayerRecord(record), request: { ...record.request, bytes: 'e30=' } }))
    expect(look([opened, trailOf(lying, PAYER)]).status).toMatchObject({ 'request-bytes': 'absent' })
    expect(look([opened, trailOf(forged, STRANGER)]).status).toMatchObject({
      'request-bytes': 'pass',
      'response-signature': 'absent',
      'distinct-signatures': 'absent',
      'bytes-fit-bill': 'absent',
    })
    expect(look([opened, { ...trailOf(records, PAYER), root: word(1) }]).status['request-bytes']).toBe('absent')
    const broken = fetched(new TextEncoder().encode(`${new TextDecoder().decode(trailOf(records).bytes)}x\n`), STRANGER)
    expect(look([opened, broken]).status['request-bytes']).toBe('absent')
  })

  it('and a flood of wrong proofs hides no right one of the parties', () => {
    const [record] = records
    if (record?.proof === undefined) throw new Error('a proof')
    const { proof } = record
    const flood = Array.from({ length: 40 }, (_, n) => ({
      ...bare(record),
      proof: { ...proof, signature: otherKey.signText(`${n}`) },
    }))
    const trails = [trailOf(flood, STRANGER), trailOf([asPayerRecord(record)], PAYER), trailOf([bare(record)])]
    expect(look(trails, [], settlementOf([record])).status).toEqual(ALL_PASS)
  })
})

describe('without an opening', () => {
  it('the parties’ proven responses are counted once each, strangers’ never', () => {
    const { status, reason } = look([trailOf(records.map(asPayerRecord), PAYER), trailOf(records.slice(1))])
    expect(status).toEqual({ 'storage-root': 'absent' })
    expect(reason('storage-root')).toContain('3 response(s) proven, total unknown')
    expect(
      look([trailOf(records, STRANGER)], [], { ...subject, item: { ...subject.item, totalFee: 1n } }).reason(
        'storage-root',
      ),
    ).toContain('0 response(s) proven, total unknown')
  })

  it('what is not proven is not counted', () => {
    const [first, second, third] = records.map(asPayerRecord)
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three')
    const weak = [
      withoutProof(first),
      { ...second, response: honestRecord(9).response },
      { ...third, response: { sha256: third.response.sha256 } },
      { ...honestRecord(8), settlement: `${NONCE + 1n}` },
    ]
    expect(look([trailOf(weak, PAYER)]).reason('storage-root')).toContain('0 response(s) proven')
  })
})

describe('the payer’s own record', () => {
  const usageOf = (n: number) => ({ promptTokens: 10 + n, completionTokens: 20 + n })

  it('reconciles with the bill, by the counts in the responses or by its own', () => {
    const own = trailOf(records.map(asPayerRecord), PAYER)
    const counted = trailOf(
      records.map((record, n) => ({ ...bare(asPayerRecord(record)), usage: usageOf(n) })),
      PAYER,
    )
    for (const trail of [own, counted]) {
      const { notes, status } = look([trail])
      expect(notes).toContainEqual(
        `payer-record: Reconciled with the payer's own record: its 3 request(s) cost ${subject.item.totalFee} neuron, the billed amount.`,
      )
      expect(status).toEqual({ 'storage-root': 'absent' })
    }
  })

  it('differs from it, or cannot tell, and accuses nobody', () => {
    const less = look([trailOf(records.slice(1).map(asPayerRecord), PAYER), trailOf(records)])
    expect(less.notes).toContainEqual(
      expect.stringMatching(/payer-record: The payer's own record differs: its 2 request/),
    )
    expect(less.status).toEqual(ALL_PASS)
    const uncounted = look([
      trailOf(
        records.map((record) => bare(asPayerRecord(record))),
        PAYER,
      ),
    ])
    expect(uncounted.notes).toContainEqual(expect.stringMatching(/what they cost cannot be told from it \(line 2\)/))
    expect(look([trailOf(records.map(asPayerRecord), STRANGER)]).notes).not.toContainEqual(
      expect.stringContaining('payer-record'),
    )
  })

  it('says which of its proofs the opened list lacks', () => {
    const own = trailOf([...records, honestRecord(7)].map(asPayerRecord), PAYER)
    const { notes } = look([own, trailOf(records)])
    expect(notes).toContainEqual(
      "payer-record: Of 4 response(s) proven in the payer's own record, 3 stand in the opened list and 1 do not.",
    )
  })
})

describe('a signature that stands under an earlier bill', () => {
  const proof = records[1]?.proof
  if (proof === undefined) throw new Error('a proof')
  const use: SignatureUse = {
    signature: proof.signature,
    settlement: 'earlier',
    blockTime: BLOCK_TIME - 1,
    root: word(5),
    line: 9,
    author: PROVIDER,
  }
  const distinct = (uses: SignatureUse[], trails = [trailOf(records)]) =>
    look(trails, uses).checks.find(({ id }) => id === 'distinct-signatures')

  it('fails the provider who published both', () => {
    expect(distinct([use])).toMatchObject({
      status: 'fail',
      fault: 'provider',
      expected: 'no use before this bill',
      found: expect.stringContaining('settlement earlier, line 9'),
    })
    const other = {
      ...use,
      signature: otherKey.signText('another'),
      text: proof.text,
      signingAddress: serviceKey.address,
    }
    expect(distinct([other])?.status).toBe('fail')
    expect(distinct([{ ...use, author: STRANGER }, use])?.status).toBe('fail')
    expect(distinct([use, { ...use, isPartial: true }])?.status).toBe('fail')
  })

  it.each<[string, Partial<SignatureUse>]>([
    ['a stranger opened the earlier one', { author: STRANGER }],
    ['its author is not known', { author: undefined as never }],
    ['the earlier one was paid in part', { isPartial: true }],
  ])('accuses nobody where %s', (_, changes) => {
    expect(distinct([{ ...use, ...changes }])?.status).toBe('absent')
  })

  it('accuses nobody where the proof or the opening is somebody else’s', () => {
    const joined = [trailOf(records.map(withoutProof)), trailOf(records.map(asPayerRecord), STRANGER)]
    expect(distinct([use], joined)?.status).toBe('absent')
    expect(distinct([use], [trailOf(records, PAYER)])?.status).toBe('absent')
  })

  it('is no duplicate of itself, nor of a later one', () => {
    expect(distinct([{ ...use, settlement: subject.id }])?.status).toBe('pass')
    expect(distinct([{ ...use, blockTime: BLOCK_TIME + 1 }])?.status).toBe('pass')
    expect(distinct([{ ...use, signature: otherKey.signText('x') as Hex }])?.status).toBe('pass')
  })
})

describe('one proof for two requests', () => {
  it('accuses nobody where another file brought it', () => {
    const twins = [honestRecord(0), { ...honestRecord(0), requestHash: honestRecord(1).requestHash ?? '' }]
    const { status } = look(
      [trailOf(twins.map(withoutProof)), trailOf([asPayerRecord(honestRecord(0))], STRANGER)],
      [],
      settlementOf(twins),
    )
    expect(status['distinct-signatures']).toBe('absent')
    expect(look([trailOf(twins)], [], settlementOf(twins)).status['distinct-signatures']).toBe('fail')
  })
})
