import library from '@phala/dcap-qvl'
import { beforeAll, expect, it } from 'vitest'
import { fromBase64, judgeQuote } from '../index.js'
import { toPem } from '../x509/pem.js'
import {
  createQuotePki,
  mintCollateral,
  mintQuote,
  mintSgxQuote,
  QUOTE_FLAWS,
  type QuoteFlaw,
  type QuotePki,
} from './index.js'

const AT = Date.UTC(2026, 10, 1)
const reportData = new Uint8Array(64)

// What holds of version 0.3.9 alone; the first reason for rules of our own.
const TAKEN: readonly QuoteFlaw[] = [
  'both_crls_garbage',
  'chain_not_canonical',
  'chain_with_hidden_text',
  'crl_empty',
  'crl_expired',
  'crl_forged',
  'crl_garbage',
  'crl_issuer_chain_missing',
  'crl_issuer_other',
  'crl_not_yet_in_force',
  'crl_of_other_issuer',
  'crl_signature_flipped',
  'module_attributes_wrong',
  'module_identity_wrong',
  'module_not_described',
  'module_version_unknown',
  'oversized_quote',
  'pceid_mismatch',
  'pck_issued_by_leaf',
  'root_crl_empty',
  'root_crl_garbage',
  'tcb_date_malformed',
  'tcb_version_unknown',
  'tdx_kl_enabled',
  'tdx_module_isvsvn_too_low',
  'tdx_module_mrsigner_mismatch',
  'tdx_module_revoked',
  'tdx_pks_enabled',
  'tdx_td15_svn2_unappraisable',
  'time_nan',
  'trailing_bytes',
  'unsupported_vendor',
]

let pki: QuotePki
beforeAll(async () => {
  pki = await createQuotePki()
})

/** Whether the JavaScript library alone takes the quote with that flaw for genuine. */
async function isTakenByLibrary(flaw: QuoteFlaw): Promise<boolean> {
  const { tee, at = AT } = QUOTE_FLAWS[flaw]
  const collateral = await mintCollateral(pki, { at: AT, tee: tee === 'sgx' ? 'sgx' : 'tdx', flaw })
  const version = tee === 'td15' ? 5 : 4
  const quote = tee === 'sgx' ? mintSgxQuote(pki, { reportData, flaw }) : mintQuote(pki, { reportData, version, flaw })
  const [root] = library.utils.extractCerts(toPem(fromBase64(pki.root.der)))
  if (root === undefined) throw new Error('the minted root is a certificate')
  try {
    library.QuoteVerifier.newWithRootCa(root).verify(quote, collateral, at / 1000)
    return true
  } catch {
    return false
  }
}

it('the library alone takes flaws for genuine that our own rules find', async () => {
  const taken: string[] = []
  for (const flaw of Object.keys(QUOTE_FLAWS) as QuoteFlaw[]) if (await isTakenByLibrary(flaw)) taken.push(flaw)
  expect(taken.sort()).toEqual(TAKEN)
})

it('every verifier that a root names must accept', async () => {
  const collateral = await mintCollateral(pki, { at: AT })
  const roots = [{ ...pki.root, verifiers: [...pki.root.verifiers, '@phala/dcap-qvl-web' as const] }]
  const judgement = await judgeQuote(mintQuote(pki, { reportData }), { collateral, at: AT, roots })
  expect(judgement).toMatchObject({ kind: 'unavailable', step: 'quote-chain' })
})
