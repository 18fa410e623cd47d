/** The DCAP libraries, asked last: each that the root names must accept the quote and read the same TCB state. */
/// <reference path="./dcap/modules.d.ts" />
import type { VerifiedReport } from '@phala/dcap-qvl'
import { fromBase64 } from '../../base64.js'
import type { DcapVerifier, QuoteRoot } from '../../trust.js'
import { toPem } from '../../x509/pem.js'
import type { TcbState } from './status.js'
import { type Stop, unavailable } from './stop.js'
import type { Collateral } from './types.js'

type Verify = (quote: Uint8Array, collateral: Collateral, seconds: number, root: QuoteRoot) => Promise<VerifiedReport>

const VERIFY: Record<DcapVerifier, Verify> = {
  '@phala/dcap-qvl': async (quote, collateral, seconds, root) => {
    const { default: library } = await import('@phala/dcap-qvl')
    const [certificate] = library.utils.extractCerts(toPem(fromBase64(root.der)))
    // Without a root the library would take its own.
    if (certificate === undefined) throw new TypeError(`The root "${root.name}" is not a certificate.`)
    return library.QuoteVerifier.newWithRootCa(certificate).verify(quote, collateral, seconds)
  },
  // Knows Intel's root alone: it refuses whatever ends in another.
  '@phala/dcap-qvl-web': async (quote, collateral, seconds) => {
    const { loadDcapWasm } = await import('#dcap-wasm')
    const { js_verify } = await loadDcapWasm()
    return js_verify(quote, collateral, BigInt(seconds))
  },
}

/**
 * Null where all verifiers of the root agree with the state that our own rules read. They run behind those rules, so a
 * refusal here means that readings differ: it accuses nobody.
 */
export async function findDissent(
  quote: Uint8Array,
  collateral: Collateral,
  at: number,
  root: QuoteRoot,
  state: TcbState,
): Promise<Stop | null> {
  if (root.verifiers.length === 0) return unavailable('quote-chain', `No verifier is named for "${root.name}".`)
  const seconds = Math.floor(at / 1000)
  const expected = describe(state)
  for (const name of root.verifiers) {
    const found = await ask(VERIFY[name], quote, collateral, seconds, root)
    if (found !== expected) return unavailable('quote-chain', `${name} finds ${found}, our rules ${expected}.`)
  }
  return null
}

async function ask(verify: Verify, quote: Uint8Array, collateral: Collateral, seconds: number, root: QuoteRoot) {
  const load = await verify(quote, collateral, seconds, root).catch((error: unknown) => `an error: ${messageOf(error)}`)
  return typeof load === 'string' ? load : describe({ status: load.status, advisories: load.advisory_ids })
}

function describe({ status, advisories }: TcbState): string {
  return [status, ...[...advisories].sort()].join(' ')
}

// The WebAssembly throws texts, the JavaScript errors with a cause.
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n')[0]?.slice(0, 200) ?? 'unnamed'
}
