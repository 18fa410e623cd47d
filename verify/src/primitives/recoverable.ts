/** An ECDSA signature over secp256k1 from which the signing key can be recovered. */
export interface RecoverableSignature {
  /** r ‖ s, 64 bytes. */
  compact: Uint8Array
  recovery: 0 | 1
}

/** Whether sizes and recovery are such that both implementations look at the numbers at all. */
export function isRecoverable(digest: Uint8Array, { compact, recovery }: RecoverableSignature): boolean {
  return digest.length === 32 && compact.length === 64 && (recovery === 0 || recovery === 1)
}
