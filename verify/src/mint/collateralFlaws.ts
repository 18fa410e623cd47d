/** Collateral that is broken, forged, of somebody else or not in force: it says nothing against the quote. */
import type { Collateral } from '../enclave/quote/types.js'
import { mintCertificate } from './certificate.js'
import type { CollateralChanges, Flaw, Json } from './flaw.js'
import { NAMES, type QuotePki, serialOf, toChain } from './pki.js'

const expected = { kind: 'unavailable', step: 'collateral-valid' } as const
const YEAR_2030 = Date.UTC(2030, 0, 1)

function edited(change: (collateral: Collateral, pki: QuotePki) => Partial<Collateral>): Flaw {
  return { collateral: { edit: (collateral, pki) => ({ ...collateral, ...change(collateral, pki) }) }, expected }
}
function changed(collateral: CollateralChanges): Flaw {
  return { collateral, expected }
}
function dated(issueDate: string, nextUpdate: string) {
  return (document: Json): Json => ({ ...document, issueDate, nextUpdate })
}
const inThePast = dated('2020-01-01T00:00:00Z', '2020-12-31T23:59:59Z')
const inTheFuture = dated('2098-01-01T00:00:00Z', '2098-12-31T23:59:59Z')
// One bit of the signature at the end.
function flipHex(hex: string): string {
  return `${hex.slice(0, -1)}${(Number.parseInt(hex.slice(-1), 16) ^ 1).toString(16)}`
}
function expiredSigner({ keys, certificates }: QuotePki): string {
  const spec = {
    subject: NAMES.tcbSigner,
    issuer: NAMES.root,
    publicKey: keys.tcbSigner.publicKey,
    serial: serialOf(keys.tcbSigner),
    isAuthority: false,
    notBefore: Date.UTC(2018, 5, 1),
    notAfter: Date.UTC(2019, 5, 1),
  }
  return toChain(mintCertificate(spec, keys.root), certificates.root)
}

export const COLLATERAL_FLAWS = {
  crl_garbage: edited(() => ({ pck_crl: 'deadbeef' })),
  crl_empty: edited(() => ({ pck_crl: '' })),
  crl_signature_flipped: edited(({ pck_crl }) => ({ pck_crl: flipHex(pck_crl) })),
  crl_forged: changed({ crlSigner: 'stranger' }),
  crl_expired: changed({ crlShift: -30 }),
  crl_not_yet_in_force: changed({ crlShift: 30 }),
  crl_of_other_issuer: edited(({ root_ca_crl }) => ({ pck_crl: root_ca_crl })),
  root_crl_garbage: edited(() => ({ root_ca_crl: 'deadbeef' })),
  root_crl_empty: edited(() => ({ root_ca_crl: '' })),
  both_crls_garbage: edited(() => ({ root_ca_crl: 'deadbeef', pck_crl: 'deadbeef' })),
  crl_issuer_chain_missing: edited(() => ({ pck_crl_issuer_chain: '' })),
  crl_issuer_other: edited(({ tcb_info_issuer_chain }) => ({ pck_crl_issuer_chain: tcb_info_issuer_chain })),
  tcb_expired: changed({ tcbInfo: inThePast }),
  tcb_issue_date_future: changed({ tcbInfo: inTheFuture }),
  tcb_date_malformed: changed({ tcbInfo: dated('yesterday', 'tomorrow') }),
  qe_identity_expired: changed({ qeIdentity: inThePast }),
  qe_identity_issue_date_future: changed({ qeIdentity: inTheFuture }),
  tcb_signer_expired: edited((_, pki) => ({ tcb_info_issuer_chain: expiredSigner(pki) })),
  tcb_signer_revoked: changed({ revoked: ['tcbSigner'] }),
  invalid_tcb_json: edited(() => ({ tcb_info: 'INVALID JSON' })),
  invalid_qe_identity_json: edited(() => ({ qe_identity: 'not valid json {{{' })),
  tcb_info_changed: edited(({ tcb_info }) => ({ tcb_info: tcb_info.replace('OutOfDate', 'UpToDate') })),
  qe_identity_changed: edited(({ qe_identity }) => ({ qe_identity: `${qe_identity} ` })),
  invalid_tcb_signature: edited(() => ({ tcb_info_signature: '00'.repeat(64) })),
  invalid_qe_identity_signature: edited(() => ({ qe_identity_signature: '00'.repeat(64) })),
  short_tcb_chain: edited(() => ({ tcb_info_issuer_chain: '\n' })),
  short_qe_identity_chain: edited(() => ({ qe_identity_issuer_chain: '\n' })),
  invalid_cert_format: edited(() => ({ tcb_info_issuer_chain: 'INVALID_CERTIFICATE_DATA_NOT_PROPERLY_FORMATTED' })),
  ca_used_as_end_entity_tcb: edited(({ pck_crl_issuer_chain }) => ({ tcb_info_issuer_chain: pck_crl_issuer_chain })),
  ca_used_as_end_entity_qe: edited(({ pck_crl_issuer_chain }) => ({ qe_identity_issuer_chain: pck_crl_issuer_chain })),
  fmspc_mismatch: changed({ tcbInfo: (info) => ({ ...info, fmspc: 'FFFFFFFFFFFF' }) }),
  pceid_mismatch: changed({ tcbInfo: (info) => ({ ...info, pceId: 'FFFF' }) }),
  sgx_tcb_id_mismatch: { ...changed({ tcbInfo: (info) => ({ ...info, id: 'TDX' }) }), tee: 'sgx' },
  tdx_tcb_id_mismatch: changed({ tcbInfo: (info) => ({ ...info, id: 'SGX' }) }),
  tcb_version_unknown: changed({ tcbInfo: (info) => ({ ...info, version: 4 }) }),
  tdx_qe_identity_id_mismatch: changed({ qeIdentity: (identity) => ({ ...identity, id: 'QE' }) }),
  tcb_components_too_few: changed({
    tcbInfo: (info) => ({ ...info, tcbLevels: [{ tcb: { sgxtcbcomponents: [], pcesvn: 0 }, tcbStatus: 'UpToDate' }] }),
  }),
  time_nan: { at: Number.NaN, expected },
  time_infinite: { at: Number.POSITIVE_INFINITY, expected },
  time_before_intel_sgx: { at: 0, expected },
  time_in_seconds: { at: Math.floor(YEAR_2030 / 1000), expected },
  time_after_every_window: { at: YEAR_2030 * 1.2, expected },
} satisfies Record<string, Flaw>
