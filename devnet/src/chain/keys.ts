import { id, type JsonRpcProvider, Wallet } from 'ethers'

/** Whose key: `deployer`, `provider/aspen`, `tee/aspen`, `agent/atlas`, `stranger`. */
export type Role = string

/**
 * The devnet's keys are hashes of public words: anyone can compute them, so they guard nothing and must never hold
 * anything outside this chain.
 */
export function keyOf(role: Role): string {
  return id(`touchstone-devnet/${role}`)
}

export function walletOf(role: Role, chain: JsonRpcProvider): Wallet {
  return new Wallet(keyOf(role), chain)
}

/** Gives each address a balance of that many 0G where it has less. */
export async function fund(chain: JsonRpcProvider, addresses: readonly string[], amount: bigint): Promise<void> {
  for (const address of addresses) {
    if ((await chain.getBalance(address)) < amount / 2n)
      await chain.send('anvil_setBalance', [address, `0x${amount.toString(16)}`])
  }
}
