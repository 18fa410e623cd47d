import type { QuoteRoot } from '../../src/index.js'
import {
  type Flaw,
  mintCollateral,
  mintQuote,
  mintSgxQuote,
  QUOTE_FLAWS,
  type QuoteFlaw,
} from '../../src/mint/index.js'
import { trust as bareTrust } from '../../testing/scenario.js'
import { importTestPki } from '../../testing/verified.js'
import { type Bytes, edited, type Outcome, text, type Writer } from './writer.js'

const AT = Date.UTC(2026, 10, 1)
const reportData = new Uint8Array(64).fill(0xda)
const SETTINGS = [
  ['out-of-date', { tcbStatus: 'OutOfDate' }],
  ['with-advisories', { tcbStatus: 'SWHardeningNeeded', advisories: ['INTEL-SA-00000'] }],
] as const

/** Quotes of a test PKI, whole and with every flaw. */
export async function quoteVectors(writer: Writer): Promise<void> {
  const { quotes: pki } = await importTestPki()
  const { quotes: foreign } = await importTestPki('foreign')
  const trust = text(JSON.stringify({ ...bareTrust, quoteRoots: [pki.root] }))
  const mint = async (tee: 'tdx' | 'td15' | 'sgx', flaw?: QuoteFlaw, more = {}) => {
    const named = flaw === undefined ? {} : { flaw }
    const collateral = await mintCollateral(pki, { at: AT, tee: tee === 'sgx' ? 'sgx' : 'tdx', ...named, ...more })
    const version = tee === 'td15' ? 5 : 4
    const quote =
      tee === 'sgx' ? mintSgxQuote(pki, { reportData, ...named }) : mintQuote(pki, { reportData, version, ...named })
    return { quote, collateral: new TextEncoder().encode(JSON.stringify(collateral)) }
  }
  const bases = { tdx: await mint('tdx'), td15: await mint('td15'), sgx: await mint('sgx') }
  const asBase = (tee: keyof typeof bases) => ({
    quote: writer.bytes(`quotes/${tee}.bin`, bases[tee].quote),
    collateral: writer.bytes(`collateral/${tee === 'td15' ? 'tdx' : tee}.json`, bases[tee].collateral),
  })
  const input = async (tee: keyof typeof bases, name: string, flaw?: QuoteFlaw, more = {}) => {
    const minted = await mint(tee, flaw, more)
    const as = asBase(tee)
    return {
      quote: writer.variant(`quotes/${name}.bin`, minted.quote, { bytes: bases[tee].quote, as: as.quote }),
      collateral: writer.variant(`collateral/${name}.json`, minted.collateral, {
        bytes: bases[tee].collateral,
        as: as.collateral,
      }),
      at: AT,
      trust,
    }
  }
  writer.vector('quote/tdx-1-0.pass', 'Genuine: version 4.', await input('tdx', 'tdx'))
  writer.vector('quote/tdx-1-5.pass', 'Genuine: version 5.', await input('td15', 'td15'))
  writer.vector('quote/sgx.pass', 'Genuine: version 3.', await input('sgx', 'sgx'))
  for (const [name, more] of SETTINGS)
    writer.vector(
      `quote/tdx-${name}.pass`,
      'Genuine: a TCB status is data, not a verdict.',
      await input('tdx', name, undefined, more),
    )
  for (const [name, flaw] of Object.entries(QUOTE_FLAWS) as [QuoteFlaw, Flaw][]) {
    const tee = flaw.tee ?? 'tdx'
    const at = flaw.at === undefined ? AT : Number.isFinite(flaw.at) ? flaw.at : String(flaw.at)
    writer.vector(`quote/${name}.${outcomeOf(flaw)}`, `Found as ${flaw.expected.step}.`, {
      ...(await input(tee, name, name)),
      at,
    })
  }
  surroundingVectors(writer, await input('tdx', 'tdx'), foreign.root)
}

type Input = { quote: Bytes; collateral: Bytes; at: number; trust: Bytes }

/** An honest quote with other trust or other collateral. */
function surroundingVectors(writer: Writer, honest: Input, foreign: QuoteRoot): void {
  const untrusted = text(JSON.stringify(bareTrust))
  const others = text(JSON.stringify({ ...bareTrust, quoteRoots: [foreign] }))
  writer.vector('quote/no-root-named.absent', 'A network that trusts nobody judges nothing.', {
    ...honest,
    trust: untrusted,
  })
  writer.vector('quote/root-of-others.fail', 'The chain does not end in the pinned root.', { ...honest, trust: others })
  writer.vector('quote/without-collateral.unavailable', 'Nothing to judge by.', { ...honest, collateral: null })
  for (const [name, about, ...edits] of [
    ['truncated', 'JSON cut off.', ['cut', 1]],
    ['trailing', 'More than one JSON value.', ['append', '7b']],
    ['oversized', 'Longer than any collateral.', ['fill', '20', 4_194_304]],
    ['wrong-type', 'A list of revoked certificates as a number.', ['replace', '"pck_crl":"', '"pck_crl":7,"other":"']],
  ] as const)
    writer.vector(`quote/collateral-${name}.unavailable`, about, {
      ...honest,
      collateral: edited(honest.collateral, ...edits),
    })
}

// A quote that is no quote is refused; every other refusal is a failure.
function outcomeOf({ expected: { kind, step } }: Flaw): Outcome {
  if (kind !== 'refused') return kind
  return step === 'quote-form' ? 'refused' : 'fail'
}
