import { describe, expect, it } from 'vitest'
import { skipReason } from '../../../testing/fixtures.js'
import { intelRoot } from '../../../testing/intel.js'
import { findUpToDate } from '../../../testing/realQuotes.js'
import { CollateralError, parseCollateral } from './collateral.js'
import { judgeQuote } from './judge.js'
import type { Collateral, QuoteJudgement } from './types.js'

const QUOTE_BYTES = 5006
// Some seconds on a free core; a busy machine gets more.
const PATIENCE = 120_000
const roots = [intelRoot]
const real = findUpToDate()

function brief(judgement: QuoteJudgement): string {
  return judgement.kind === 'genuine' ? 'genuine' : `${judgement.kind} ${judgement.step}`
}
function readOrNull(json: string): Collateral | null {
  try {
    return parseCollateral(json)
  } catch (error) {
    if (error instanceof CollateralError) return null
    throw error
  }
}
function turn(text: string, at: number): string {
  return `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ 1)}${text.slice(at + 1)}`
}

describe('one bit turned', () => {
  it(
    'makes a real quote refused or unreadable, at every byte of it',
    async () => {
      if (real === undefined) return console.log(skipReason('tee/tdx_quote', QUOTE_BYTES))
      const { quote, collateral, at } = real
      const counts: Record<string, number> = {}
      for (const [place, byte] of quote.entries()) {
        const found = brief(await judgeQuote(quote.with(place, byte ^ 1), { collateral, at, roots }))
        counts[found] = (counts[found] ?? 0) + 1
      }
      expect(counts).toEqual({
        // Signatures, hashes, certificates: in form and no longer true.
        'refused quote-chain': 4894,
        // Lengths, and the 70 bytes of padding.
        'refused quote-form': 84,
        // Version, kinds of key, TEE and certification data, vendor.
        'unavailable quote-form': 27,
        // A quote that says it brings its PCK certificate in another way.
        'unavailable quote-chain': 1,
      })
    },
    PATIENCE,
  )

  it(
    'makes real collateral useless, wherever it is, and never speaks against the quote',
    async () => {
      if (real === undefined) return console.log(skipReason('tee/tdx_quote_collateral.json', 600))
      const { pck_certificate_chain: _, ...collateral } = real.collateral
      const json = JSON.stringify(collateral)
      const step = Math.floor(json.length / 600)
      const found = new Set<string>()
      for (let place = 0; place < json.length; place += step) {
        const context = { collateral: readOrNull(turn(json, place)), at: real.at, roots }
        found.add(brief(await judgeQuote(real.quote, context)))
      }
      expect([...found]).toEqual(['unavailable collateral-valid'])
    },
    PATIENCE,
  )
})

describe('a real quote cut off', () => {
  it('is malformed at every length up to its padding', async () => {
    if (real === undefined) return console.log(skipReason('tee/tdx_quote', 1000))
    const { quote, collateral, at } = real
    const structure = quote.length - 70
    for (let length = 0; length < structure; length += 5) {
      const judgement = await judgeQuote(quote.subarray(0, length), { collateral, at, roots })
      expect(brief(judgement)).toBe('refused quote-form')
    }
    const unpadded = await judgeQuote(quote.subarray(0, structure), { collateral, at, roots })
    expect(brief(unpadded)).toBe('genuine')
  })
})
