import { type Hex, keccak256 } from '@touchstone/verify'
import { splitType } from '@touchstone/verify/chain/receipt'
import { decodeRlp, encodeRlp, RlpError, type RlpItem, uintBytes } from '@touchstone/verify/chain/rlp'
import { recoverSigner } from '@touchstone/verify/recover'

/** What a signed transaction says of itself without being asked. */
export interface SignedTransaction {
  hash: Hex
  /** Undefined where no key recovers: so are transactions that a test chain sends for an account without its key. */
  sender: Hex | undefined
}

/** First `v` of EIP-155, which holds the chain's id beside the parity. */
const FIRST_WITH_CHAIN = 35n
const FIRST_WITHOUT = 27n

/** Hash and sender of a transaction as the trie of its block holds it. @throws RlpError where it is none. */
export function readSigned(raw: Uint8Array): SignedTransaction {
  const { type, payload } = splitType(raw, 'transaction')
  const fields = decodeRlp(payload)
  if (fields instanceof Uint8Array || fields.length < 3) throw new RlpError('transaction is no list')
  const [v, r, s] = fields.slice(-3).map(toBigInt) as [bigint, bigint, bigint]
  const said = fields.slice(0, -3)
  const hasChain = type === 0 && v >= FIRST_WITH_CHAIN
  const parity = hasChain ? (v - FIRST_WITH_CHAIN) % 2n : type === 0 ? v - FIRST_WITHOUT : v
  const chain = hasChain ? [uintBytes((v - FIRST_WITH_CHAIN) / 2n), new Uint8Array(0), new Uint8Array(0)] : []
  const signed = encodeRlp([...said, ...chain])
  const digest = keccak256(type === 0 ? signed : Uint8Array.of(type, ...signed))
  return { hash: toHex(keccak256(raw)), sender: recoverSigner(toHex(digest), toSignature(r, s, parity), 'legacy') }
}

function toSignature(r: bigint, s: bigint, parity: bigint): Hex {
  const word = (value: bigint) => value.toString(16).padStart(64, '0')
  return `0x${word(r)}${word(s)}${(FIRST_WITHOUT + parity).toString(16).padStart(2, '0')}`
}

function toBigInt(item: RlpItem): bigint {
  if (!(item instanceof Uint8Array)) throw new RlpError('the signature of a transaction is no number')
  return item.length === 0 ? 0n : BigInt(toHex(item))
}

function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString('hex')}`
}
