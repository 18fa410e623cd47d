/** Well-formed quotes that are not signed as they must be, or that say of themselves what no quote may say. */
import { hexToBytes } from '@noble/hashes/utils.js'
import { flipped } from './bytes.js'
import { mintCertificate, VALIDITY } from './certificate.js'
import type { Flaw } from './flaw.js'
import { NAMES, type QuotePki, serialOf, sgxExtension, toChain } from './pki.js'

const chain = { kind: 'refused', step: 'quote-chain' } as const
const attributes = { kind: 'refused', step: 'td-attributes' } as const
const withTd = (hex: string) => ({ td: { tdAttributes: hexToBytes(hex) } })
const SIGNED = { mrTd: 48 + 136, signature: 636, qeReport: 770 } as const

/** A chain whose root is another key under the same name. */
function strangersChain({ keys, platform }: QuotePki): string {
  const by = (subject: 'root' | 'pck', isAuthority: boolean) =>
    mintCertificate(
      {
        subject: NAMES[subject],
        issuer: NAMES.root,
        publicKey: keys[subject === 'root' ? 'stranger' : subject].publicKey,
        serial: serialOf(keys[subject]),
        isAuthority,
        ...VALIDITY,
        ...(isAuthority ? {} : { sgx: sgxExtension(platform) }),
      },
      keys.stranger,
    )
  return toChain(by('pck', false), by('root', true), by('root', true))
}

/** A chain that ends in the pinned root, whose leaf somebody else signed. */
function forgedChain({ keys, platform, certificates }: QuotePki): string {
  const spec = {
    subject: NAMES.pck,
    issuer: NAMES.authority,
    publicKey: keys.pck.publicKey,
    serial: serialOf(keys.pck),
    isAuthority: false,
    ...VALIDITY,
    sgx: sgxExtension(platform),
  }
  return toChain(mintCertificate(spec, keys.stranger), certificates.authority, certificates.root)
}

/** A chain in which a platform's certificate issues another one. */
function chainThroughLeaf({ keys, platform, certificates }: QuotePki): string {
  const spec = {
    subject: NAMES.pck,
    issuer: NAMES.tcbSigner,
    publicKey: keys.pck.publicKey,
    serial: serialOf(keys.pck),
    isAuthority: false,
    ...VALIDITY,
    sgx: sgxExtension(platform),
  }
  return toChain(mintCertificate(spec, keys.tcbSigner), certificates.tcbSigner, certificates.root)
}

export const ENCLAVE_FLAWS = {
  qe_report_hash_mismatch: { quote: { qeBinding: new Uint8Array(32) }, expected: chain },
  invalid_qe_report_signature: { quote: { qeSigner: 'stranger' }, expected: chain },
  invalid_quote_signature: { quote: { quoteSigner: 'stranger' }, expected: chain },
  quote_signature_flipped: { quote: { edit: (quote) => flipped(quote, SIGNED.signature) }, expected: chain },
  measurement_flipped: { quote: { edit: (quote) => flipped(quote, SIGNED.mrTd) }, expected: chain },
  qe_report_flipped: { quote: { edit: (quote) => flipped(quote, SIGNED.qeReport) }, expected: chain },
  unknown_root: { quote: { chain: strangersChain }, expected: chain },
  forged_pck: { quote: { chain: forgedChain }, expected: chain },
  pck_issued_by_leaf: { quote: { chain: chainThroughLeaf }, expected: chain },
  short_pck_chain: {
    quote: { chain: ({ certificates }) => toChain(certificates.pck, certificates.root) },
    expected: chain,
  },
  ca_used_as_end_entity_pck: {
    quote: { chain: ({ certificates: { authority, root } }) => toChain(authority, root, root), qeSigner: 'authority' },
    expected: chain,
  },
  tcb_signer_used_as_pck: {
    quote: { chain: ({ certificates: { tcbSigner, root } }) => toChain(tcbSigner, root, root), qeSigner: 'tcbSigner' },
    expected: chain,
  },
  qe_debug_enabled: {
    quote: { qe: { attributes: hexToBytes('13000000000000000000000000000000') } },
    expected: chain,
  },
  qe_mrsigner_mismatch: { quote: { qe: { mrSigner: new Uint8Array(32).fill(0x52) } }, expected: chain },
  qe_isvprodid_mismatch: { quote: { qe: { isvProdId: 999 } }, expected: chain },
  qe_miscselect_mismatch: { quote: { qe: { miscSelect: 1 } }, expected: chain },
  qe_attributes_mismatch: {
    quote: { qe: { attributes: hexToBytes('31000000000000000000000000000000') } },
    expected: chain,
  },
  debug_sgx: {
    tee: 'sgx',
    quote: { enclave: { attributes: hexToBytes('07000000000000000000000000000000') } },
    expected: attributes,
  },
  tdx_debug_enabled: { quote: withTd('0100001000000000'), expected: attributes },
  tdx_profiling_enabled: { quote: withTd('2000001000000000'), expected: attributes },
  tdx_sept_ve_disabled: { quote: withTd('0000000000000000'), expected: attributes },
  tdx_reserved_bits_set: { quote: withTd('0000801000000000'), expected: attributes },
  tdx_reserved_high_bits_set: { quote: withTd('0000001000000001'), expected: attributes },
  tdx_migratable: { quote: withTd('0000003000000000'), expected: attributes },
  tdx_servtd_ext_enabled: { quote: withTd('0000021000000000'), expected: attributes },
  tdx_pks_enabled: { quote: withTd('0000005000000000'), expected: { ...attributes, kind: 'unavailable' } },
  tdx_kl_enabled: { quote: withTd('0000009000000000'), expected: { ...attributes, kind: 'unavailable' } },
  tdx_service_td_bound: {
    tee: 'td15',
    quote: { td: { mrServiceTd: new Uint8Array(48).fill(1) } },
    expected: attributes,
  },
  tdx_td15_debug_enabled: { tee: 'td15', quote: withTd('0100001000000000'), expected: attributes },
} as const satisfies Record<string, Flaw>
