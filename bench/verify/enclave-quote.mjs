/** A quote against archived collateral: our own rules, and every DCAP verifier that the root names. */
import { readFileSync } from 'node:fs'
import { judgeQuote } from '@touchstone/verify'
import { createQuotePki, mintCollateral, mintQuote } from '@touchstone/verify/mint'
import { report } from '../report.mjs'
import { measure } from '../stopwatch.mjs'
import { importTesting } from '../testing.mjs'

/** Of a whole attestation report on one core, where the figure stands. */
const TARGET = { below: 60 }

const { findLlm, findUpToDate } = await importTesting('realQuotes')
const trust = JSON.parse(readFileSync(new URL('../../networks/trust/0g.json', import.meta.url), 'utf8'))
const cases = [
  { name: 'minted, one verifier', real: await mint() },
  { name: 'real TDX 1.0, both verifiers', real: findUpToDate(), roots: trust.quoteRoots },
  { name: 'real 0G report, both verifiers', real: findLlm(), roots: trust.quoteRoots },
]

for (const { name, real, roots } of cases) {
  if (real === undefined) {
    console.error(`  ${name}: no fixture; set TOUCHSTONE_FIXTURES`)
    continue
  }
  const context = { collateral: real.collateral, at: real.at, roots: roots ?? real.roots }
  const judge = async () => {
    const { kind, why } = await judgeQuote(real.quote, context)
    if (kind !== 'genuine') throw new Error(`${name}: ${why}`)
  }
  const result = { bench: 'enclave-quote', case: name, unit: 'ms' }
  const first = await measure(judge, { rounds: 1 })
  report({ ...result, metric: 'first call, libraries loaded or compiled', value: first })
  report({ ...result, metric: 'judgement', value: await measure(judge, { rounds: 5, calls: 20 }) }, TARGET)
}

async function mint() {
  const pki = await createQuotePki()
  const at = Date.UTC(2026, 10, 1)
  const quote = mintQuote(pki, { reportData: new Uint8Array(64) })
  return { quote, collateral: await mintCollateral(pki, { at }), at, roots: [pki.root] }
}
