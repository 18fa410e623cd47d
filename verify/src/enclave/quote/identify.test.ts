import { describe, expect, it } from 'vitest'
import {
  createQuotePki,
  mintCollateral,
  mintQuote,
  mintSgxQuote,
  QUOTE_FLAWS,
  type QuoteFlaw,
} from '../../mint/index.js'
import { collateralWindow } from './collateralWindow.js'
import { identifyPlatform } from './identify.js'
import { judgeQuote } from './judge.js'

const AT = Date.UTC(2026, 5, 1)
const DAY = 86_400_000
const pki = await createQuotePki()
const roots = [pki.root]
const mrConfigId = Uint8Array.from([1, ...new Array(32).fill(0xc0)])

describe('identifyPlatform', () => {
  it('names the collateral that a quote needs and what it measured', () => {
    const quote = mintQuote(pki, { reportData: new Uint8Array(64), mrConfigId })
    expect(identifyPlatform(quote, roots)).toMatchObject({
      ...{ tee: 'tdx', ca: 'platform', fmspc: '70ae5e000000', code: 'c0'.repeat(32) },
      system: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const sgx = mintSgxQuote(pki, { reportData: new Uint8Array(64) })
    expect(identifyPlatform(sgx, roots)).toMatchObject({ tee: 'sgx', code: 'ec'.repeat(32), system: null })
  })

  it('tells another system from another compose', () => {
    const named = (changes: object) =>
      identifyPlatform(mintQuote(pki, { reportData: new Uint8Array(64), mrConfigId, ...changes }), roots)
    const before = named({})
    const moved = named({ mrTd: new Uint8Array(48).fill(9) })
    expect(moved?.code).toBe(before?.code)
    expect(moved?.system).not.toBe(before?.system)
    expect(named({ mrConfigId: new Uint8Array(48) })?.code).toBeNull()
  })

  it('names nothing for a stranger, garbage, or without a root', async () => {
    const quote = mintQuote(pki, { reportData: new Uint8Array(64) })
    const other = await createQuotePki()
    expect(identifyPlatform(quote, [other.root])).toBeNull()
    expect(identifyPlatform(quote, [])).toBeNull()
    expect(identifyPlatform(quote.subarray(0, 700), roots)).toBeNull()
    expect(identifyPlatform(new Uint8Array(10_485_760), roots)).toBeNull()
  })

  it('names a platform exactly where a judgement lacks nothing but collateral', async () => {
    let named = 0
    for (const flaw of Object.keys(QUOTE_FLAWS) as QuoteFlaw[]) {
      const quote = mintQuote(pki, { reportData: new Uint8Array(64), flaw })
      const { kind, ...judgement } = await judgeQuote(quote, { collateral: null, at: AT, roots })
      const lacks = kind === 'unavailable' && 'step' in judgement && judgement.step === 'collateral-valid'
      const isNamed = identifyPlatform(quote, roots) !== null
      expect(isNamed, flaw).toBe(lacks)
      if (isNamed) named += 1
    }
    expect(named).toBeGreaterThan(5)
  })
})

describe('collateralWindow', () => {
  it('is where all documents are in force', async () => {
    const collateral = await mintCollateral(pki, { at: AT })
    expect(collateralWindow(collateral)).toEqual({ from: AT - 15 * DAY, until: AT + 15 * DAY })
    const older = await mintCollateral(pki, { at: AT - 3 * DAY })
    const mixed = { ...collateral, pck_crl: older.pck_crl }
    expect(collateralWindow(mixed)).toEqual({ from: AT - 15 * DAY, until: AT + 12 * DAY })
  })

  it('is none of what cannot be read', async () => {
    const collateral = await mintCollateral(pki, { at: AT })
    for (const broken of [{ tcb_info: '{' }, { qe_identity: '{}' }, { pck_crl: '00' }, { root_ca_crl: '' }])
      expect(collateralWindow({ ...collateral, ...broken })).toBeNull()
  })
})
