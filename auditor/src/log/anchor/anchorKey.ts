import { readFile } from 'node:fs/promises'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { encodeRlp, type Hex, keccak256, uintBytes } from '@touchstone/verify'
import { KeyFileError } from '../../judge/key.js'

/** A transaction with one gas price, EIP-155: every chain of the field takes it, whatever it says about tips. */
export interface PlainTransaction {
  chainId: number
  nonce: number
  /** Neuron a unit of gas. */
  gasPrice: bigint
  gas: bigint
  to: Hex
  /** Neuron. */
  value: bigint
  data: Hex
}

/** The account that pays for anchors. */
export interface AnchorKey {
  /** Lower case. */
  address: Hex
  /** The signed transaction as it is sent, and its hash. Deterministic. */
  sign(transaction: PlainTransaction): { raw: Hex; hash: Hex }
}

/** Reads a secp256k1 private key: 64 hex digits, with or without 0x. @throws KeyFileError naming the file. */
export async function readAnchorKey(file: string): Promise<AnchorKey> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new KeyFileError(`ANCHOR_KEY_FILE ${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
  const [, digits] = /^(?:0x)?([0-9a-fA-F]{64})$/.exec(text.trim()) ?? []
  const secret = digits === undefined ? undefined : new Uint8Array(Buffer.from(digits, 'hex'))
  if (secret === undefined || !secp256k1.utils.isValidSecretKey(secret))
    throw new KeyFileError(`ANCHOR_KEY_FILE ${file} holds no secp256k1 private key: expected 64 hex digits.`)
  return toAnchorKey(secret)
}

function toAnchorKey(secret: Uint8Array): AnchorKey {
  const point = secp256k1.getPublicKey(secret, false)
  return {
    address: toHex(keccak256(point.subarray(1)).subarray(12)),
    sign: (transaction) => {
      const fields = toFields(transaction)
      const digest = keccak256(encodeRlp([...fields, uintBytes(transaction.chainId), uintBytes(0), uintBytes(0)]))
      const signature = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' })
      const [recovery = 0] = signature
      const v = transaction.chainId * 2 + 35 + recovery
      const raw = encodeRlp([...fields, uintBytes(v), toUint(signature, 1), toUint(signature, 33)])
      return { raw: toHex(raw), hash: toHex(keccak256(raw)) }
    },
  }
}

function toFields({ nonce, gasPrice, gas, to, value, data }: PlainTransaction): Uint8Array[] {
  return [uintBytes(nonce), uintBytes(gasPrice), uintBytes(gas), fromHex(to), uintBytes(value), fromHex(data)]
}

/** Half a signature as RLP carries a number: without leading zeros. */
function toUint(signature: Uint8Array, from: number): Uint8Array {
  return uintBytes(BigInt(toHex(signature.subarray(from, from + 32))))
}

function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString('hex')}`
}

function fromHex(hex: Hex): Uint8Array {
  return new Uint8Array(Buffer.from(hex.slice(2), 'hex'))
}
