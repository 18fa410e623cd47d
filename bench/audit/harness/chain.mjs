/** An EVM of its own with the official contracts, which mines when it is told to. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findAnvil } from '../../../devnet/dist/anvil/binary.js'
import { CHAIN_ID, connect } from '../../../devnet/dist/chain/connect.js'
import { deploy } from '../../../devnet/dist/chain/deploy.js'
import { walletOf } from '../../../devnet/dist/chain/keys.js'
import { findFreePort, startChild, until } from '../../index/harness/child.mjs'

export { CHAIN_ID }

const START_MS = 30_000
/** Whoever sends is made this rich: nothing here is about fees. */
const PURSE = `0x${(10n ** 30n).toString(16)}`
/** A block holds what is sent at once, which saves blocks and so time. */
const BLOCK_GAS = 2_000_000_000n
const MOST_FEE = 10n ** 15n

/** Folder of everything that one run writes, gigabytes of trails among it: gone when this process ends. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-bench-audit-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** Starts the chain and deploys the devnet's contracts on it. */
export async function startChain(folder) {
  mkdirSync(folder, { recursive: true })
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const args = ['--host', '127.0.0.1', '--port', `${port}`, '--chain-id', `${CHAIN_ID}`, '--accounts', '0', '--silent']
  const rules = ['--no-mining', '--gas-limit', `${BLOCK_GAS}`, '--hardfork', 'cancun']
  const child = startChild([findAnvil(), ...args, ...rules])
  const client = connect(url)
  const call = (method, params = []) => client.send(method, params)
  const answers = () =>
    call('eth_chainId').then(
      () => true,
      () => false,
    )
  await until('the chain answers', answers, { child, withinMs: START_MS })
  const mine = () => call('evm_mine')
  /** Mines at this pace until the returned function is called. */
  const mineEvery = (ms) => {
    const timer = setInterval(() => void mine().catch(() => undefined), ms)
    return () => clearInterval(timer)
  }
  await call('anvil_setBalance', [walletOf('deployer', client).address, PURSE])
  const pause = mineEvery(200)
  const deployment = await deploy(client)
  pause()
  return {
    url,
    client,
    deployment,
    call,
    mine,
    mineEvery,
    enrich: (address) => call('anvil_setBalance', [address, PURSE]),
    head: async () => Number(await call('eth_blockNumber')),
    /** Sends transactions that somebody else's block will hold. @returns {Promise<string[]>} their hashes. */
    send: (transactions) => sendAll(client, transactions),
    /** Sends all as one block. @throws where one reverts. */
    mineAll: async (transactions) => {
      const hashes = await sendAll(client, transactions)
      await mine()
      return receiptsOf(call, hashes)
    },
    async stop() {
      client.destroy()
      await child.stop()
    },
  }
}

/**
 * Signed by their senders, as the auditor checks it.
 * @param {{ role: string, to: string, data: string, value?: bigint, gasLimit?: bigint }[]} transactions
 */
async function sendAll(client, transactions) {
  const hashes = []
  for (const { role, to, data, value = 0n, gasLimit = 30_000_000n } of transactions) {
    const wallet = walletOf(role, client)
    const nonce = await client.getTransactionCount(wallet.address, 'pending')
    const fees = { type: 2, maxFeePerGas: MOST_FEE, maxPriorityFeePerGas: 1n, chainId: CHAIN_ID }
    const signed = await wallet.signTransaction({ to, data, value, gasLimit, nonce, ...fees })
    hashes.push(await client.send('eth_sendRawTransaction', [signed]))
  }
  return hashes
}

/** @throws Error naming a transaction that was not mined or reverted. */
export async function receiptsOf(call, hashes) {
  const receipts = []
  for (const hash of hashes) {
    const receipt = await call('eth_getTransactionReceipt', [hash])
    if (receipt?.status !== '0x1') throw new Error(`Transaction ${hash} ${receipt ? 'reverted' : 'was not mined'}.`)
    receipts.push(receipt)
  }
  return receipts
}
