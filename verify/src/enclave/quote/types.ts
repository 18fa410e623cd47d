/** A quote taken apart. Every buffer is a copy of its own; lengths are those of the structure. */
export type Quote = TdxQuote | SgxQuote

interface QuoteBase {
  /** Attestation key type; 2 is ECDSA with P-256. */
  keyType: number
  /** Bytes over which the attestation key signed. */
  signed: Uint8Array
  reportData: Uint8Array
  /** PEM chain of the PCK certificate inside the quote; null where the quote carries none. */
  pckChain: string | null
  /** Bytes behind the structure: zero padding or nothing, else the parser refuses. */
  padding: number
}

export interface TdxQuote extends QuoteBase {
  kind: 'tdx'
  version: 4 | 5
  /** TD 1.0 or TD 1.5 body. */
  body: 'td10' | 'td15'
  teeTcbSvn: Uint8Array
  mrSeam: Uint8Array
  mrSignerSeam: Uint8Array
  seamAttributes: Uint8Array
  /** Eight bytes, little-endian bit field; bit 0 is debug. */
  tdAttributes: Uint8Array
  xfam: Uint8Array
  mrTd: Uint8Array
  mrConfigId: Uint8Array
  mrOwner: Uint8Array
  mrOwnerConfig: Uint8Array
  rtmr: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  /** TD 1.5 only: versions of the module that runs now, not of the one that launched the TD. */
  teeTcbSvn2: Uint8Array | null
  /** TD 1.5 only. */
  mrServiceTd: Uint8Array | null
}

export interface SgxQuote extends QuoteBase {
  kind: 'sgx'
  version: 3
  mrEnclave: Uint8Array
  mrSigner: Uint8Array
  /** Sixteen bytes; bit 1 of the first is debug. */
  attributes: Uint8Array
}

/** Intel's collateral as the provisioning service and the DCAP libraries name its parts. CRLs and signatures in hex. */
export interface Collateral {
  pck_crl_issuer_chain: string
  root_ca_crl: string
  pck_crl: string
  tcb_info_issuer_chain: string
  tcb_info: string
  tcb_info_signature: string
  qe_identity_issuer_chain: string
  qe_identity: string
  qe_identity_signature: string
  pck_certificate_chain?: string | null
}

/** What the DCAP verification of one quote at one time came to. */
export type QuoteJudgement =
  | {
      kind: 'genuine'
      quote: Quote
      /** Name of the root in the trust material. */
      root: string
      verifiers: readonly string[]
      tcbStatus: string
      advisories: readonly string[]
      /** Identity of the platform, from the PCK certificate; hex. */
      ppid: string
      fmspc: string
    }
  /** Looked, and the evidence is wrong. `step` names which rule it broke. */
  | { kind: 'refused'; step: QuoteStep; why: string; expected?: string; found?: string }
  /** Could not look: collateral missing, outside its time or itself broken, verifiers at odds. Accuses nobody. */
  | { kind: 'unavailable'; step: QuoteStep; why: string }
  /** There is nothing that this network can judge: no root of its trust material is named. */
  | { kind: 'absent'; step: QuoteStep; why: string }

/** In the order in which they are taken; each is a check of the question `enclave`. */
export type QuoteStep =
  | 'quote-form'
  | 'quote-chain'
  | 'collateral-valid'
  | 'tcb-not-revoked'
  | 'module-identity'
  | 'td-attributes'
