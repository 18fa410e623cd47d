import { keccak256 } from '#primitives'

const utf8 = new TextEncoder()

/** Digest of EIP-191 `personal_sign` over the UTF-8 bytes of a text, as wallets and services sign it. */
export function personalMessageDigest(text: string): Uint8Array {
  const message = utf8.encode(text)
  const prefix = utf8.encode(`\x19Ethereum Signed Message:\n${message.length}`)
  const whole = new Uint8Array(prefix.length + message.length)
  whole.set(prefix, 0)
  whole.set(message, prefix.length)
  return keccak256(whole)
}
