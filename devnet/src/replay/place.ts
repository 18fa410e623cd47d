import type { Hex } from '@touchstone/verify'
import type { JsonRpcProvider, TransactionReceipt, Wallet } from 'ethers'
import type { Artifact } from '../chain/artifacts.js'

const GAS = 12_000_000

/** Sends one transaction and waits for it. @throws Error with `what` where it was reverted. */
export async function send(
  from: Wallet,
  transaction: { to: string | null; data: string; value?: bigint },
  what: string,
): Promise<TransactionReceipt> {
  const sent = await from.sendTransaction({ ...transaction, gasLimit: GAS })
  const receipt = await sent.wait().catch(() => null)
  if (receipt?.status !== 1) throw new Error(`${what} was reverted.`)
  return receipt
}

/** Deploys a contract as anybody would. @returns its address, in lower case. */
export async function deploy(from: Wallet, { abi, bytecode }: Artifact, args: unknown[] = []): Promise<Hex> {
  const { contractAddress } = await deployed(from, { abi, bytecode }, args)
  return contractAddress
}

/**
 * Puts a contract at an address that no key of ours could deploy to: its own constructor runs elsewhere, and the code and
 * storage that it leaves are set there. Logs of the constructor stay where it ran.
 */
export async function place(
  chain: JsonRpcProvider,
  from: Wallet,
  address: string,
  artifact: Artifact,
  args: unknown[] = [],
): Promise<void> {
  const { contractAddress, hash } = await deployed(from, artifact, args)
  await chain.send('anvil_setCode', [address, await chain.getCode(contractAddress)])
  for (const [slot, value] of await storageOf(chain, hash, contractAddress))
    await chain.send('anvil_setStorageAt', [address, slot, value])
}

async function deployed(from: Wallet, { abi, bytecode }: Artifact, args: unknown[]) {
  const data = bytecode + abi.encodeDeploy(args).slice(2)
  const { contractAddress, hash } = await send(from, { to: null, data }, 'A deployment')
  if (contractAddress === null) throw new Error('A deployment left no contract.')
  return { contractAddress: contractAddress.toLowerCase() as Hex, hash }
}

/** Storage of a contract after the transaction that made it. */
async function storageOf(chain: JsonRpcProvider, hash: string, address: string): Promise<[string, string][]> {
  const config = { tracer: 'prestateTracer', tracerConfig: { diffMode: true } }
  const { post }: { post?: Record<string, { storage?: Record<string, string> }> } = await chain.send(
    'debug_traceTransaction',
    [hash, config],
  )
  if (post?.[address] === undefined) throw new Error(`anvil does not tell what the constructor of ${address} stored.`)
  return Object.entries(post[address].storage ?? {})
}
