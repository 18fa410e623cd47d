/** Step five: nobody outside can look into the enclave or change it. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { refused, type Stop, unavailable } from './stop.js'
import type { Quote } from './types.js'

const SEPT_VE_DISABLE = 28
const PERFMON = 63
// Bits that open a TD: 0 to 7 leave it under debug or profiling, the others let a service TD or a host move it.
const OPENING: ReadonlyMap<number, string> = new Map([
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((bit): [number, string] => [bit, 'The TD can be debugged or profiled.']),
  [17, 'A service TD can be bound to the TD after its launch.'],
  [29, 'The TD can be migrated.'],
])
// Bits that later modules gave a meaning, and the keys of PKS and KL: harmless by name, not judged by Intel's old rules.
const UNJUDGED: readonly number[] = [16, 18, 19, 20, 21, 22, 27, 30, 31, 62]
const SGX_DEBUG = 0x02

/** Debug bits, and for TDX all rules on attributes and service TDs. */
export function judgeAttributes(quote: Quote): Stop | null {
  if (quote.kind === 'sgx') {
    const isDebug = ((quote.attributes[0] ?? 0) & SGX_DEBUG) !== 0
    return isDebug ? refused('td-attributes', 'The enclave can be debugged.', shown(quote.attributes)) : null
  }
  const { tdAttributes, mrServiceTd } = quote
  const bits = bitsOf(tdAttributes)
  const opening = bits.map((bit) => OPENING.get(bit)).find((why) => why !== undefined)
  if (opening) return refused('td-attributes', opening, shown(tdAttributes))
  if (!bits.includes(SEPT_VE_DISABLE)) {
    return refused('td-attributes', 'The host may take pages of the TD away unseen.', shown(tdAttributes))
  }
  const rest = bits.filter((bit) => bit !== SEPT_VE_DISABLE && bit !== PERFMON)
  const reserved = rest.filter((bit) => !UNJUDGED.includes(bit))
  if (reserved.length > 0) return refused('td-attributes', 'A reserved attribute is set.', shown(tdAttributes))
  if (rest.length > 0)
    return unavailable('td-attributes', `Attribute ${rest.join(', ')} is not judged by this verifier.`)
  if (mrServiceTd?.some((byte) => byte !== 0)) {
    const found = bytesToHex(mrServiceTd)
    return refused('td-attributes', 'A service TD is bound to the TD.', { expected: '0'.repeat(96), found })
  }
  return null
}

function shown(attributes: Uint8Array) {
  return { found: bytesToHex(attributes) }
}

function bitsOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte & (1 << bit)) !== 0).map((bit) => 8 * at + bit),
  )
}
