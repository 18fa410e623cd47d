import { createRequire } from 'node:module'
import { keccak256, personalMessageDigest } from '@touchstone/verify'

const require = createRequire(__filename)
const { secp256k1 } = require('@noble/curves/secp256k1.js') as typeof import('@noble/curves/secp256k1.js')

/** An account that signs texts as wallets do. */
export interface TestWallet {
  address: string
  /** personal_sign (EIP-191), 0x and 130 hex digits. */
  sign(text: string): string
}

export function createWallet(): TestWallet {
  const secret = secp256k1.utils.randomSecretKey()
  const point = secp256k1.getPublicKey(secret, false)
  return {
    address: `0x${Buffer.from(keccak256(point.subarray(1)).subarray(12)).toString('hex')}`,
    sign: (text) => {
      const digest = personalMessageDigest(text)
      const signature = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' })
      const v = 27 + Number(signature[0])
      return `0x${Buffer.from(signature.subarray(1)).toString('hex')}${v.toString(16)}`
    },
  }
}
