import type { TrustMaterial } from '@touchstone/verify'

/** What a network is known by here, as this site serves it: what checks are held against comes from no file. */
export interface Yardstick {
  network: string
  displayName: string
  chainId: number
  trust: TrustMaterial
  /** Verifier keys (name+id+base64) that the log of all verdicts says it has had; empty where it could not be asked. */
  logKeys: string[]
}

/** What a visitor names beside a file. Nothing of it leaves the browser. */
export interface VisitorOptions {
  /** Address that a report must bind. */
  signer?: string
  /** Milliseconds: when a report was observed. */
  at?: number
  /** Intel's collateral, JSON. */
  collateral?: string
  /** Bytes of a chat's request and response. */
  request?: Uint8Array
  response?: Uint8Array
  /** Commitment that a trail must open. */
  requestsHash?: string
  /** 32-byte key of an encrypted trail, hex. */
  key?: string
  /** The trail itself, where the published one is encrypted. */
  plaintext?: Uint8Array
}
