import { beforeAll, describe, expect, it } from 'vitest'
import { judgeQuote, parseQuote, type QuoteJudgement } from '../index.js'
import {
  createQuotePki,
  exportQuotePki,
  type Flaw,
  importQuotePki,
  mintCollateral,
  mintQuote,
  mintSgxQuote,
  QUOTE_FLAWS,
  type QuoteFlaw,
  type QuotePki,
} from './index.js'

const AT = Date.UTC(2026, 10, 1)
const reportData = new Uint8Array(64).fill(0xda)
const NAMES = Object.keys(QUOTE_FLAWS) as QuoteFlaw[]

let pki: QuotePki
beforeAll(async () => {
  pki = await createQuotePki()
})

/** A quote of that kind and its collateral, with the flaw where one is named. */
async function mint(tee: Flaw['tee'], flaw?: QuoteFlaw) {
  const named = flaw === undefined ? {} : { flaw }
  const collateral = await mintCollateral(pki, { at: AT, tee: tee === 'sgx' ? 'sgx' : 'tdx', ...named })
  if (tee === 'sgx') return { collateral, quote: mintSgxQuote(pki, { reportData, ...named }) }
  return { collateral, quote: mintQuote(pki, { reportData, version: tee === 'td15' ? 5 : 4, ...named }) }
}

function brief(judgement: QuoteJudgement) {
  return judgement.kind === 'genuine'
    ? { kind: judgement.kind, status: judgement.tcbStatus }
    : { kind: judgement.kind, step: judgement.step }
}

describe('a minted quote', () => {
  it.each([undefined, 'tdx', 'td15', 'sgx'] as const)('of kind %s is genuine', async (tee) => {
    const { quote, collateral } = await mint(tee)
    const judgement = await judgeQuote(quote, { collateral, at: AT, roots: [pki.root] })
    expect(judgement).toMatchObject({ kind: 'genuine', tcbStatus: 'UpToDate', advisories: [], root: pki.root.name })
    expect(judgement.kind === 'genuine' && judgement.quote.reportData).toEqual(reportData)
  })

  it('carries what it is given', () => {
    const register = (byte: number) => new Uint8Array(48).fill(byte)
    const rtmr = [register(2), register(3), register(4), register(5)] as const
    const quote = parseQuote(mintQuote(pki, { reportData, mrTd: register(1), rtmr, mrConfigId: register(6) }))
    expect(quote).toMatchObject({ kind: 'tdx', mrTd: register(1), rtmr, mrConfigId: register(6), reportData })
  })

  it('has the TCB status and advisories that its collateral names', async () => {
    const { quote } = await mint('tdx')
    const collateral = await mintCollateral(pki, { at: AT, tcbStatus: 'OutOfDate', advisories: ['INTEL-SA-1'] })
    const judgement = await judgeQuote(quote, { collateral, at: AT, roots: [pki.root] })
    expect(judgement).toMatchObject({ kind: 'genuine', tcbStatus: 'OutOfDate', advisories: ['INTEL-SA-1'] })
  })

  it('needs its own collateral', async () => {
    const { quote } = await mint('tdx')
    const other = await createQuotePki()
    for (const collateral of [null, await mintCollateral(other, { at: AT })]) {
      const judgement = await judgeQuote(quote, { collateral, at: AT, roots: [pki.root] })
      expect(brief(judgement)).toEqual({ kind: 'unavailable', step: 'collateral-valid' })
    }
  })

  it('is the same again from an exported PKI, and of nobody else', async () => {
    const again = await importQuotePki(JSON.parse(JSON.stringify(exportQuotePki(pki))))
    expect(again.root).toEqual(pki.root)
    expect(mintQuote(again, { reportData })).toEqual(mintQuote(pki, { reportData }))
    expect((await createQuotePki()).root.sha256).not.toBe(pki.root.sha256)
  })
})

describe('a quote whose PCK chain comes with the collateral', () => {
  const judgeWith = async (flaw: QuoteFlaw | undefined, chainOf: QuotePki | null) => {
    const collateral = await mintCollateral(pki, { at: AT })
    const quote = mintQuote(pki, { reportData, ...(flaw === undefined ? {} : { flaw }) })
    const chain = chainOf && parseQuote(mintQuote(chainOf, { reportData })).pckChain
    const context = { collateral: { ...collateral, pck_certificate_chain: chain }, at: AT, roots: [pki.root] }
    return brief(await judgeQuote(quote, context))
  }

  it('is genuine with its own chain, and not judged without or with another', async () => {
    const other = await createQuotePki()
    const bare = 'cert_type_3_without_pck_chain'
    expect(await judgeWith(bare, pki)).toEqual({ kind: 'genuine', status: 'UpToDate' })
    for (const chain of [null, other]) {
      expect(await judgeWith(bare, chain)).toEqual({ kind: 'unavailable', step: 'quote-chain' })
    }
  })

  it('keeps to the chain that it carries, whatever the collateral brings', async () => {
    const other = await createQuotePki()
    for (const chain of [pki, other]) expect(await judgeWith(undefined, chain)).toMatchObject({ kind: 'genuine' })
    expect(await judgeWith('unknown_root', pki)).toEqual({ kind: 'refused', step: 'quote-chain' })
  })
})

describe('a flaw', () => {
  it.each(NAMES)('%s is found at its step', async (name) => {
    const flaw = QUOTE_FLAWS[name]
    const { quote, collateral } = await mint(flaw.tee, name)
    const judgement = await judgeQuote(quote, { collateral, at: flaw.at ?? AT, roots: [pki.root] })
    expect(brief(judgement)).toEqual(flaw.expected)
  })
})
