import { beforeAll, describe, expect, it } from 'vitest'
import {
  createQuotePki,
  mintCollateral,
  mintQuote,
  mintSgxQuote,
  QUOTE_FLAWS,
  type QuoteFlaw,
  type QuotePki,
} from '../../mint/index.js'
import { judgeQuote } from './judge.js'
import type { QuoteJudgement } from './types.js'

const AT = Date.UTC(2026, 10, 1)
const reportData = new Uint8Array(64).fill(0xda)

let pki: QuotePki
beforeAll(async () => {
  pki = await createQuotePki()
})

/** Why, and what was expected and found; serial numbers by their place alone, long values by their beginning. */
function wordsOf(judgement: QuoteJudgement): string {
  if (judgement.kind === 'genuine') return 'genuine'
  const { why, ...rest } = judgement
  const { expected, found } = rest as { expected?: string; found?: string }
  const shown = expected === undefined && found === undefined ? '' : ` ${expected ?? ''} / ${found ?? ''}`
  return `${why}${shown}`.replace(/\b[0-9a-f]{38}\b/g, 'SERIAL').replace(/\b([0-9a-f]{16})[0-9a-f]{16,}\b/g, '$1…')
}

const WORDS: Record<QuoteFlaw, string> = {
  empty_quote: 'The quote is not well-formed at its version. 2 bytes / 0',
  truncated_quote: 'The quote is not well-formed at its TEE type. 2 bytes / 0',
  last_byte_missing: 'The quote is not well-formed at its signature data. 3191 bytes / 3190',
  trailing_bytes: 'The quote is not well-formed at its quote. nothing but zero bytes behind its end / 4 bytes more',
  oversized_quote: 'The quote is not well-formed at its quote. at most 32768 bytes / 43827',
  signature_size_too_large: 'The quote is not well-formed at its signature data. 4294967295 bytes / 0',
  signature_size_too_small: 'The quote is not well-formed at its certification data. 3057 bytes / 3056',
  invalid_quote_format: 'This verifier does not read it: version: expected 3, 4 or 5, found 65535.',
  unsupported_version_1: 'This verifier does not read it: version: expected 3, 4 or 5, found 1.',
  unsupported_version_2: 'This verifier does not read it: version: expected 3, 4 or 5, found 2.',
  unsupported_version_6: 'This verifier does not read it: version: expected 3, 4 or 5, found 6.',
  unsupported_version_255: 'This verifier does not read it: version: expected 3, 4 or 5, found 255.',
  unsupported_key_type_0: 'This verifier does not read it: attestation key type: expected 2, found 0.',
  unsupported_key_type_1: 'This verifier does not read it: attestation key type: expected 2, found 1.',
  unsupported_key_type_3: 'This verifier does not read it: attestation key type: expected 2, found 3.',
  unsupported_key_type_255: 'This verifier does not read it: attestation key type: expected 2, found 255.',
  unsupported_tee_type: 'This verifier does not read it: TEE type: expected 129 in version 4, found 130.',
  unsupported_vendor: 'This verifier does not read it: vendor: expected 939a7233f79c4ca9…, found 0000000000000000….',
  unsupported_cert_type: 'This verifier does not read it: PCK data type: expected 1 to 5, found 7.',
  invalid_sgx_v4: 'This verifier does not read it: TEE type: expected 129 in version 4, found 0.',
  invalid_quote_v5: 'This verifier does not read it: TEE type: expected 129 in version 5, found 0.',
  cert_type_3_without_pck_chain: 'Neither the quote nor its collateral carries a PCK chain.',
  chain_with_hidden_text: 'PCK chain: expected "-----END CERTIFICATE-----" at its end',
  chain_not_canonical: 'PCK chain: expected "-----END CERTIFICATE-----" at its end',
  qe_report_hash_mismatch: 'The quoting enclave does not vouch for the attestation key.',
  invalid_qe_report_signature: "The PCK did not sign the quoting enclave's report.",
  invalid_quote_signature: 'The attestation key did not sign the quote.',
  quote_signature_flipped: 'The attestation key did not sign the quote.',
  measurement_flipped: 'The attestation key did not sign the quote.',
  qe_report_flipped: "The PCK did not sign the quoting enclave's report.",
  unknown_root: 'The PCK chain ends in a root that this network does not name.',
  forged_pck: 'PCK chain[0]: is not signed by its issuer',
  pck_issued_by_leaf: 'PCK chain[0]: its issuer may not issue certificates',
  short_pck_chain: 'PCK chain: expected 3 certificates, found 2',
  ca_used_as_end_entity_pck: 'The PCK certificate is an authority.',
  tcb_signer_used_as_pck: 'The PCK certificate does not describe a platform.',
  qe_debug_enabled: 'The quoting enclave can be debugged.',
  qe_mrsigner_mismatch:
    "The quoting enclave is not Intel's: its MRSIGNER differs. 5151515151515151… / 5252525252525252…",
  qe_isvprodid_mismatch: "The quoting enclave is not Intel's: its ISVPRODID differs. 2 / 999",
  qe_miscselect_mismatch: "The quoting enclave is not Intel's: its MISCSELECT differs. 00000000 / 01000000",
  qe_attributes_mismatch:
    "The quoting enclave is not Intel's: its attributes differs. 1100000000000000… / 3100000000000000…",
  debug_sgx: 'The enclave can be debugged.  / 0700000000000000…',
  tdx_debug_enabled: 'The TD can be debugged or profiled.  / 0100001000000000',
  tdx_profiling_enabled: 'The TD can be debugged or profiled.  / 2000001000000000',
  tdx_sept_ve_disabled: 'The host may take pages of the TD away unseen.  / 0000000000000000',
  tdx_reserved_bits_set: 'A reserved attribute is set.  / 0000801000000000',
  tdx_reserved_high_bits_set: 'A reserved attribute is set.  / 0000001000000001',
  tdx_migratable: 'The TD can be migrated.  / 0000003000000000',
  tdx_servtd_ext_enabled: 'A service TD can be bound to the TD after its launch.  / 0000021000000000',
  tdx_pks_enabled: 'Attribute 30 is not judged by this verifier.',
  tdx_kl_enabled: 'Attribute 31 is not judged by this verifier.',
  tdx_service_td_bound: 'A service TD is bound to the TD. 0000000000000000… / 0101010101010101…',
  tdx_td15_debug_enabled: 'The TD can be debugged or profiled.  / 0100001000000000',
  crl_garbage: 'pck_crl: expected list (tag 0x30), found 0xde',
  crl_empty: 'pck_crl: expected list (tag 0x30), found the end',
  crl_signature_flipped: 'pck_crl: is not signed by its issuer',
  crl_forged: 'root_ca_crl: is not signed by its issuer',
  crl_expired: 'Root CRL was not in force: from 2026-09-17T00:00:00Z to 2026-10-17T00:00:00Z.',
  crl_not_yet_in_force: 'Root CRL was not in force: from 2026-11-16T00:00:00Z to 2026-12-16T00:00:00Z.',
  crl_of_other_issuer: 'pck_crl: names another issuer',
  root_crl_garbage: 'root_ca_crl: expected list (tag 0x30), found 0xde',
  root_crl_empty: 'root_ca_crl: expected list (tag 0x30), found the end',
  both_crls_garbage: 'root_ca_crl: expected list (tag 0x30), found 0xde',
  crl_issuer_chain_missing: 'pck_crl_issuer_chain: expected "-----END CERTIFICATE-----" at its end',
  crl_issuer_other: 'pck_crl_issuer_chain: is not the authority that certified this platform',
  tcb_expired: 'TCB info was not in force: from 2020-01-01T00:00:00Z to 2020-12-31T23:59:59Z.',
  tcb_issue_date_future: 'TCB info was not in force: from 2098-01-01T00:00:00Z to 2098-12-31T23:59:59Z.',
  tcb_date_malformed: 'tcb_info.issueDate: expected a time in UTC, e.g. 2026-03-01T00:00:00Z',
  qe_identity_expired: 'QE identity was not in force: from 2020-01-01T00:00:00Z to 2020-12-31T23:59:59Z.',
  qe_identity_issue_date_future: 'QE identity was not in force: from 2098-01-01T00:00:00Z to 2098-12-31T23:59:59Z.',
  tcb_signer_expired: 'Certificate SERIAL was not in force: from 2018-06-01T00:00:00Z to 2019-06-01T00:00:00Z.',
  tcb_signer_revoked: 'The certificate that signed the TCB info is revoked.',
  invalid_tcb_json: 'tcb_info: is not signed by its issuer',
  invalid_qe_identity_json: 'qe_identity: is not signed by its issuer',
  tcb_info_changed: 'tcb_info: is not signed by its issuer',
  qe_identity_changed: 'qe_identity: is not signed by its issuer',
  invalid_tcb_signature: 'tcb_info: is not signed by its issuer',
  invalid_qe_identity_signature: 'qe_identity: is not signed by its issuer',
  short_tcb_chain: 'tcb_info_issuer_chain: expected "-----END CERTIFICATE-----" at its end',
  short_qe_identity_chain: 'qe_identity_issuer_chain: expected "-----END CERTIFICATE-----" at its end',
  invalid_cert_format: 'tcb_info_issuer_chain: expected "-----END CERTIFICATE-----" at its end',
  ca_used_as_end_entity_tcb: 'tcb_info_issuer_chain: its first certificate is an authority',
  ca_used_as_end_entity_qe: 'qe_identity_issuer_chain: its first certificate is an authority',
  fmspc_mismatch: 'The TCB info is for platform FFFFFFFFFFFF/0000, the quote from 70ae5e000000/0000.',
  pceid_mismatch: 'The TCB info is for platform 70AE5E000000/FFFF, the quote from 70ae5e000000/0000.',
  sgx_tcb_id_mismatch: 'The TCB info is "TDX" version 3; this quote needs "SGX" version 3.',
  tdx_tcb_id_mismatch: 'The TCB info is "SGX" version 3; this quote needs "TDX" version 3.',
  tcb_version_unknown: 'The TCB info is "TDX" version 4; this quote needs "TDX" version 3.',
  tdx_qe_identity_id_mismatch: 'The QE identity is "QE" version 2; this quote needs "TD_QE" version 2.',
  tcb_components_too_few: 'tcb_info.tcbLevels[0].tcb.sgxtcbcomponents: expected 16 components',
  time_nan: 'The time to judge at is not a time of this century: NaN.',
  time_infinite: 'The time to judge at is not a time of this century: Infinity.',
  time_before_intel_sgx: 'The time to judge at is not a time of this century: 0.',
  time_in_seconds: 'The time to judge at is not a time of this century: 1893456000.',
  time_after_every_window: 'TCB info was not in force: from 2026-10-17T00:00:00Z to 2026-11-16T00:00:00Z.',
  pck_revoked: 'Intel revoked the PCK certificate SERIAL.',
  authority_revoked: 'Intel revoked the authority SERIAL.',
  revoked_platform_tcb: "Intel revoked this platform's TCB level.",
  revoked_qe_tcb: "Intel revoked this platform's TCB level.",
  revoked_sgx_tcb: "Intel revoked this platform's TCB level.",
  unknown_tcb_status: 'TCB status "Excellent" is not known to this verifier.',
  no_tcb_level: "The TCB info has no level for this platform's versions.",
  no_qe_level: "The QE identity has no level for this quoting enclave's version.",
  qe_isvsvn_too_low: "The QE identity has no level for this quoting enclave's version.",
  sgx_component_svn_mismatch: "The TCB info has no level for this platform's versions.",
  tdx_component_svn_mismatch: "The TCB info has no level for this platform's versions.",
  tdx_missing_components: "The TCB info has no level for this platform's versions.",
  module_identity_wrong:
    "The TDX module is not Intel's: its MRSIGNERSEAM differs. 0000000000000000… / 0202020202020202…",
  module_attributes_wrong: "The TDX module is not Intel's: its attributes differs. 0000000000000000 / 0101010101010101",
  tdx_module_mrsigner_mismatch:
    "The TDX module is not Intel's: its MRSIGNERSEAM differs. 0303030303030303… / 0000000000000000…",
  tdx_module_revoked: "Intel revoked this platform's TCB level.",
  tdx_module_isvsvn_too_low: 'Intel lists no level for version 6 of TDX_01.',
  module_not_described: 'Intel\'s TCB info does not describe the module "TDX_01".',
  module_version_unknown: 'Intel\'s TCB info does not describe the module "TDX_09".',
  tdx_td15_svn2_unappraisable: 'Intel lists no level for version 0 of TDX_01.',
}

describe('a flaw of a quote, its collateral or the time', () => {
  it.each(Object.entries(WORDS) as [QuoteFlaw, string][])('%s is named in words', async (flaw, words) => {
    const { tee, at = AT, expected } = QUOTE_FLAWS[flaw]
    const collateral = await mintCollateral(pki, { at: AT, tee: tee === 'sgx' ? 'sgx' : 'tdx', flaw })
    const version = tee === 'td15' ? 5 : 4
    const quote =
      tee === 'sgx' ? mintSgxQuote(pki, { reportData, flaw }) : mintQuote(pki, { reportData, version, flaw })
    const judgement = await judgeQuote(quote, { collateral, at, roots: [pki.root] })
    expect(wordsOf(judgement)).toBe(words)
    expect(judgement).toMatchObject(expected)
  })
})

describe('a quote without flaws', () => {
  const judge = async (tee: 'tdx' | 'td15' | 'sgx', changes: Partial<QuotePki['root']> = {}, more = {}) => {
    const collateral = await mintCollateral(pki, { at: AT, tee: tee === 'sgx' ? 'sgx' : 'tdx', ...more })
    const quote =
      tee === 'sgx'
        ? mintSgxQuote(pki, { reportData })
        : mintQuote(pki, { reportData, version: tee === 'td15' ? 5 : 4 })
    return judgeQuote(quote, { collateral, at: AT, roots: [{ ...pki.root, ...changes }] })
  }

  it('is genuine, with what stands in its certificate', async () => {
    for (const tee of ['tdx', 'td15', 'sgx'] as const)
      expect(await judge(tee)).toMatchObject({
        ...{ kind: 'genuine', tcbStatus: 'UpToDate', advisories: [], root: pki.root.name },
        ...{ verifiers: ['@phala/dcap-qvl'], fmspc: '70ae5e000000', ppid: expect.stringMatching(/^[0-9a-f]{32}$/) },
      })
    const outdated = { tcbStatus: 'OutOfDate', advisories: ['B', 'A'] }
    expect(await judge('tdx', {}, outdated)).toMatchObject({ kind: 'genuine', ...outdated })
  })

  it('is not judged where a library reads it otherwise, knows another root alone, or none is named', async () => {
    const unavailable = { kind: 'unavailable', step: 'quote-chain' }
    // This library knows Intel's root alone: it refuses, and our rules do not.
    const dissent = await judge('tdx', { verifiers: ['@phala/dcap-qvl', '@phala/dcap-qvl-web'] })
    expect(dissent).toMatchObject(unavailable)
    expect(wordsOf(dissent)).toMatch(/^@phala\/dcap-qvl-web finds an error: .{5,200}, our rules UpToDate\.$/)
    expect(await judge('tdx', { verifiers: [] })).toEqual({
      ...{ ...unavailable, why: `No verifier is named for "${pki.root.name}".` },
    })
    expect(await judge('tdx', { sha256: '00'.repeat(32) })).toEqual({
      ...{ ...unavailable, why: `The trust material's root "${pki.root.name}" is not what its digest says.` },
    })
    const collateral = await mintCollateral(pki, { at: AT })
    const quote = mintQuote(pki, { reportData })
    expect(await judgeQuote(quote, { collateral, at: AT, roots: [] })).toEqual({
      ...{ kind: 'absent', step: 'quote-chain', why: 'This network names no root for quotes.' },
    })
    expect(await judgeQuote(quote, { collateral: null, at: AT, roots: [pki.root] })).toEqual({
      ...{ kind: 'unavailable', step: 'collateral-valid' },
      why: "Intel's collateral for this platform and time is not at hand.",
    })
  })
})
