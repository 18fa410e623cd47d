import type { Hex } from '@touchstone/verify'
import { keccak256 } from '@touchstone/verify/primitives'

/** What a wallet signs to become an agent's. */
export interface WalletStatement {
  chainId: number
  /** The registry's proxy. */
  registry: string
  agentId: bigint
  wallet: string
  /** Of the agent's token. */
  owner: string
  /** Seconds. */
  deadline: bigint
}

const DOMAIN_TYPE = hashText('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)')
const STATEMENT_TYPE = hashText('AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)')
const NAME = hashText('ERC8004IdentityRegistry')
const VERSION = hashText('1')

/** EIP-712 digest of `AgentWalletSet`, as the identity registry 2.0.0 builds it. */
export function walletDigest({ chainId, registry, agentId, wallet, owner, deadline }: WalletStatement): Hex {
  const domain = hashWords(DOMAIN_TYPE, NAME, VERSION, toWord(BigInt(chainId)), toWord(BigInt(registry)))
  const fields = [toWord(agentId), toWord(BigInt(wallet)), toWord(BigInt(owner)), toWord(deadline)]
  return toHex(keccak256(Buffer.from(`1901${domain}${hashWords(STATEMENT_TYPE, ...fields)}`, 'hex')))
}

function hashWords(...words: string[]): string {
  return toHex(keccak256(Buffer.from(words.join(''), 'hex'))).slice(2)
}

function hashText(text: string): string {
  return toHex(keccak256(Buffer.from(text))).slice(2)
}

function toWord(value: bigint): string {
  return value.toString(16).padStart(64, '0')
}

function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString('hex')}`
}
