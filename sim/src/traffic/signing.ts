import {
  computeAddress,
  getBytes,
  hashMessage,
  id,
  keccak256,
  SigningKey,
  solidityPacked,
  TypedDataEncoder,
} from 'ethers'

const keys = new Map<string, SigningKey>()

/** A test key by name; the same name is the same key on every run. */
export function keyOf(name: string): SigningKey {
  const known = keys.get(name)
  if (known) return known
  const made = new SigningKey(id(`simulated key ${name}`))
  keys.set(name, made)
  return made
}

/** Address of the test key of that name, lower case. */
export function addressOf(name: string): string {
  return computeAddress(keyOf(name)).toLowerCase()
}

/** How a serving contract wants items signed: before 2026 as a personal message, since then as typed data. */
export type SettlementScheme = 'eip191' | 'eip712'

export interface ItemToSign {
  user: string
  provider: string
  totalFee: bigint
  requestsHash: string
  nonce: bigint
}

const ITEM_TYPE = {
  TEESettlement: [
    { name: 'requestsHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'provider', type: 'address' },
    { name: 'user', type: 'address' },
    { name: 'totalFee', type: 'uint256' },
  ],
}

/** 65 bytes r‖s‖v over an item, by the scheme of the contract in force. */
export function signItem(
  key: SigningKey,
  item: ItemToSign,
  domain: { chainId: number; contract: string; scheme: SettlementScheme },
): string {
  const { chainId, contract: verifyingContract } = domain
  const digest =
    domain.scheme === 'eip712'
      ? TypedDataEncoder.hash(
          { name: '0G Inference Serving', version: '1', chainId, verifyingContract },
          ITEM_TYPE,
          item,
        )
      : hashMessage(getBytes(keccak256(packItem(item))))
  return key.sign(digest).serialized
}

function packItem({ requestsHash, nonce, provider, user, totalFee }: ItemToSign): string {
  return solidityPacked(
    ['bytes32', 'uint256', 'address', 'address', 'uint256'],
    [requestsHash, nonce, provider, user, totalFee],
  )
}

const WALLET_TYPE = {
  AgentWalletSet: [
    { name: 'agentId', type: 'uint256' },
    { name: 'newWallet', type: 'address' },
    { name: 'owner', type: 'address' },
    { name: 'deadline', type: 'uint256' },
  ],
}

/** The wallet's consent to serve an agent, as `setAgentWallet` of ERC-8004 wants it. */
export function signWallet(
  key: SigningKey,
  what: { agentId: bigint; newWallet: string; owner: string; deadline: bigint },
  domain: { chainId: number; contract: string },
): string {
  const { chainId, contract: verifyingContract } = domain
  const digest = TypedDataEncoder.hash(
    { name: 'ERC8004IdentityRegistry', version: '1', chainId, verifyingContract },
    WALLET_TYPE,
    what,
  )
  return key.sign(digest).serialized
}
