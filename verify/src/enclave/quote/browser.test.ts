import { expect, it } from 'vitest'
import { runInBrowser } from '../../../testing/browser.js'
import { skipReason } from '../../../testing/fixtures.js'
import { intelRoot } from '../../../testing/intel.js'
import { findLlm } from '../../../testing/realQuotes.js'
import { toHex } from '../../hex.js'
import { createQuotePki, mintCollateral, mintQuote } from '../../mint/index.js'
import { judgeQuote, type QuoteContext } from './judge.js'

const SITE = `
  import { judgeQuote } from './enclave/quote/judge.js'
  import { fromHex } from './hex.js'
  export async function run(input) {
    const { quote, ...context } = JSON.parse(input)
    const { quote: _, ...judgement } = await judgeQuote(fromHex(quote), context)
    return JSON.stringify(judgement)
  }
`

function inBrowser(quote: Uint8Array, context: QuoteContext) {
  return runInBrowser(SITE, JSON.stringify({ quote: toHex(quote), ...context }))
}
async function onNode(bytes: Uint8Array, context: QuoteContext): Promise<string> {
  const judgement = await judgeQuote(bytes, context)
  return JSON.stringify({ ...judgement, quote: undefined })
}

it('a browser judges a minted quote as Node does, and one with a turned bit', async () => {
  const pki = await createQuotePki()
  const at = Date.UTC(2026, 10, 1)
  const context = { collateral: await mintCollateral(pki, { at }), at, roots: [pki.root] }
  const quote = mintQuote(pki, { reportData: new Uint8Array(64) })
  for (const bytes of [quote, quote.with(200, 1)]) {
    expect(await inBrowser(bytes, context)).toEqual({ result: await onNode(bytes, context), fetched: [] })
  }
})

it('a browser judges a real quote by both verifiers, and fetches the WebAssembly from its own site', async () => {
  const real = findLlm()
  if (real === undefined) return console.log(skipReason('tee/0g-llm-attestation-report.json', 1))
  const context = { collateral: real.collateral, at: real.at, roots: [intelRoot] }
  const { result, fetched } = await inBrowser(real.quote, context)
  expect(result).toBe(await onNode(real.quote, context))
  expect(JSON.parse(result)).toMatchObject({ kind: 'genuine', verifiers: intelRoot.verifiers })
  expect(fetched).toEqual(['https://site.test/assets/dcap-qvl-web_bg.wasm'])
})
