import type { Collateral, QuoteJudgement, QuoteStep } from '../enclave/quote/types.js'
import type { EnclaveParts, HeaderParts, TdParts } from './parts.js'
import type { QuotePki, Role } from './pki.js'

/** What a flaw changes in a quote before, between or after the signatures. */
export interface QuoteChanges {
  header?: Partial<HeaderParts>
  td?: Partial<TdParts>
  /** The enclave that is quoted, of an SGX quote. */
  enclave?: Partial<EnclaveParts>
  qe?: Partial<EnclaveParts>
  /** What the quoting enclave's report vouches for, instead of the attestation key. */
  qeBinding?: Uint8Array
  /** Signs the quoting enclave's report instead of the PCK. */
  qeSigner?: Role
  /** Signs the quote instead of the attestation key. */
  quoteSigner?: Role
  /** Type of the innermost certification data, and its content. */
  certType?: number
  chain?: (pki: QuotePki) => string
  /** Changes the finished bytes. */
  edit?: (quote: Uint8Array) => Uint8Array
}

export type Json = Record<string, unknown>

/** What a flaw changes in collateral before or after the signatures. */
export interface CollateralChanges {
  tcbInfo?: (info: Json) => Json
  qeIdentity?: (identity: Json) => Json
  /** Certificates that the lists revoke. */
  revoked?: readonly Role[]
  /** Days by which the lists' windows are moved. */
  crlShift?: number
  crlSigner?: Role
  edit?: (collateral: Collateral, pki: QuotePki) => Collateral
}

/** One way in which a quote, its collateral or the time to judge at can be wrong. */
export interface Flaw {
  /** Which quotes can have it; TDX 1.0 unless it says otherwise. */
  tee?: 'tdx' | 'td15' | 'sgx'
  quote?: QuoteChanges
  collateral?: CollateralChanges
  /** Time to judge at instead of the collateral's. */
  at?: number
  /** What must come of it. */
  expected: { kind: Exclude<QuoteJudgement['kind'], 'genuine'>; step: QuoteStep }
}
