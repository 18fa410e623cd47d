/** Sizes and numbers of Intel's quote formats 3, 4 and 5. */
export const ENCLAVE_REPORT_BYTES = 384
export const TD10_BYTES = 584
export const TD15_BYTES = 648
export const SIGNATURE_BYTES = 64
export const KEY_BYTES = 64
export const TEE_SGX = 0
export const TEE_TDX = 0x81
export const KEY_ECDSA_P256 = 2
/** Certification data: a PCK chain in PEM, and the quoting enclave's report with its own certification data. */
export const CERT_PCK_CHAIN = 5
export const CERT_QE_REPORT = 6
/** Body types of version 5. */
export const BODY_TD10 = 2
export const BODY_TD15 = 3
export const INTEL_VENDOR = '939a7233f79c4ca9940a0db3957f0607'

/** The fields of an SGX enclave report that the rules speak of. */
export interface EnclaveReport {
  miscSelect: number
  attributes: Uint8Array
  mrEnclave: Uint8Array
  mrSigner: Uint8Array
  isvProdId: number
  isvSvn: number
  reportData: Uint8Array
}

/** Signatures and keys of a quote: from the attestation key's signature down to the quoting enclave's report. */
export interface QuoteSignatures {
  /** r‖s of the attestation key over the signed bytes. */
  signature: Uint8Array
  /** x‖y of the attestation key. */
  attestationKey: Uint8Array
  qeReport: Uint8Array
  /** r‖s of the PCK over the quoting enclave's report. */
  qeReportSignature: Uint8Array
  qeAuthData: Uint8Array
}
