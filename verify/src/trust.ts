/**
 * Trust material of a network: data with dates and sources, never a constant in code. Plain JSON; its digest is in every
 * verdict. Dates are ISO 8601 days, `until` exclusive; digests are lower-case hex without prefix.
 */
import type { Hex } from './subject.js'

export interface TrustMaterial {
  /** Signing keys whose private half is public. */
  mockSigners: { address: Hex; source: string }[]
  /** Roots in which a quote's certificates may end. Empty: no quote of this network can be verified. */
  quoteRoots: QuoteRoot[]
  /** Roots in which the certificates of GPU evidence may end. */
  gpuRoots: PinnedRoot[]
  /** Operating systems whose measurements are known. */
  osImages: OsImage[]
  /** Dated list of known code. */
  releases: Release[]
  /** What a service's model string stands for. */
  models: ModelEntry[]
  /** Roots of code signing, for image provenance. */
  sigstore: SigstoreRoot[]
}

/** A self-signed certificate pinned by digest. */
export interface PinnedRoot {
  name: string
  /** SHA-256 of the DER. */
  sha256: string
  /** The certificate, base64 DER. */
  der: string
  source: string
  /** Day on which it was looked up. */
  asOf: string
}

/** DCAP verifiers, by npm package. */
export type DcapVerifier = '@phala/dcap-qvl' | '@phala/dcap-qvl-web'

export interface QuoteRoot extends PinnedRoot {
  /** All of these must accept, and agree. */
  verifiers: DcapVerifier[]
}

/** Measurements of one operating system image. Virtual hardware changes RTMR0, so each list holds every known value. */
export interface OsImage {
  name: string
  /** Digest by which the image is published, where it has one. */
  imageHash: string | null
  mrtd: string[]
  rtmr0: string[]
  rtmr1: string[]
  rtmr2: string[]
  source: string
  from: string
  until: string | null
}

/** One release of the code in an enclave: a measured compose and what it is built from. */
export interface Release {
  name: string
  version: string
  /** SHA-256 of the app compose, as measured. */
  composeHash: string
  /** Every image of the compose with the digest that it is pinned by. */
  images: { image: string; digest: string }[]
  /** Repository and commit from which the images were built. */
  source: string
  commit: string
  /** `serves`: the model runs inside. `relays`: requests leave for an endpoint outside. */
  role: { kind: 'serves' } | { kind: 'relays'; endpoint: string; operator: string }
  from: string
  until: string | null
}

/** What a service's model string stands for. */
export interface ModelEntry {
  /** The string as services advertise it, e.g. `qwen/qwen-2.5-7b-instruct`. Compared without casing. */
  service: string
  /** Repository of the weights, e.g. `Qwen/Qwen2.5-7B-Instruct`; the vendor's name for it where the weights are closed. */
  sku: string
  licence: string
  openWeights: boolean
  /** Repositories that are the same weights, not derivatives. */
  sameAs: string[]
  /** Vocabulary with which token counts can be recounted, where one is at hand. */
  tokenizer: 'qwen3' | null
  source: string
  asOf: string
}

/** One instance of Sigstore: who issues certificates, and which log lists them. */
export interface SigstoreRoot {
  name: string
  /** Root and intermediate certificates of the issuer, base64 DER. */
  certificateAuthorities: string[]
  /** Public keys of transparency logs, base64 SubjectPublicKeyInfo. */
  logKeys: string[]
  /** Issuers of identity tokens, each with the addresses of repositories that it may speak for. None: nobody is known. */
  issuers?: { issuer: string; sources: string }[]
  source: string
  asOf: string
}
