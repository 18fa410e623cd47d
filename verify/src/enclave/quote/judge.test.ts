import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { skipReason } from '../../../testing/fixtures.js'
import { intelRoot } from '../../../testing/intel.js'
import { findBelowLevels, findDstack, findLlm, findUpToDate, type RealQuote } from '../../../testing/realQuotes.js'
import { toBase64 } from '../../base64.js'
import type { QuoteRoot } from '../../trust.js'
import { judgeQuote } from './judge.js'
import type { QuoteJudgement } from './types.js'

const NOT_INTEL = Uint8Array.of(0x30, 0)
const stranger: QuoteRoot = {
  ...intelRoot,
  name: 'another root',
  der: toBase64(NOT_INTEL),
  sha256: createHash('sha256').update(NOT_INTEL).digest('hex'),
}

function judge({ quote, collateral, at }: RealQuote, roots: readonly QuoteRoot[] = [intelRoot]) {
  return judgeQuote(quote, { collateral, at, roots })
}

/** Kind, step and, of a genuine one, the TCB status: what a caller decides by. */
function brief(judgement: QuoteJudgement): string {
  if (judgement.kind === 'genuine') return [judgement.tcbStatus, ...judgement.advisories].join(' ')
  return `${judgement.kind} ${judgement.step}`
}

const REAL: [string, () => RealQuote | undefined, string][] = [
  ['tdx_quote', findUpToDate, 'UpToDate'],
  ['dstack-quote-report.json', findDstack, 'UpToDate'],
  [
    '0g-llm-attestation-report.json',
    findLlm,
    'OutOfDate INTEL-SA-01036 INTEL-SA-01079 INTEL-SA-01099 INTEL-SA-01103 INTEL-SA-01111',
  ],
  ['tdx_quote_outdated', findBelowLevels, 'unavailable tcb-not-revoked'],
]

describe('a quote of real hardware', () => {
  it.each(REAL)('%s is judged as both libraries judge it', async (name, find, expected) => {
    const real = find()
    if (real === undefined) return console.log(skipReason(`tee/${name}`, 1))
    const judgement = await judge(real)
    expect(brief(judgement)).toBe(expected)
    if (judgement.kind === 'genuine') expect(judgement.verifiers).toEqual(intelRoot.verifiers)
  })

  it('is not judged without a root, and refused where it ends in another', async () => {
    const real = findUpToDate()
    if (real === undefined) return console.log(skipReason('tee/tdx_quote', 4))
    expect(brief(await judge(real, []))).toBe('absent quote-chain')
    expect(brief(await judge(real, [stranger]))).toBe('refused quote-chain')
    expect(brief(await judge(real, [{ ...intelRoot, sha256: stranger.sha256 }]))).toBe('unavailable quote-chain')
    expect(brief(await judge(real, [{ ...intelRoot, verifiers: [] }]))).toBe('unavailable quote-chain')
  })

  it('is judged at any time of its collateral’s windows and at none outside', async () => {
    const [real, dstack] = [findUpToDate(), findDstack()]
    if (real === undefined || dstack === undefined) return console.log(skipReason('tee/tdx_quote', 9))
    const { issueDate, nextUpdate } = JSON.parse(real.collateral.tcb_info) as Record<string, string>
    const from = Math.max(Date.parse(issueDate ?? ''), issuedAt(real))
    const until = Date.UTC(2025, 6, 19, 10, 0, 35)
    expect(until).toBeLessThan(Date.parse(nextUpdate ?? ''))
    // In the very second of nextUpdate one library takes the PCK's list for expired.
    for (const at of [from, until - 1]) expect(brief(await judge({ ...real, at }))).toBe('UpToDate')
    const outside = [from - 1, until + 1, Date.parse(nextUpdate ?? '') + 1, Number.NaN, real.at / 1000, -1]
    for (const at of outside) expect(brief(await judge({ ...real, at }))).toBe('unavailable collateral-valid')
    const early = { ...dstack, at: Date.UTC(2026, 1, 17) }
    expect(brief(await judge(early))).toBe('unavailable collateral-valid')
  })

  it('is not judged by the collateral of another platform, nor refused for it', async () => {
    const [real, dstack] = [findUpToDate(), findDstack()]
    if (real === undefined || dstack === undefined) return console.log(skipReason('tee/tdx_quote', 3))
    const { collateral, at } = dstack
    expect(brief(await judge({ ...real, collateral, at }))).toBe('unavailable collateral-valid')
    const mixed = { ...dstack, collateral: { ...collateral, tcb_info: real.collateral.tcb_info } }
    expect(brief(await judge(mixed))).toBe('unavailable collateral-valid')
    const tcb = { tcb_info: collateral.tcb_info, tcb_info_signature: collateral.tcb_info_signature }
    expect(brief(await judge({ ...real, at, collateral: { ...collateral, ...tcb } }))).toBe(
      'unavailable collateral-valid',
    )
  })
})

function issuedAt({ collateral }: RealQuote): number {
  return Date.parse((JSON.parse(collateral.qe_identity) as { issueDate: string }).issueDate)
}
