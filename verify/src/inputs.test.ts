import { describe, expect, it } from 'vitest'
import {
  evidenceOf,
  honestRecords,
  PAYER,
  STRANGER,
  settlementOf,
  sha256,
  trailOf,
  trust,
  word,
} from '../testing/scenario.js'
import { inputsHash, toVerdictBody, trustHash } from './body.js'
import type { CapturedReport, SettlementEvidence, SettlementItem, SignatureUse } from './subject.js'
import { verifySettlement } from './verify.js'

const records = honestRecords(1)
const subject = settlementOf(records)
const utf8 = new TextEncoder()
const hash = (evidence: Partial<SettlementEvidence>, of = subject) => inputsHash(of, evidenceOf(evidence), trust)
const report: CapturedReport = {
  ...{ source: 'http://p.test', observedAt: 5, bytes: utf8.encode('r'), signature: '0x12', collateral: '{}' },
}
const use: SignatureUse = { signature: '0xab', settlement: 'x', blockTime: 1, root: word(3), line: 2 }

describe('inputs of a verdict', () => {
  it('change with every field of the bill and of a service', () => {
    const before = hash({})
    const other: SettlementItem = {
      ...{ user: STRANGER, provider: STRANGER, totalFee: 1n, requestsHash: word(1), nonce: 1n, signature: '0x12' },
    }
    for (const field of Object.keys(other) as (keyof SettlementItem)[])
      expect(hash({}, { ...subject, item: { ...subject.item, [field]: other[field] } }), field).not.toBe(before)
    const changes = {
      ...{
        since: 1,
        until: 2,
        model: 'x',
        teeSigner: STRANGER,
        targetTeeAddress: PAYER,
        inputPrice: 1n,
        outputPrice: 1n,
      },
      ...{ pricing: { modified: 'x' }, derivedMode: 'proxy', verifiability: 'TeeML' },
    }
    for (const [field, value] of Object.entries(changes)) {
      const services = subject.services.map((service) => ({ ...service, [field]: value }))
      expect(hash({}, { ...subject, services }), field).not.toBe(before)
    }
  })

  it('change with every field of a report, not with the order of several', () => {
    const before = hash({ reports: [report] })
    const changes: Partial<CapturedReport> = {
      ...{ source: 's', observedAt: 6, bytes: utf8.encode('q'), signature: null, collateral: '[]' },
    }
    for (const [field, value] of Object.entries(changes))
      expect(hash({ reports: [{ ...report, [field]: value }] }), field).not.toBe(before)
    expect(hash({ reports: [{ ...report, collateral: null }] })).not.toBe(before)
    expect(hash({})).not.toBe(before)
    for (const second of [
      { ...report, observedAt: 4 },
      { ...report, bytes: utf8.encode('q') },
    ])
      expect(hash({ reports: [report, second] })).toBe(hash({ reports: [second, report] }))
  })

  it('change with earlier uses, bundles of images and withdrawals, not with their order', () => {
    const second = { ...use, line: 3 }
    const trail = { root: word(1), author: PAYER, anchorTx: word(2), attempts: [] }
    const hashes = [
      hash({}),
      hash({ reportAttempts: [{ source: 's', outcome: 'o' }] }),
      hash({ earlierUses: [use] }),
      hash({ earlierUses: [{ ...use, settlement: 'y' }] }),
      hash({ earlierUses: [use, second] }),
      hash({ imageBundles: [] }),
      hash({ imageBundles: ['a'] }),
      hash({ imageBundles: ['c'] }),
      hash({ imageBundles: ['a', 'b'] }),
      hash({ unfetched: [trail] }),
      hash({ unfetched: [{ ...trail, withdrawnAt: 5 }] }),
      hash({ unfetched: [{ ...trail, withdrawnAt: 6 }] }),
      hash({ unfetched: [trail, { ...trail, anchorTx: word(3) }] }),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(hash({ earlierUses: [second, use] })).toBe(hash({ earlierUses: [use, second] }))
    expect(hash({ imageBundles: ['b', 'a'] })).toBe(hash({ imageBundles: ['a', 'b'] }))
    expect(hash({ reportAttempts: [{ source: 'x', outcome: 'y' }] })).toBe(hashes[1])
  })

  it('change with the way by which a payload was found on 0G DA', () => {
    const trail = trailOf(records)
    const da = { pointer: `da://${word(1)}/1/2`, r1: word(2), r2: word(3) }
    const ways = [undefined, da, { ...da, pointer: 'da://x' }, { ...da, r1: word(4) }, { ...da, r2: word(4) }]
    const hashes = ways.map((way) => hash({ trails: [way === undefined ? trail : { ...trail, da: way }] }))
    expect(new Set(hashes).size).toBe(5)
  })

  it('change with the trust material, not with the order of its lists', () => {
    const [a, b] = ['a', 'b'].map((source) => ({ address: STRANGER, source }))
    if (a === undefined || b === undefined) throw new Error('there are two')
    const of = (...mockSigners: (typeof a)[]) => trustHash({ ...trust, mockSigners })
    expect(of(a, b)).toBe(of(b, a))
    expect(new Set([of(), of(a), of(b), of(a, b)]).size).toBe(4)
    expect(of(a)).not.toBe(trustHash({ ...trust, mockSigners: [], models: [a] as never }))
    expect(of()).toMatch(/^[0-9a-f]{64}$/)
  })

  it('change with the last character of the longest entry', () => {
    const root = { name: 'n', certificateAuthorities: ['A'.repeat(5000)], logKeys: ['B'.repeat(5000)], asOf: 'd' }
    const of = (source: string, key = 'B') =>
      trustHash({ ...trust, sigstore: [{ ...root, logKeys: [`${root.logKeys[0]}${key}`], source }] })
    expect(new Set([of('a'), of('b'), of('a', 'C')]).size).toBe(3)
    const services = (model: string) => subject.services.map((service) => ({ ...service, model }))
    const hashes = ['a', 'b'].map((end) => hash({}, { ...subject, services: services(`${'m'.repeat(2000)}${end}`) }))
    expect(hashes[0]).not.toBe(hashes[1])
  })
})

it('shows all that was looked at in the body of a verdict', async () => {
  const trails = [trailOf(records)]
  const withdrawn = { root: word(1), author: PAYER, anchorTx: word(2), attempts: [], withdrawnAt: 5 }
  const evidence = evidenceOf({
    trails,
    unfetched: [withdrawn],
    reports: [report, { ...report, observedAt: 4, collateral: null }],
  })
  const body = JSON.parse(toVerdictBody(subject, evidence, trust, await verifySettlement(subject, evidence, trust)))
  const seen = (observedAt: number, collateral: string | null) => ({
    ...{ source: 'http://p.test', observedAt, sha256: sha256(utf8.encode('r')), signature: '0x12', collateral },
  })
  expect(body.reports).toEqual([seen(4, null), seen(5, sha256(utf8.encode('{}')))])
  const [trail] = trails
  const { attempts, ...anchor } = withdrawn
  expect(attempts).toEqual([])
  expect(body.trails).toEqual(
    [
      { ...anchor, sha256: null },
      {
        root: trail?.root,
        author: trail?.author,
        anchorTx: trail?.anchorTx,
        sha256: sha256(trail?.bytes ?? utf8.encode('')),
      },
    ].sort((a, b) => (`${a.root}` < `${b.root}` ? -1 : 1)),
  )
  expect(body).toMatchObject({
    ...{ settlement: subject.id, chainId: 16_661, contract: subject.contract, txHash: subject.txHash, receipt: null },
    ...{ blockNumber: 100, blockHash: subject.blockHash },
  })
})
