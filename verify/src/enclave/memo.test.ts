import { beforeAll, describe, expect, it } from 'vitest'
import {
  BLOCK_TIME,
  trust as bareTrust,
  evidenceOf,
  honestRecords,
  serviceKey,
  settlementOf,
  trailOf,
} from '../../testing/scenario.js'
import { inputsHash, toVerdictBody, trustHash } from '../body.js'
import { createQuotePki, mintOs, mintReport, type QuotePki, type ReportFlawName, signReport } from '../mint/index.js'
import type { CapturedReport } from '../subject.js'
import type { TrustMaterial } from '../trust.js'
import { verifySettlement } from '../verify.js'
import { createQuoteMemo } from './quote/memo.js'

const DAY = 86_400_000
const subject = settlementOf(honestRecords(1))
const os = mintOs('test-os')

let pki: QuotePki
let trust: TrustMaterial
beforeAll(async () => {
  pki = await createQuotePki()
  trust = { ...bareTrust, quoteRoots: [pki.root] }
})

async function capture(flaw?: ReportFlawName): Promise<CapturedReport> {
  const observedAt = BLOCK_TIME - 60_000
  const compose = '{"docker_compose_file":"services: {}"}'
  const input = { form: 'broker', signer: serviceKey.address, compose, os, at: observedAt } as const
  const { body } = await mintReport(pki, flaw === undefined ? input : { ...input, flaw })
  const signature = signReport(body, serviceKey.signDigest)
  return { source: 'https://provider.test', observedAt, bytes: body, signature, collateral: null }
}

/** The signed body, with a memo or without one. */
async function bodyOf(report: CapturedReport, options: Parameters<typeof verifySettlement>[3], by = trust) {
  const evidence = evidenceOf({ reports: [report], trails: [trailOf(honestRecords(1))] })
  const verdict = await verifySettlement(subject, evidence, by, options)
  const digests = { inputs: inputsHash(subject, evidence, by, trustHash(by)), trust: trustHash(by) }
  const body = toVerdictBody(subject, evidence, by, verdict, digests)
  expect(body).toBe(toVerdictBody(subject, evidence, by, verdict))
  return body
}

describe('a memo of quotes', () => {
  it('changes no byte of a verdict, whatever was judged before', async () => {
    const memo = createQuoteMemo()
    const genuine = await capture()
    const last = genuine.bytes.length - 1
    const cut = { ...genuine, bytes: genuine.bytes.subarray(0, last) }
    const flawed = await Promise.all(
      (['quote_changed', 'platform_revoked', 'collateral_outdated'] as const).map((flaw) => capture(flaw)),
    )
    const otherPki = await createQuotePki()
    const others = { ...trust, quoteRoots: [otherPki.root] }
    const bodies = new Set<string>()
    for (const round of [1, 2])
      for (const report of [genuine, ...flawed, cut])
        for (const by of [trust, others])
          for (const now of [BLOCK_TIME, BLOCK_TIME + 1_000, BLOCK_TIME + 10_000 * DAY, Number.NaN]) {
            const body = await bodyOf(report, { now, memo }, by)
            expect(body, `round ${round}`).toBe(await bodyOf(report, { now }, by))
            bodies.add(body)
          }
    expect(bodies.size).toBeGreaterThan(8)
  })

  it('keeps genuine quotes alone, and the last used of them', () => {
    const memo = createQuoteMemo(2)
    const genuine = { kind: 'genuine' } as Parameters<typeof memo.keep>[1]
    memo.keep('refused', { kind: 'refused', step: 'quote-form', why: '' })
    memo.keep('a', genuine)
    memo.keep('b', genuine)
    expect(memo.find('a')).toBe(genuine)
    memo.keep('c', genuine)
    expect(['refused', 'a', 'b', 'c'].map((key) => memo.find(key) !== undefined)).toEqual([false, true, false, true])
  })
})
