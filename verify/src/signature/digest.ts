/** What the key of a service signs about one settlement. Every pre-image is written out field by field. */
import { keccak256 } from '#primitives'
import { fromHexSized, toHex } from '../hex.js'
import type { Hex, SettlementItem } from '../subject.js'

/** The fields under the signature, in the order of the signed type; the order of the calldata struct is another. */
export type SignedSettlement = Pick<SettlementItem, 'requestsHash' | 'nonce' | 'provider' | 'user' | 'totalFee'>

/** The domain of the signature: the proxy, not its implementation. */
export interface SettlementDomain {
  chainId: number
  contract: Hex
}

/** How a settlement is signed at a given height of a given contract: by typed data since January 2026, before by EIP-191. */
export type SignatureScheme = { kind: 'eip712'; domain: SettlementDomain } | { kind: 'eip191' }

/** Everything that the digest of a settlement is made from. Numbers as bigint or as decimal strings. */
export interface DigestInput extends SettlementDomain {
  scheme: SignatureScheme['kind']
  requestsHash: Hex
  nonce: bigint | string
  provider: Hex
  user: Hex
  totalFee: bigint | string
}

const utf8 = new TextEncoder()
const DOMAIN_TYPEHASH = keccak256(
  utf8.encode('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
)
const SETTLEMENT_TYPEHASH = keccak256(
  utf8.encode('TEESettlement(bytes32 requestsHash,uint256 nonce,address provider,address user,uint256 totalFee)'),
)
const NAME_HASH = keccak256(utf8.encode('0G Inference Serving'))
const VERSION_HASH = keccak256(utf8.encode('1'))

/**
 * The digest that a settlement's signature covers. EIP-191 covers neither chain nor contract, so that both count for
 * nothing there.
 * @throws RangeError for a field of the wrong size, a number beyond uint256 or a string that is no canonical decimal.
 */
export function settlementDigest({ scheme, chainId, contract, ...fields }: DigestInput): Hex {
  const settlement = {
    ...fields,
    nonce: integer(fields.nonce, 'nonce'),
    totalFee: integer(fields.totalFee, 'totalFee'),
  }
  return toHex(
    schemeDigest(scheme === 'eip191' ? { kind: scheme } : { kind: scheme, domain: { chainId, contract } }, settlement),
  )
}

/** The same as bytes, by the scheme in force. */
export function schemeDigest(scheme: SignatureScheme, settlement: SignedSettlement): Uint8Array {
  return scheme.kind === 'eip712' ? eip712Digest(scheme.domain, settlement) : eip191Digest(settlement)
}

/** The digest of typed data, as hex. */
export function eip712SettlementDigest(domain: SettlementDomain, settlement: SignedSettlement): Hex {
  return toHex(eip712Digest(domain, settlement))
}

/** Domain separator of the InferenceServing proxy of a chain. */
export function settlementDomainSeparator(domain: SettlementDomain): Hex {
  return toHex(domainSeparator(domain))
}

function eip712Digest(domain: SettlementDomain, settlement: SignedSettlement): Uint8Array {
  const structHash = keccak256(
    words(
      SETTLEMENT_TYPEHASH,
      fromHexSized(settlement.requestsHash, 32, 'requestsHash'),
      uint256(settlement.nonce, 'nonce'),
      address(settlement.provider, 'provider'),
      address(settlement.user, 'user'),
      uint256(settlement.totalFee, 'totalFee'),
    ),
  )
  const preimage = new Uint8Array(66)
  preimage.set([0x19, 0x01], 0)
  preimage.set(domainSeparator(domain), 2)
  preimage.set(structHash, 34)
  return keccak256(preimage)
}

/** "\x19Ethereum Signed Message:\n32" before the hash of the packed fields, in the order of the old contracts. */
function eip191Digest({ requestsHash, nonce, provider, user, totalFee }: SignedSettlement): Uint8Array {
  const packed = keccak256(
    join([
      fromHexSized(requestsHash, 32, 'requestsHash'),
      uint256(nonce, 'nonce'),
      fromHexSized(provider, 20, 'provider'),
      fromHexSized(user, 20, 'user'),
      uint256(totalFee, 'totalFee'),
    ]),
  )
  return keccak256(join([utf8.encode('\x19Ethereum Signed Message:\n32'), packed]))
}

function domainSeparator(domain: SettlementDomain): Uint8Array {
  return keccak256(
    words(
      DOMAIN_TYPEHASH,
      NAME_HASH,
      VERSION_HASH,
      uint256(BigInt(domain.chainId), 'chainId'),
      address(domain.contract, 'contract'),
    ),
  )
}

function words(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(32 * parts.length)
  for (const [at, part] of parts.entries()) whole.set(part, 32 * at)
  return whole
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function integer(value: bigint | string, field: string): bigint {
  if (typeof value === 'bigint') return value
  if (!/^(?:0|[1-9][0-9]{0,77})$/.test(value)) throw new RangeError(`${field} is not a canonical decimal: ${value}`)
  return BigInt(value)
}

function address(value: Hex, field: string): Uint8Array {
  const word = new Uint8Array(32)
  word.set(fromHexSized(value, 20, field), 12)
  return word
}

function uint256(value: bigint, field: string): Uint8Array {
  if (value < 0n || value >= 1n << 256n) throw new RangeError(`${field} is not a uint256: ${value}`)
  return fromHexSized(`0x${value.toString(16).padStart(64, '0')}`, 32, field)
}
