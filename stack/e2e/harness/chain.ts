import { requireContract } from '@touchstone/networks'
import { Contract, Interface, id, JsonRpcProvider, type Log } from 'ethers'
import { readNetwork } from './cast.js'

const SERVING = new Interface([
  `function getAccount(address user, address provider) view returns ((address user, address provider, uint256 nonce,
    uint256 balance, uint256 pendingRefund, (uint256 index, uint256 amount, uint256 createdAt, bool processed)[] refunds,
    string additionalInfo, bool acknowledged, uint256 validRefundsLength, uint256 generation, uint256 revokedBitmap))`,
  'event TEESettlementResult(address indexed user, uint8 status, uint256 unsettledAmount)',
  'event BalanceUpdated(address indexed user, address indexed provider, uint256 amount, uint256 pendingRefund)',
])

/** One item of a settle transaction, as the contract's log tells it. */
export type Result = { txHash: string; n: number; payer: string; status: number; blockNumber: number }

/** The devnet's chain, asked directly and not through anything of ours. */
export type Chain = {
  rpc: JsonRpcProvider
  serving: string
  /** What the contract itself says about a payer's account at a provider, as of a block. */
  getAccount(payer: string, provider: string, block: number): Promise<{ balance: bigint; nonce: bigint }>
  /** Every settlement result up to a block: transaction and its ordinal there. */
  listResults(toBlock: number): Promise<Result[]>
  /** Levels of an account in the order of the logs. */
  listLevels(payer: string, provider: string, toBlock: number): Promise<{ txHash: string; balance: bigint }[]>
}

/** Connects to the RPC that network.json names. */
export function openChain(): Chain {
  const network = readNetwork()
  const rpc = new JsonRpcProvider(network.rpc[0], network.chainId, { staticNetwork: true, cacheTimeout: -1 })
  const serving = requireContract(network, 'inferenceServing').address
  const contract = new Contract(serving, SERVING, rpc)
  const logs = (toBlock: number, topics: (string | null)[]) =>
    rpc.getLogs({ address: serving, fromBlock: 0, toBlock, topics })
  return {
    rpc,
    serving,
    async getAccount(payer, provider, block) {
      const account = await contract.getFunction('getAccount').staticCall(payer, provider, { blockTag: block })
      return { balance: account.balance, nonce: account.nonce }
    },
    listResults: async (toBlock) =>
      numberResults(await logs(toBlock, [topic('TEESettlementResult(address,uint8,uint256)')])),
    async listLevels(payer, provider, toBlock) {
      const topics = [topic('BalanceUpdated(address,address,uint256,uint256)'), asTopic(payer), asTopic(provider)]
      const found = await logs(toBlock, topics)
      return found.map((log) => ({ txHash: log.transactionHash, balance: parse(log).getValue('amount') as bigint }))
    },
  }
}

const topic = (signature: string) => id(signature)
const asTopic = (address: string) => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`

function parse(log: Log) {
  const parsed = SERVING.parseLog(log)
  if (!parsed) throw new Error(`Log ${log.transactionHash}/${log.index} is not one of the contract's.`)
  return parsed.args
}

function numberResults(logs: Log[]): Result[] {
  const seen = new Map<string, number>()
  return logs.map((log) => {
    const n = seen.get(log.transactionHash) ?? 0
    seen.set(log.transactionHash, n + 1)
    const args = parse(log)
    const { transactionHash: txHash, blockNumber } = log
    return { txHash, n, payer: String(args.getValue('user')), status: Number(args.getValue('status')), blockNumber }
  })
}
